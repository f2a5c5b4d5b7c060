"""Changes of collections, made of texts."""

from __future__ import annotations

from zeplint.change import Change, collection_at
from zeplint.collection import Collection
from zeplint.rulebook import load_process
from zeplint.tree import MemoryTree

DRAFT, ACCEPTED = "docs/zeps/draft", "docs/zeps/accepted"


def change_of(before: dict[str, str], after: dict[str, str]) -> Change:
    collection = Collection(MemoryTree(after), load_process("zep-2024"), named=list(after))
    return Change(collection_at(MemoryTree(before), collection, named=list(before)), collection)
