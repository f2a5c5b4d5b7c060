"""What makes a finding the same one in another run, wherever its line has gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from zeplint.diagnostic import Diagnostic, Place
from zeplint.patterns import pattern

Kind = tuple[str, str | None, str, str]

_LINE = pattern(r"\b(lines?) \d+")


def kind_of(diagnostic: Diagnostic, path: str | None, place: Place | None = None) -> Kind:
    """Its rule, the document `path`, its message without places, and the words that it marks.

    With `place`, one of its own, it is taken as reported there. What is said of something absent does not hang on the
    text in whose place it is shown: its words, behind the name of a header, count neither there nor in the message.
    Findings of one kind are told from each other by how many there are.
    """
    message = diagnostic.message
    for other in (diagnostic.place, *diagnostic.related):
        source = other.source
        for name in (source.shown, source.path, source.path.rpartition("/")[2]):
            message = message.replace(name, "")
    place = place or diagnostic.place
    source, span = place.source, place.span
    marked = source.slice(span).split() if span else []
    message = _LINE.sub(r"\1", message)
    if place.stands_in:
        value = {word.casefold() for word in marked[1:]}
        message = " ".join(word for word in message.split() if word.casefold() not in value)
        marked = []
    return diagnostic.code, path, message, " ".join(marked)


def fingerprints(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """A fingerprint for each diagnostic: 32 hexadecimal digits, no two of them the same.

    It stays what it is as long as the finding's kind and the path of its file do; of several of one kind, the
    first in the order given has the first fingerprint.
    """
    from hashlib import sha256

    seen: Counter[Kind] = Counter()
    for diagnostic in diagnostics:
        kind = kind_of(diagnostic, diagnostic.path)
        seen[kind] += 1
        digest = sha256(repr((*kind, seen[kind])).encode("utf-8", "backslashreplace"))
        yield digest.hexdigest()[:32]
