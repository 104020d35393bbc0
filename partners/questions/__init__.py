"""The six questions of A 5, with the records that answer them."""
