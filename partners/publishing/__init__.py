"""The list of actors for everybody: published, published again, and taken back by coordination."""
