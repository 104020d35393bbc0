"""What this room knows of a region, for its page."""
