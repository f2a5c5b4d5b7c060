"""The documents in which a proposal, or a page beside it, may be named."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from zeplint.addresses import TEXTS
from zeplint.collection import Collection
from zeplint.document import Document
from zeplint.tree import FILE


def documents(collection: Collection, named: Iterable[str] = ()) -> Iterator[Document]:
    """Each document once: proposals, specification pages, the pages beside and above them, and those at `named`."""
    seen: set[str] = set()
    others = map(collection.document, (*_pages(collection), *named))
    for document in (*collection.proposals, *collection.spec_documents, *others):
        if document.path not in seen:
            seen.add(document.path)
            yield document


def _pages(collection: Collection) -> Iterator[str]:
    """What lies in the folders of proposals and above them, such as lists of proposals, by path."""
    tree = collection.tree
    for folder in _folders(collection):
        for name in tree.names(folder):
            path = posixpath.join(folder, name)
            if name.endswith(TEXTS) and tree.look(path) == FILE:
                yield path


def _folders(collection: Collection) -> list[str]:
    found = {""}
    for proposal in collection.proposals:
        folder = "" if proposal.source.mount else posixpath.dirname(proposal.path)
        while folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return sorted(found)
