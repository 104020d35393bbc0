"""Gute Beispiele: prepared and released by a district, read by all."""
