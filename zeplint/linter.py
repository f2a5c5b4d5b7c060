"""A collection, the files to lint and the rules of the run: the diagnostics.

One broken file or rule never costs another its findings: what a check raises becomes a diagnostic of
its own, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from zeplint.checks import Context, find_check
from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Finding
from zeplint.document import MARKER, RST, Document
from zeplint.globs import matches
from zeplint.in_force import Beginning, beginning, gravity, is_held
from zeplint.proposal import Proposal, SpecPage
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule, Rulebook
from zeplint.site import SiteFile
from zeplint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from zeplint.change import Change
    from zeplint.sharing import Share
    from zeplint.suppressions import Suppressions

INTERNAL_ERROR = "run.internal_error"

# Characters: with fewer, another process would cost more than it saves.
WORTH_A_PROCESS = 100_000


class Options(NamedTuple):
    """What a run is asked besides files and rules.

    `today` is an ISO day. `severity` and `parameters` are by code or name of a rule; `applies_from` gives a
    selector the number, or the ISO day, from which on proposals are held to its rules; `per_file_ignores` pairs a glob with selectors. `reasons` asks every suppression for a reason.
    `comments` says whether suppression comments are honoured. `processes` may work at once, 0 for as many as the machine has. `progress`, if any,
    is told how many of all files are linted, before each.
    """

    today: str
    severity: Mapping[str, str] = {}
    applies_from: Mapping[str, int | str] = {}
    parameters: Mapping[str, Mapping[str, Any]] = {}
    per_file_ignores: Sequence[tuple[str, Sequence[str]]] = ()
    reasons: bool = False
    comments: bool = True
    processes: int = 1
    progress: Callable[[int, int], None] | None = None


class Result(NamedTuple):
    """The diagnostics of a run in order of path and place, and how many a comment suppressed.

    Where a repository keeps a file of known findings, `known` counts those left out for it, and `notes` say what of it
    is found no more.
    """

    diagnostics: tuple[Diagnostic, ...]
    suppressed: int
    known: int = 0
    notes: tuple[str, ...] = ()


# What rules found in documents by themselves, for another run in which the same documents occur.
Memory = dict[tuple[str, Document], list[Diagnostic]]


class Since(NamedTuple):
    """What a run knows of an earlier version of the collection.

    Rules about changes run if there is a `change`; `gone` are the files of its base that are there no more and may
    be reported. `memory` is read and filled by runs with the same rules and options.
    """

    change: Change | None = None
    gone: Sequence[str] = ()
    memory: Memory | None = None


def lint(
    collection: Collection,
    paths: Iterable[str],
    rules: Sequence[Rule],
    rulebook: Rulebook,
    options: Options,
    since: Since = Since(),  # noqa: B008 - it cannot be changed
) -> Result:
    """Lint the files at `paths` (relative to the collection's root) with `rules`; never raises."""
    return _Run(collection, list(paths), rules, rulebook, options, since).result()


class _Run:
    def __init__(
        self,
        collection: Collection,
        paths: list[str],
        rules: Sequence[Rule],
        rulebook: Rulebook,
        options: Options,
        since: Since,
    ) -> None:
        self.collection = collection
        self.rules = rules
        self.rulebook = rulebook
        self.options = options
        self.change = since.change
        self.memory = since.memory
        self.context = Context(collection, options.today, since.change)
        self.documents = {path: collection.document(path) for path in dict.fromkeys(paths)}
        # The documents in which something may be reported: also those that are there no more.
        self.reported: dict[str, Document] = {}
        if since.change is not None:
            self.reported = {path: since.change.base.document(path) for path in since.gone}
        self.reported |= self.documents
        # By path, the codes of the rules that failed there: what they would have found is unknown.
        self.failed: dict[str, set[str]] = {}
        self._arguments: dict[str, dict[str, Any]] = {}
        self._beginnings: dict[str, Beginning | None] = {}

    def result(self) -> Result:
        found = self._documents_found()
        for rule in self.rules:
            if "collection" in rule.scopes or (self.change and "change" in rule.scopes):
                found.extend(self._run(rule, None, self.context))
        found = [diagnostic for diagnostic in found if not self._ignored(diagnostic)]
        kept, suppressed = self._suppress(found) if self.options.comments else (found, 0)
        kept.sort(key=_order)
        return Result(tuple(kept), suppressed)

    def _documents_found(self) -> list[Diagnostic]:
        """What is found in the documents by themselves."""
        documents = list(self.documents.values())
        processes = self.options.processes
        weights = [len(document.source.text) for document in documents]
        if processes == 1 or sum(weights) < WORTH_A_PROCESS:
            return self._run_documents(documents, self.options.progress)
        from zeplint.workers import Worker, processors, shares

        processes = processes or processors()
        if processes == 1:
            return self._run_documents(documents, self.options.progress)
        from functools import partial

        from zeplint.sharing import unpack

        if any(document.markup == RST for document in documents):
            import zeplint.markup.rst  # noqa: F401 - once, for all processes
        parts = shares(weights, processes)
        first, *rest = ([documents[place] for place in part] for part in parts)
        workers = [Worker(partial(self._packed, part)) for part in rest]
        # The shares are of one size: this process's own progress is that of all.
        found = self._run_documents(first, self.options.progress)
        for worker, part in zip(workers, rest, strict=True):
            data = worker.result()
            found += self._taken(unpack(data, self.collection)) if data else self._run_documents(part)
        return found

    def _packed(self, documents: Sequence[Document]) -> bytes:
        """What is found in some documents, for another process."""
        from zeplint.sharing import Share, pack

        known = set(self.memory or ())
        found = self._run_documents(documents)
        remembered = {
            (code, document.path): of_rule
            for (code, document), of_rule in (self.memory or {}).items()
            if (code, document) not in known
        }
        return pack(Share(found, self.failed, remembered), self.collection)

    def _taken(self, share: Share) -> Sequence[Diagnostic]:
        """What another process has found, as if it had been found here."""
        for path, codes in share.failed.items():
            self.failed.setdefault(path, set()).update(codes)
        if self.memory is not None:
            for (code, path), found in share.remembered.items():
                self.memory[code, self.documents[path]] = found
        return share.found

    def _run_documents(
        self, documents: Sequence[Document], progress: Callable[[int, int], None] | None = None
    ) -> list[Diagnostic]:
        found: list[Diagnostic] = []
        for index, document in enumerate(documents):
            if progress is not None:
                progress(index * len(self.documents) // len(documents), len(self.documents))
            for rule in self.rules:
                if self._reads(rule, document):
                    found.extend(self._run_alone(rule, document))
        return found

    def _reads(self, rule: Rule, document: Document) -> bool:
        """Whether a rule looks at this document by itself."""
        scopes = rule.scopes
        if isinstance(document, SiteFile):
            return False
        if document.source.problem is not None:
            return "document" in scopes
        if isinstance(document, Proposal):
            return ("proposal" in scopes or "document" in scopes) and self._applies(rule, document)
        return "document" in scopes or (isinstance(document, SpecPage) and "spec-page" in scopes)

    def _applies(self, rule: Rule, document: Document) -> bool:
        """Whether a rule holds for a proposal of its age: settings or process may begin it at a number or day."""
        if not isinstance(document, Proposal):
            return True
        if rule.code not in self._beginnings:
            options, process = self.options, self.collection.process
            self._beginnings[rule.code] = beginning(rule, self.rulebook, options.applies_from, process)
        return is_held(document, self._beginnings[rule.code])

    def _run_alone(self, rule: Rule, document: Document) -> list[Diagnostic]:
        """The diagnostics of a rule on a document, remembered if they depend on nothing else."""
        key = rule.code, document
        if self.memory is None:
            return self._run(rule, document, document, self.context)
        found = self.memory.get(key)
        if found is None:
            self.context.looked_around = False
            found = self._run(rule, document, document, self.context)
            if not self.context.looked_around and rule.code not in self.failed.get(document.path, ()):
                self.memory[key] = found
        return found

    def _run(
        self, rule: Rule, document: Document | None, *arguments: object, **extra: object
    ) -> list[Diagnostic]:
        """The diagnostics of one rule on one document or, without one, on the collection."""
        found: list[Diagnostic] = []
        try:
            check = find_check(rule.check)
            findings = check(*arguments, **self._parameters(rule), **extra)
            found.extend(d for finding in findings if (d := self._diagnostic(rule, finding)))
        except Exception as error:  # noqa: BLE001 - a rule that fails is a finding, whatever it failed with
            found = self._failure(rule, document, error)
        return found

    def _failure(self, rule: Rule, document: Document | None, error: Exception) -> list[Diagnostic]:
        for path in [document.path] if document else self.documents:
            self.failed.setdefault(path, set()).add(rule.code)
        reporter = next((r for r in self.rulebook if r.check == INTERNAL_ERROR), None)
        documents = [document] if document else list(self.documents.values())[:1]
        if reporter is None or not documents:
            return []
        check = find_check(reporter.check)
        findings = check(documents[0], self.context, failed=rule, error=error)
        return [d for finding in findings if (d := self._diagnostic(reporter, finding))]

    def _parameters(self, rule: Rule) -> Mapping[str, Any]:
        """The arguments of a rule's check: the rule's own, the process's, then the settings'."""
        parameters = self._arguments.get(rule.code)
        if parameters is None:
            fact = self.collection.process.rule_fact(rule.code)
            parameters = {**rule.parameters, **(fact.parameters if fact else {})}
            for key in (rule.code, rule.name):
                parameters.update(self.options.parameters.get(key, {}))
            self._arguments[rule.code] = parameters
        return parameters

    def _diagnostic(self, rule: Rule, finding: Finding) -> Diagnostic | None:
        """The diagnostic of a finding; None if none of its places is in a linted file."""
        places = finding.places
        reported = next((place for place in places if place.source.path in self.reported), None)
        if reported is None:
            return None
        document = self.reported[reported.source.path]
        if ("collection" in rule.scopes or "change" in rule.scopes) and not self._applies(rule, document):
            return None
        values = {"noun": self.collection.process.noun, **finding.values}
        return Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=gravity(
                rule, self.options.severity, self.collection.process, document, finding.severity
            ).severity,
            message=rule.messages[finding.variant].format(**{key: _shorten(v) for key, v in values.items()}),
            statements=self.collection.process.statements_for(rule.statements),
            place=reported,
            related=tuple(place for place in places if place is not reported),
            fix=finding.fix,
            help=rule.help.format(**values) if rule.help else "",
        )

    def _ignored(self, diagnostic: Diagnostic) -> bool:
        rule = self.rulebook.rules[diagnostic.code]
        return any(
            matches(diagnostic.path, (pattern,))
            and any(self.rulebook.specificity(selector, rule) for selector in selectors)
            for pattern, selectors in self.options.per_file_ignores
        )

    def _suppress(self, found: list[Diagnostic]) -> tuple[list[Diagnostic], int]:
        suppressions: dict[str, Suppressions] = {}
        failures: list[Diagnostic] = []
        judges = [rule for rule in self.rulebook if "run" in rule.scopes and rule.check != INTERNAL_ERROR]
        for path, document in self.documents.items():
            if MARKER not in document.source.text:
                continue
            from zeplint.suppressions import read_suppressions

            try:
                if own := read_suppressions(document):
                    suppressions[path] = own
            except Exception as error:  # noqa: BLE001 - as for any rule
                failures += [d for rule in judges[:1] for d in self._failure(rule, document, error)]
        kept = [diagnostic for diagnostic in found if not self._is_covered(diagnostic, suppressions)]
        suppressed = len(found) - len(kept)
        for path, own in suppressions.items():
            kept += self._judge(self.documents[path], own)
        return kept + failures, suppressed

    @staticmethod
    def _is_covered(diagnostic: Diagnostic, suppressions: Mapping[str, Suppressions]) -> bool:
        """Whether a comment covers the reported place.

        One at a related place is of use too: it speaks when that file is linted by itself.
        """
        covered = False
        for place in (diagnostic.place, *diagnostic.related):
            own = suppressions.get(place.source.path)
            hit = own is not None and own.cover(place, diagnostic.code, diagnostic.name)
            covered = covered or (hit and place is diagnostic.place)
        return covered

    def _judge(self, document: Document, suppressions: Suppressions) -> list[Diagnostic]:
        """What the rules about suppressions say of those of one document."""
        from zeplint.suppressions import Outcome

        # What a rule about changes reports depends on what is compared: its suppression may be of use elsewhere.
        judged = frozenset(rule.code for rule in self.rules if rule.scopes != ("change",))
        active = judged - self.failed.get(document.path, set())
        outcome = Outcome(suppressions, active, self.rulebook, self.options.reasons)
        found: list[Diagnostic] = []
        for rule in self.rules:
            if "run" in rule.scopes and rule.check != INTERNAL_ERROR:
                found.extend(self._run(rule, document, document, self.context, outcome=outcome))
        return [diagnostic for diagnostic in found if not self._ignored(diagnostic)]


def _shorten(value: object, longest: int = 120) -> object:
    """A value for a message; of a text that would fill the screen, its two ends."""
    if not isinstance(value, str) or len(value) <= longest:
        return value
    half = longest // 2
    return f"{value[:half].rstrip()}...{value[-half:].lstrip()}"


def _order(diagnostic: Diagnostic) -> tuple[str, Span, str]:
    return diagnostic.path, diagnostic.place.span or Span(0, 0), diagnostic.code
