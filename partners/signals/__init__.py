"""Hinweise aus dem Stadtteil."""
