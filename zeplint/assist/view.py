"""What the functions of this room look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from zeplint.addresses import Site
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.document import Document
from zeplint.fixing.rounds import Lint
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.rulebook import Rulebook
from zeplint.source import Source


class View:
    """A document in an editor, and all that there is around it.

    `diagnostics` are those of its present text; `lint` lints files of a collection as they were found.
    `today` is the ISO day here; `author` gives the value of an author header that the user would write, if known.
    """

    def __init__(
        self,
        document: Document,
        collection: Collection,
        rulebook: Rulebook,
        *,
        diagnostics: tuple[Diagnostic, ...] = (),
        lint: Lint | None = None,
        today: str = "",
        author: Callable[[], str] = str,
    ) -> None:
        self.document = document
        self.collection = collection
        self.rulebook = rulebook
        self.diagnostics = diagnostics
        self.lint = lint
        self.today = today
        self._author = author

    @property
    def source(self) -> Source:
        """The text of the document."""
        return self.document.source

    @property
    def process(self) -> Process:
        """What the collection is read by."""
        return self.collection.process

    @property
    def proposal(self) -> Proposal | None:
        """The document, if it is a proposal."""
        return self.document if isinstance(self.document, Proposal) else None

    @cached_property
    def author(self) -> str:
        """How an author header names the user; empty where nobody knows."""
        return self._author()

    @cached_property
    def site(self) -> Site:
        """Where the links of documents lead."""
        return Site(self.collection)
