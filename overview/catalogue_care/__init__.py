"""Catalogue care: the Senate's editors write new wordings of the points common to all."""
