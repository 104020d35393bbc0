"""Teil A 3: what works spatially, what is needed, and how offices settle it together."""
