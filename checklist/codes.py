"""Codes of points in addresses."""

from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A code such as "B3.10a" or "E4", and nothing the database could not hold."""

    regex = "[A-Za-z0-9.]{1,12}"
