"""What not every system has: marks for the tests that need it, and a skip where one asks for it."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import pytest

WINDOWS = os.name == "nt"

needs_modes = pytest.mark.skipif(WINDOWS, reason="Windows knows no mode of a file but read-only")
needs_odd_names = pytest.mark.skipif(WINDOWS, reason="Windows has no files of such names")
needs_names_of_bytes = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="names of files are Unicode here"
)

# A file name with its title, as the process writes it, where there can be one.
TITLED = "zep-0002.md" if WINDOWS else "zep-0002: Shorter keys.md"


def skip_what_windows_lacks() -> None:
    """On Windows, let a test end as skipped where it makes a link or a pipe."""
    if not WINDOWS:
        return

    def no_links(*_: object, **__: object) -> NoReturn:
        pytest.skip("links need a privilege on Windows")

    def no_pipes(*_: object, **__: object) -> NoReturn:
        pytest.skip("Windows has no named pipes among its files")

    for owner, name, lacking in (
        ("os", "symlink", no_links),
        ("pathlib.Path", "symlink_to", no_links),
        ("os", "mkfifo", no_pipes),
    ):
        pytest.MonkeyPatch().setattr(f"{owner}.{name}", lacking, raising=False)


def other_drive(path: str, start: str) -> str:
    """`os.path.relpath` as Windows has it where two paths lie on different drives."""
    raise ValueError(f"path is on mount '{path[:2]}', start on mount '{start[:2]}'")
