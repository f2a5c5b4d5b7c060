"""Regular expressions that are compiled when they are first used.

Compiling one takes as long as reading a page with it, and a run uses half of those that its modules
define: together they would be a tenth of the time that one proposal takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    pattern: Callable[..., re.Pattern[str]] = re.compile
else:

    class pattern:  # noqa: N801 - it is used as a function, in the place of re.compile
        """The pattern `re.compile` makes of the same arguments, once one of its attributes is used."""

        def __init__(self, text: str, flags: int = 0) -> None:
            self._arguments = text, flags

        def __getattr__(self, name: str) -> object:
            value = getattr(re.compile(*self._arguments), name)
            setattr(self, name, value)  # found without this method from now on
            return value
