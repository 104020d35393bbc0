"""The one kind of error that a person at the terminal sees as a sentence instead of a traceback."""

import errno


class Problem(Exception):
    """Something the person at the terminal can put right. ``str()`` of it is the whole message."""


def from_os_error(error: OSError) -> Problem:
    """Say in one sentence what an ``OSError`` means for the person at the terminal."""
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(f"The disk is full{place}: free some space and start again; nothing is lost.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(f"No permission to write here{place}: use a directory that belongs to you.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return Problem(f"A file stands where a directory is needed{place}: move it away and start again.")
    return Problem(f"The operating system refused: {error.strerror or error}{place}.")
