"""Kooperationen of offices with actors, and Beteiligung of residents."""
