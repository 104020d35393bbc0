"""What works spatially, what is needed, and how offices settle it together (Teil A 3). One module per subject."""

__all__: list[str] = []
