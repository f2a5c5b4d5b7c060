"""A collection as it is, held against the same collection at an earlier time.

Both sides are collections, wherever their texts come from: a change knows no git. What both have at one
path with one text is one document, parsed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from zeplint.collection import Collection, spec_page_paths
from zeplint.document import Document
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    D = TypeVar("D", bound=Document)


class Pair(NamedTuple):
    """One proposal before and after: without `old` it is new, without `new` it is gone."""

    old: Proposal | None
    new: Proposal | None


class Change:
    """What became of a collection since its `base`.

    `last_day` gives the ISO day on which a file, as it is in the base, was last committed, if that is known.
    """

    def __init__(
        self,
        base: Collection,
        collection: Collection,
        last_day: Callable[[str], str | None] = lambda path: None,
    ) -> None:
        self.base = base
        self.collection = collection
        self.last_day = last_day
        self._pairs: tuple[Pair, ...] | None = None
        self._moved: dict[str, str] | None = None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The proposals that are not what they were, those that are gone last; each side in order of path.

        They are paired by path, then by number, then by title, whichever file each lies in. A page without
        headers that a proposal leaves at its old address is paired last: it is not that proposal.
        """
        if self._pairs is None:
            before, after = _own(self.base), _own(self.collection)
            unchanged = {id(proposal) for proposal in before} & {id(proposal) for proposal in after}
            self._pairs = tuple(
                _pair_up(
                    [proposal for proposal in before if id(proposal) not in unchanged],
                    [proposal for proposal in after if id(proposal) not in unchanged],
                )
            )
        return self._pairs

    @property
    def changed_pages(self) -> tuple[Document, ...]:
        """The documents in the places of specification pages that are new or not what they were."""
        paths = sorted(spec_page_paths(self.collection.tree, self.collection.process))
        documents = (self.collection.document(path) for path in paths)
        return tuple(page for page in documents if not self._is_unchanged(page))

    def _is_unchanged(self, document: Document) -> bool:
        return self.base.exists(document.path) and self.base.document(document.path) is document

    def before(self, path: str) -> str | None:
        """Where the file at `path` lay in the base; None if there was none."""
        if self._moved is None:
            self._moved = {pair.new.path: pair.old.path for pair in self.pairs if pair.new and pair.old}
            self._moved |= self._moved_pages()
        if path in self._moved:
            return self._moved[path]
        return path if self.base.exists(path) else None

    def _moved_pages(self) -> dict[str, str]:
        """The old paths of the specification pages that lie elsewhere, with the same text or file name."""
        before = set(spec_page_paths(self.base.tree, self.base.process))
        after = set(spec_page_paths(self.collection.tree, self.collection.process))
        gone = [self.base.document(path) for path in sorted(before - after)]
        come = [self.collection.document(path) for path in sorted(after - before)] if gone else []
        moved: dict[str, str] = {}
        for key in (lambda page: page.source.text, lambda page: page.path.rpartition("/")[2]):
            for old, new in _match(gone, come, key):
                gone.remove(old)
                come.remove(new)
                moved[new.path] = old.path
        return moved


def _own(collection: Collection) -> list[Proposal]:
    """The proposals of a collection, without those of the repositories that join it."""
    return [proposal for proposal in collection.proposals if not proposal.source.mount]


def collection_at(tree: Tree, now: Collection, *, named: Iterable[str] = ()) -> Collection:
    """The collection `now` as it was in another tree; it shares what has not changed since."""
    return Collection(tree, now.process, named=named, joined=now.joined, later=now)


# Which proposal is which


def _pair_up(before: list[Proposal], after: list[Proposal]) -> Iterable[Pair]:
    paired: dict[int, Proposal] = {}
    for key in (_path_of_proposal, _number_and_title, _number, _title, _path, _any_number):
        taken = {id(old) for old in paired.values()}
        open_before = [old for old in before if id(old) not in taken]
        open_after = [new for new in after if id(new) not in paired]
        if not open_before or not open_after:
            break
        paired.update({id(new): old for old, new in _match(open_before, open_after, key)})
    yield from (Pair(paired.get(id(new)), new) for new in after)
    taken = {id(old) for old in paired.values()}
    yield from (Pair(old, None) for old in before if id(old) not in taken)


def _match(before: Sequence[D], after: Sequence[D], key: Callable[[D], object]) -> list[tuple[D, D]]:
    """Documents of both sides with the same key, of several the first with the first."""
    waiting: dict[object, list[D]] = {}
    for document in reversed(before):
        waiting.setdefault(key(document), []).append(document)
    waiting.pop(None, None)
    return [(found.pop(), document) for document in after if (found := waiting.get(key(document)))]


def _path_of_proposal(proposal: Proposal) -> object:
    return proposal.path if proposal.preamble.headers else None


def _number_and_title(proposal: Proposal) -> object:
    number, title = _number(proposal), _title(proposal)
    return (number, title) if number is not None and title is not None else None


def _number(proposal: Proposal) -> object:
    return proposal.number if proposal.preamble.headers else None


def _title(proposal: Proposal) -> object:
    title = proposal_title(proposal)
    return title if title and proposal.preamble.headers else None


def _path(proposal: Proposal) -> object:
    return proposal.path


def _any_number(proposal: Proposal) -> object:
    return proposal.number


def proposal_title(proposal: Proposal) -> str:
    """The title without what people vary: case, white space and marks; empty where it only holds the place."""
    if proposal.process.is_placeholder(proposal.title):
        return ""
    return "".join(char for char in proposal.title.casefold() if char.isalnum())
