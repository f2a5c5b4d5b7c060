"""What is decided of a rule in one file: whether it is on, how grave its findings are, and what they are left out by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zeplint.config.membership import Fact
from zeplint.config.values import OPTION, Origin, origin_of
from zeplint.document import Document
from zeplint.globs import matches
from zeplint.in_force import PROCESS, SETTINGS, STAGE, Gravity, beginning, gravity, is_held
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.rulebook import Choice, Rule, Selection
from zeplint.session import Job, Request
from zeplint.site import SiteFile
from zeplint.suppressions import read_suppressions


class Verdict(NamedTuple):
    """What is decided: whether the rule looks at the file, the severity of what it finds, and each decision with its reason."""

    looks: bool
    severity: str
    facts: tuple[Fact, ...]


def verdict(job: Job, request: Request, rule: Rule, path: str) -> Verdict:
    """What is decided of `rule` in the file at `path` of the job's collection."""
    document = job.collection.document(path)
    process, settings = job.collection.process, job.settings
    decided = gravity(rule, settings.severity, process, document)
    facts = [
        _chosen(selection(job, request).decide(rule), job, request),
        _grave(decided, job, document),
        _scope(rule, document),
    ]
    begun = beginning(rule, job.rulebook, settings.applies_from, process)
    if begun is not None and isinstance(document, Proposal):
        held = is_held(document, begun)
        origin = origin_of(settings, "applies-from", begun.key) if begun.by == SETTINGS else None
        source = f'for "{begun.key}"' if origin else f"by the process {process.name}"
        says = "this one is held to it" if held else "this one is left alone"
        facts.append(Fact("applies-from", f"{begun.start}, {source}: {says}", origin, not held))
    facts += [*_left_out(job, rule, path), *_suppressed(rule, document)]
    return Verdict(not any(fact.stops for fact in facts), decided.severity.label, tuple(facts))


def selection(job: Job, request: Request) -> Selection:
    """What a run of this request selects in a job."""
    settings = job.settings
    return Selection(
        job.rulebook,
        job.collection.process,
        select=request.select if request.select is not None else settings.select,
        extend=(*settings.extend_select, *request.extend_select),
        ignore=(*settings.ignore, *request.ignore),
    )


def _chosen(choice: Choice, job: Job, request: Request) -> Fact:
    if choice.on and choice.wanted:
        return Fact(
            "on", f'selected by "{choice.wanted}"', _selector(choice.wanted, job, request, ignore=False)
        )
    if choice.against and (choice.wanted or choice.default):
        origin = _selector(choice.against, job, request, ignore=True)
        return Fact("off", f'ignored by "{choice.against}"', origin, stops=True)
    by = f"by the process {job.collection.process.name}" if choice.by_process else "by default"
    if choice.on:
        return Fact("on", by)
    if choice.default:
        named = request.select is not None
        origin = Origin(OPTION, name="--select") if named else origin_of(job.settings, "select")
        return Fact("off", "nothing that is selected means it", origin, stops=True)
    return Fact("off", by, stops=True)


def _selector(word: str, job: Job, request: Request, *, ignore: bool) -> Origin:
    """Where a selector stands: as an option, or in the settings."""
    options: Mapping[str, Sequence[str]] = {
        "select": request.select or (),
        "extend-select": request.extend_select,
        "ignore": request.ignore,
    }
    keys = ["ignore"] if ignore else ["select", "extend-select"]
    named = next((key for key in keys if word in options[key]), None)
    if named is not None:
        return Origin(OPTION, name=f"--{named}")
    if request.select is not None and not ignore:
        keys.remove("select")
    for key in keys:
        words = getattr(job.settings, key.replace("-", "_")) or ()
        if word in words:
            return origin_of(job.settings, key, words.index(word))
    raise LookupError(word)


def _grave(decided: Gravity, job: Job, document: Document) -> Fact:
    label, process = decided.severity.label, job.collection.process
    if decided.by == SETTINGS:
        origin = origin_of(job.settings, "severity", decided.key)
        return Fact("severity", f'{label}, set for "{decided.key}"', origin)
    if decided.by == PROCESS:
        return Fact("severity", f"{label}, by the process {process.name}")
    if decided.by == STAGE and isinstance(document, Proposal) and document.status:
        return Fact("severity", f"{label}, as {document.status.name} has the stage {document.stage}")
    return Fact("severity", f"{label}, the rule's own")


def _scope(rule: Rule, document: Document) -> Fact:
    scopes = ", ".join(rule.scopes)
    if not _reads(rule, document):
        return Fact("scope", f"{scopes}: it does not look at this file", stops=True)
    if rule.scopes == ("change",):
        return Fact("scope", f"{scopes}: it only speaks with --since")
    return Fact("scope", scopes)


def _reads(rule: Rule, document: Document) -> bool:
    """Whether a rule may find something in a document of this kind."""
    scopes = set(rule.scopes)
    if scopes & {"collection", "change", "run"}:
        return True
    if isinstance(document, SiteFile):
        return False
    if document.source.problem is not None or "document" in scopes:
        return "document" in scopes
    if isinstance(document, Proposal):
        return "proposal" in scopes
    return isinstance(document, SpecPage) and "spec-page" in scopes


def _left_out(job: Job, rule: Rule, path: str) -> Iterator[Fact]:
    """What takes the findings of a rule out of a file."""
    for glob, selectors in job.settings.per_file_ignores:
        key = job.rulebook.closest(selectors, rule)[1]
        if key and matches(path, (glob,)):
            where = origin_of(job.settings, "per-file-ignores", glob, selectors.index(key))
            yield Fact("per-file-ignores", f'"{key}" is ignored in "{glob}"', where, stops=True)


def _suppressed(rule: Rule, document: Document) -> Iterator[Fact]:
    """The comments in a file that name a rule."""
    found = read_suppressions(document)
    for comment in found.comments if found else ():
        if any(text.text in (rule.code, rule.name) for text in comment.codes):
            source = document.source
            line = source.position(comment.comment.span.start).line
            where = Origin(SETTINGS, source.shown, line)
            covers = f"line {comment.line}" if comment.line else "the file"
            yield Fact("suppressed", f"on {covers}, by a comment", where, stops=not comment.line)


def off(job: Job, request: Request, path: str) -> dict[str, Verdict]:
    """The rules that do not look at a file, by code."""
    verdicts = {rule.code: verdict(job, request, rule, path) for rule in job.rulebook}
    return {code: one for code, one in verdicts.items() if not one.looks}
