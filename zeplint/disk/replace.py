"""Put a text in the place of a file, whole at any moment."""

from __future__ import annotations

import os
import stat
import tempfile


def replace_file(path: str, text: str) -> None:
    """Write `text`, as UTF-8, to a file that may be there already, and make the folders that lead to it.

    A reader sees the old text or the new one, never a part of it. The mode of a file that is there stays, a
    symbolic link is followed, and what is no regular file (a pipe, a device) is written to. Raises `OSError`.
    """
    data = text.encode("utf-8")
    real = os.path.realpath(path)
    try:
        mode = os.stat(real).st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with open(real, "wb") as file:
            file.write(data)
        return
    folder = os.path.dirname(real)
    os.makedirs(folder, exist_ok=True)
    descriptor, new = tempfile.mkstemp(prefix=".zeplint-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(new, _new_mode() if mode is None else stat.S_IMODE(mode))
        os.replace(new, real)
    except BaseException:
        os.unlink(new)
        raise


def _new_mode() -> int:
    """The mode that a new file has."""
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
