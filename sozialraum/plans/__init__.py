"""Planungen und Vorhaben of the offices, and where they touch."""
