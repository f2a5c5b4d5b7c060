"""The checks that rule files run: one module of functions for each family.

A check is a generator function. For the scopes document, proposal and spec-page it takes the document
and a `Context`; for the scopes collection and change, only the `Context`. A rule file's ``with`` arrives as
keyword arguments. It yields `Finding`s whose `values` fill the rule's message. It knows no status,
type, header or directory by name: it asks the process for roles and stages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from zeplint.change import Change
    from zeplint.collection import Collection
    from zeplint.diagnostic import Finding
    from zeplint.process import Process

    Made = TypeVar("Made")

Check = Callable[..., "Iterable[Finding]"]


class Context:
    """What a check may ask for besides the document: the collection, the process and the day.

    `today` is an ISO day. `looked_around` says whether the collection has been asked for: what a check finds
    in a document without that depends on the document alone.
    """

    __slots__ = ("_change", "_collection", "_made", "looked_around", "process", "today")

    def __init__(self, collection: Collection, today: str, change: Change | None = None) -> None:
        self._collection = collection
        self._change = change
        self.looked_around = False
        self.process: Process = collection.process
        self.today = today
        self._made: dict[object, Any] = {}

    @property
    def collection(self) -> Collection:
        """All documents there are."""
        self.looked_around = True
        return self._collection

    @property
    def change(self) -> Change:
        """What became of the collection since an earlier time; asked for by rules about changes only."""
        assert self._change is not None
        return self._change

    def once(self, make: Callable[[Collection], Made]) -> Made:
        """What `make` makes of the collection: made when it is first asked for, kept for the run."""
        if make not in self._made:
            self._made[make] = make(self.collection)
        made: Made = self._made[make]
        return made


_found: dict[str, Check] = {}


def find_check(name: str) -> Check:
    """The check of a rule file's ``check``, ``module.function``; raises `LookupError`."""
    if name not in _found:
        module, _, function = name.rpartition(".")
        try:
            # What `importlib.import_module` does, whose import takes longer than most checks.
            name_of_module = f"{__name__}.{module}"
            __import__(name_of_module)
            found: Any = getattr(sys.modules[name_of_module], function)
        except (ImportError, AttributeError) as error:
            raise LookupError(f"there is no check {name}") from error
        _found[name] = found
    return _found[name]
