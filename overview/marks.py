"""What was read is what is published: a mark of the words travels with the page."""

import hashlib
import json


def mark_of_words(*words: object) -> str:
    """Changes with anything in ``words``, which are what JSON can hold."""
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]
