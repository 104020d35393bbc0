"""Lists of actors as districts keep them, read in: columns, a dry run with each row's outcome, then all at once."""
