"""Gremien and their Sitzungen."""
