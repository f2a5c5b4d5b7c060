"""The checks that rule files run: one module of functions for each family.

A check is a generator function. For the scopes document, proposal and spec-page it takes the document
and a `Context`; for the scope collection, only the `Context`. A rule file's ``with`` arrives as
keyword arguments. It yields `Finding`s whose `values` fill the rule's message. It knows no status,
type, header or directory by name: it asks the process for roles and stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from zeplint.collection import Collection
    from zeplint.diagnostic import Finding
    from zeplint.process import Process

    Made = TypeVar("Made")

Check = Callable[..., "Iterable[Finding]"]


class Context:
    """What a check may ask for besides the document: the collection, the process and the day.

    `today` is an ISO day.
    """

    __slots__ = ("_made", "collection", "today")

    def __init__(self, collection: Collection, today: str) -> None:
        self.collection = collection
        self.today = today
        self._made: dict[object, Any] = {}

    @property
    def process(self) -> Process:
        """The process of the collection."""
        return self.collection.process

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
            found: Any = getattr(import_module(f"{__name__}.{module}"), function)
        except (ImportError, AttributeError) as error:
            raise LookupError(f"there is no check {name}") from error
        _found[name] = found
    return _found[name]
