"""Pages of the room: guard, one rule, one response. One module per subject."""
