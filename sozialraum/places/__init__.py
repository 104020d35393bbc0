"""Units, sites and Mittel of the offices, and the Förderprogramme they come from."""
