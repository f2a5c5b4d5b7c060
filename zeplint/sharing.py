"""What one process has found, as bytes for another one that reads the same files."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from io import BytesIO

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic
from zeplint.record import NamedTuple
from zeplint.source import Source


class Share(NamedTuple):
    """What is found in some documents by themselves.

    `failed` are the codes of the rules that failed, by path. `remembered` is what depends on a document alone, by
    code and path.
    """

    found: Sequence[Diagnostic]
    failed: Mapping[str, set[str]]
    remembered: Mapping[tuple[str, str], list[Diagnostic]]


def pack(share: Share, collection: Collection) -> bytes:
    """The bytes of a share; raises `pickle.PicklingError` for a place in no file of the collection."""
    buffer = BytesIO()
    _Pickler(buffer, collection).dump(share)
    return buffer.getvalue()


def unpack(data: bytes, collection: Collection) -> Share:
    """The share of these bytes, its places in the files of `collection` here."""
    share = _Unpickler(BytesIO(data), collection).load()
    assert isinstance(share, Share)
    return share


class _Pickler(pickle.Pickler):
    """Writes a path in the place of a text: whoever reads it has the text already."""

    def __init__(self, file: BytesIO, collection: Collection) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.collection = collection

    def persistent_id(self, obj: object) -> str | None:
        if not isinstance(obj, Source):
            return None
        if self.collection.document(obj.path).source is not obj:
            raise pickle.PicklingError(f"{obj.path} is of another collection")
        return obj.path


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, collection: Collection) -> None:
        super().__init__(file)
        self.collection = collection

    def persistent_load(self, pid: str) -> Source:
        return self.collection.document(pid).source
