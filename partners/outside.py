"""Who looks from outside the administration (``districts/own_regions.py``), by the name this room knows it by."""

from districts.own_regions import is_outside

__all__ = ["is_outside"]
