"""Bezirksregionenprofile and figures of regions (A3c, B2.2, B2.3, B3.4b)."""
