"""What a file is taken for, and by what: its place, its name, its heading, its headers."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.collection import Collection
from zeplint.config.values import Origin, origin_of
from zeplint.document import Document
from zeplint.globs import matches
from zeplint.markup.preamble import scan_preamble
from zeplint.process import Process
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.session import Job
from zeplint.session.members import is_of_process
from zeplint.site import SiteFile


class Fact(NamedTuple):
    """One thing that is so: what it is about, in words, and where it is decided if that can be named.

    `stops` says that for this a rule reports nothing.
    """

    about: str
    says: str
    origin: Origin | None = None
    stops: bool = False


class Membership(NamedTuple):
    """What a file is: ``proposal``, ``spec-page``, ``site-file`` or ``document``, in words, and why; whether a run on its folder lints it."""

    kind: str
    words: str
    facts: tuple[Fact, ...]
    linted: bool


def membership(job: Job, path: str) -> Membership:
    """What the file at `path`, in the collection of a job, is taken for; and whether it is linted."""
    collection, process = job.collection, job.collection.process
    document = collection.document(path)
    facts = list(_facts(collection, path, document))
    kind, words = _taken_for(document, process, path)
    pattern = next((glob for glob in job.settings.exclude if matches(path, (glob,))), None)
    in_folders = pattern is None and is_of_process(path, collection)
    if pattern is not None:
        index = job.settings.exclude.index(pattern)
        says = f'only when it is named, and not by a hook: excluded by "{pattern}"'
        facts.append(Fact("linted", says, origin_of(job.settings, "exclude", index)))
    elif in_folders:
        facts.append(Fact("linted", "yes"))
    elif path in job.targets:
        facts.append(Fact("linted", "only when it is named, and not by a hook"))
    else:
        facts.append(Fact("linted", "never: not a .md or .rst file"))
    return Membership(kind, words, tuple(facts), in_folders)


def _taken_for(document: Document, process: Process, path: str) -> tuple[str, str]:
    if isinstance(document, Proposal):
        return "proposal", f"a {process.noun}"
    if isinstance(document, SpecPage):
        return "spec-page", "a specification page"
    if isinstance(document, SiteFile):
        return "site-file", "a file of the site, of which only the draft watermark is read"
    if process.is_spec_place(path):
        return "document", f"a page among the specification pages that names no {process.noun} as its own"
    return "document", f"no {process.noun} and no specification page"


def _facts(collection: Collection, path: str, document: Document) -> Iterator[Fact]:
    process = collection.process
    name = path.rpartition("/")[2]
    if process.match_name(name):
        yield Fact("name", f"{name} is a {process.noun}'s name")
    elif process.is_ignored_name(name):
        yield Fact("name", f"{name} is a name that is never a {process.noun}'s")
    elif process.match_similar_name(name):
        yield Fact(
            "name",
            f"{name} was meant as a {process.noun}'s name: the form is {process.data['names']['form']}",
        )
    else:
        yield Fact("name", f"{name} is no {process.noun}'s name: the form is {process.data['names']['form']}")
    folder = path.rpartition("/")[0] or "."
    if process.directory_of(path) is not None:
        yield Fact("place", f"{folder} is a place for {process.noun}s")
    elif process.is_spec_place(path):
        yield Fact("place", f"{folder} is a place for specification pages")
    else:
        places = ", ".join(place or "." for place in process.places())
        yield Fact("place", f"{folder} is no place for {process.noun}s: those are {places}")
    if not isinstance(document, SiteFile):
        yield from _content(process_document(collection, document), collection)


def process_document(collection: Collection, document: Document) -> Proposal:
    """A document read as a proposal, whatever it is."""
    if isinstance(document, Proposal):
        return document
    preamble = scan_preamble(document.source, collection.process.known_names)
    return Proposal(
        Document(document.source, document.markup, preamble, lambda source, preamble, earlier: document.body),
        collection.process,
    )


def _content(proposal: Proposal, collection: Collection) -> Iterator[Fact]:
    process, preamble, source = collection.process, proposal.preamble, proposal.source
    if source.problem is not None:
        yield Fact("content", f"cannot be read: {source.problem}")
        return
    heading = preamble.heading
    if heading is None:
        yield Fact("heading", "there is none above a header block")
    else:
        line = source.position(heading.whole.start).line
        fits = process.title_pattern.match(heading.text)
        says = f"is a {process.noun}'s title" if fits else f"is no {process.noun}'s title"
        yield Fact("heading", f'line {line}, "{heading.text[:60]}", {says}')
    status = proposal.header("status")
    if not preamble.headers:
        yield Fact("headers", "there is no header block")
    elif preamble.misplaced:
        yield Fact("headers", "the header block is not where it belongs")
    else:
        first, last = (
            source.position(offset).line
            for offset in (preamble.headers[0].span.start, preamble.headers[-1].span.start)
        )
        says = f"lines {first} to {last}" if first != last else f"line {first}"
        value = f"status {status.value}" if status else "no status"
        known = (
            ""
            if proposal.has_listed_value
            else f", and neither a status nor a type that a {process.noun} has"
        )
        yield Fact("headers", f"{says}, with {value[:60]}{known}")
