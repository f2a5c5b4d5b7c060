"""Which number the next proposal of a collection has."""

from __future__ import annotations

from zeplint.collection import Collection


def next_number(collection: Collection) -> int:
    """One above the highest number: what a gap was left for is not known (S62).

    A specification page may name proposals that lie in another repository.
    """
    return max((*collection.by_number, *collection.named_on_pages(), collection.process.document)) + 1
