"""Rahmenvorgaben: written by the Senate, shown in the districts."""
