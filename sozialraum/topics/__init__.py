"""Themen quer zur Linie."""
