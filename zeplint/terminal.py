"""How wide the terminal is."""

from __future__ import annotations

import os
import sys


def terminal_width() -> int:
    """The columns of the terminal, within what reads well; 80 where there is none."""
    columns = os.environ.get("COLUMNS", "")
    try:
        width = int(columns) if columns.isdigit() else os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):
        width = 80
    return min(max(width, 40), 120)
