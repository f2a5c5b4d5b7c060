"""Which fixes to apply, worked out in memory, in rounds.

A round takes every fix that overlaps no other, in all files at once, and lints what they make. Fixes that
overlapped wait for the next round. What a round breaks is traced to its fixes: it is tried again with
fewer, and a fix that breaks something by itself is refused.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from zeplint.collection import Collection
from zeplint.diagnostic import Diagnostic, Edit, Fix
from zeplint.edits.apply import Rewrite, apply_edits, rewritten
from zeplint.linter import Result
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.source import Source, Span

# Rounds end by themselves: this is for rules that undo each other's work.
MOST_ROUNDS = 100
# A fix may bring a finding that is fixed in turn; the same one in the same file no more often than this.
MOST_DEBTS = 3
# How often all is planned anew without the fixes that brought what nothing fixed; then none may bring anything.
MOST_PLANS = 4

# What tells fixes of one title in one file apart: so many characters on each side of what they write.
_AROUND = 40

Lint = Callable[[Collection, Sequence[str]], Result]
Allowed = Callable[[Diagnostic, frozenset[str]], bool]
Key = tuple[str, ...]
_FileCode = tuple[str, str]


class Refusal(NamedTuple):
    """A fix that was not applied, and why: what it would have done."""

    diagnostic: Diagnostic
    reason: str


class FixPlan(NamedTuple):
    """What fixing comes to.

    `collection` and `targets` are the files as they will be, `result` what is found in them. `applied` are the
    findings whose fixes are applied, as they were found on the way.
    """

    collection: Collection
    targets: tuple[str, ...]
    result: Result
    applied: tuple[Diagnostic, ...]
    refused: tuple[Refusal, ...]
    changes: tuple[Rewrite, ...]


def plan_fixes(collection: Collection, targets: Sequence[str], lint: Lint, allowed: Allowed) -> FixPlan:
    """Plan the fixes of the files at `targets`; nothing is written.

    `lint` lints some paths of a collection. `allowed` is asked for each fix, given the paths that the files it
    writes have now, on disk.
    """
    start = _State(collection, tuple(targets), lint(collection, targets), {})
    refused: dict[Key, Refusal] = {}
    for turn in range(MOST_PLANS):
        rounds = _Rounds(start, lint, allowed, refused, strict=turn + 1 == MOST_PLANS)
        rounds.run()
        if not (debtors := rounds.debtors()):
            break
        refused.update(debtors)
    return rounds.plan()


class _State(NamedTuple):
    """The files after some rounds. `origins` gives, by path, the first path of each file that has moved."""

    collection: Collection
    targets: tuple[str, ...]
    result: Result
    origins: Mapping[str, str]

    def origin(self, path: str) -> str:
        return self.origins.get(path, path)

    def writes(self, fix: Fix) -> frozenset[str]:
        """The first paths of the files that a fix writes or moves."""
        paths = {edit.source.path for edit in fix.edits} | {move.old for move in fix.moves}
        return frozenset(map(self.origin, paths))

    def by_file(self) -> dict[_FileCode, list[Diagnostic]]:
        """The findings by code and file."""
        found: dict[_FileCode, list[Diagnostic]] = {}
        for diagnostic in self.result.diagnostics:
            found.setdefault((diagnostic.code, self.origin(diagnostic.path)), []).append(diagnostic)
        return found

    def key(self, diagnostic: Diagnostic) -> Key:
        """What a fix is known by, wherever other fixes have moved its place to."""
        title = where = ""
        if fix := diagnostic.fix:
            title = fix.title
            if fix.edits:
                source, span = fix.edits[0].source, fix.edits[0].span
                where = source.text[max(span.start - _AROUND, 0) : span.end + _AROUND]
        return diagnostic.code, self.origin(diagnostic.path), diagnostic.message, title, where


class _Trouble(NamedTuple):
    """What a round must not do: the files where it shows, and in words."""

    paths: frozenset[str]
    reason: str


class _Rounds:
    def __init__(
        self, start: _State, lint: Lint, allowed: Allowed, refused: Mapping[Key, Refusal], *, strict: bool
    ) -> None:
        self.start = self.state = start
        self.lint = lint
        self.allowed = allowed
        self.refused = dict(refused)
        self.strict = strict
        self.applied: list[Diagnostic] = []
        self.written: set[str] = set()
        # By code and file, how often a fix brought such a finding, and the fixes that can have done it.
        self.debts: Counter[_FileCode] = Counter()
        self.suspects: dict[_FileCode, list[tuple[Key, Diagnostic]]] = {}
        # After a round that went wrong: how many fixes of one file, and of all files, the next one may take.
        self.limits: dict[str, int] = {}
        self.limit: int | None = None

    def run(self) -> None:
        rounds = 0
        while rounds < MOST_ROUNDS and (chosen := self._choose()):
            rounds += self._try(chosen)

    # What is to be done

    def _choose(self) -> list[Diagnostic]:
        """The findings whose fixes the next round applies."""
        chosen = _Chosen(self.state.collection)
        taken: list[Diagnostic] = []
        counts: Counter[str] = Counter()
        for diagnostic in self.state.result.diagnostics:
            fix = diagnostic.fix
            if fix is None or (self.limit is not None and len(taken) >= self.limit):
                continue
            writes = self.state.writes(fix)
            if any(counts[path] >= self.limits.get(path, counts[path] + 1) for path in writes):
                continue
            if not self.allowed(diagnostic, writes) or self.state.key(diagnostic) in self.refused:
                continue
            if chosen.take(fix):
                taken.append(diagnostic)
                counts.update(writes)
        return taken

    # Doing it

    def _try(self, chosen: list[Diagnostic]) -> bool:
        """Apply the fixes if they break nothing; else remember which may be at fault."""
        after = self._after([diagnostic.fix for diagnostic in chosen if diagnostic.fix])
        troubles, debts = self._judge(chosen, after)
        if troubles:
            self._blame(chosen, troubles)
            return False
        self.debts.update(debts.keys())
        for debt, paths in debts.items():
            found = self._touching(chosen, paths) or chosen
            self.suspects.setdefault(debt, []).extend((self.state.key(one), one) for one in found)
        self.applied += chosen
        for diagnostic in chosen:
            self.written |= self.state.writes(diagnostic.fix) if diagnostic.fix else frozenset()
        self.state = after
        self.limits = {path: limit * 2 for path, limit in self.limits.items()}
        self.limit = self.limit * 2 if self.limit else None
        return True

    def _after(self, fixes: Sequence[Fix]) -> _State:
        """The state after some fixes that do not overlap."""
        state = self.state
        edits: dict[str, dict[Edit, None]] = {}
        for fix in fixes:
            for edit in fix.edits:
                edits.setdefault(edit.source.path, {})[edit] = None
        moves = {move.old: move.new for fix in fixes for move in fix.moves}
        sources = []
        for path in dict.fromkeys((*edits, *moves)):
            source = state.collection.document(path).source
            sources.append(rewritten(source, edits.get(path, ()), moves.get(path, path)))
        collection = state.collection.with_changes(sources, moves)
        targets = tuple(moves.get(path, path) for path in state.targets)
        origins = {moves.get(path, path): origin for path, origin in state.origins.items()}
        origins |= {new: state.origin(old) for old, new in moves.items()}
        return _State(collection, targets, self.lint(collection, targets), origins)

    # What came of it

    def _judge(
        self, chosen: Sequence[Diagnostic], after: _State
    ) -> tuple[list[_Trouble], dict[_FileCode, frozenset[str]]]:
        """What the round must not do, and what it brings that another fix can take away, with its files."""
        troubles = list(self._unreadable(chosen, after))
        debts: dict[_FileCode, frozenset[str]] = {}
        before = self.state
        fixed = Counter((one.code, before.origin(one.path)) for one in chosen)
        fixed_words = Counter((one.code, one.message) for one in chosen)
        known = {key: len(found) for key, found in before.by_file().items()}
        known_words = Counter((one.code, one.message) for one in before.result.diagnostics)
        words = Counter((one.code, one.message) for one in after.result.diagnostics)
        for key, found in after.by_file().items():
            excess = len(found) - (known.get(key, 0) - fixed[key])
            for one in found if excess > 0 else ():
                same = one.code, one.message
                if words[same] <= known_words[same] - fixed_words[same]:
                    continue  # it is in another place now
                paths = frozenset(after.origin(place.source.path) for place in (one.place, *one.related))
                if self._may_bring(key, one, after) and not fixed_words[same]:
                    debts[key] = debts.get(key, frozenset()) | paths
                elif fixed_words[same]:
                    troubles.append(_Trouble(paths, "the finding would stay"))
                else:
                    troubles.append(_Trouble(paths, f"it would bring {one.code}: {one.message}"))
        return troubles, debts

    def _may_bring(self, key: _FileCode, diagnostic: Diagnostic, after: _State) -> bool:
        """Whether a finding that a fix brings is one that another fix takes away."""
        fix = diagnostic.fix
        return (
            not self.strict
            and fix is not None
            and self.debts[key] < MOST_DEBTS
            and after.key(diagnostic) not in self.refused
            and self.allowed(diagnostic, after.writes(fix))
        )

    def _unreadable(self, chosen: Sequence[Diagnostic], after: _State) -> Iterator[_Trouble]:
        """The files that read worse after the round than before it."""
        now = {origin: path for path, origin in after.origins.items()}
        was = {origin: path for path, origin in self.state.origins.items()}
        for origin in {path for one in chosen if one.fix for path in self.state.writes(one.fix)}:
            old = self.state.collection.document(was.get(origin, origin))
            new = after.collection.document(now.get(origin, origin))
            if new.source.problem or (old.is_readable and not new.is_readable):
                yield _Trouble(frozenset({origin}), "the file could not be read any more")
            elif isinstance(old, Proposal) and not isinstance(new, Proposal):
                noun = old.process.noun
                yield _Trouble(frozenset({origin}), f"the file would not be read as a {noun} any more")

    def _touching(self, chosen: Sequence[Diagnostic], paths: frozenset[str]) -> list[Diagnostic]:
        """The fixes among `chosen` that write one of the files."""
        return [one for one in chosen if one.fix and self.state.writes(one.fix) & paths]

    def _blame(self, chosen: list[Diagnostic], troubles: Sequence[_Trouble]) -> None:
        """Refuse the fix that made trouble by itself; where it may be one of several, take fewer next time."""
        progress = False
        for trouble in troubles:
            suspects = self._touching(chosen, trouble.paths) or chosen
            if len(suspects) == 1:
                self.refused[self.state.key(suspects[0])] = Refusal(suspects[0], trouble.reason)
                progress = True
                continue
            for path in {path for one in suspects if one.fix for path in self.state.writes(one.fix)}:
                half = len(suspects) // 2
                if half < self.limits.get(path, len(suspects)):
                    self.limits[path] = half
                    progress = True
        if not progress:
            self.limit = max(1, len(chosen) // 2)

    # The end

    def debtors(self) -> dict[Key, Refusal]:
        """The fixes that brought a finding which nothing took away."""
        known = {key: len(found) for key, found in self.start.by_file().items()}
        left = self.state.by_file()
        return {
            key: Refusal(diagnostic, f"it would bring {left[debt][0].code}: {left[debt][-1].message}")
            for debt in self.debts
            if len(left.get(debt, ())) > known.get(debt, 0)
            for key, diagnostic in self.suspects[debt]
        }

    def plan(self) -> FixPlan:
        state = self.state
        # A fix was tried again once something else stood around it: it is told of once.
        left = {state.key(diagnostic)[:-1] for diagnostic in state.result.diagnostics}
        refused = {key[:-1]: refusal for key, refusal in self.refused.items() if key[:-1] in left}
        return FixPlan(
            state.collection,
            state.targets,
            state.result,
            tuple(self.applied),
            tuple(refused.values()),
            tuple(self._changes()),
        )

    def _changes(self) -> Iterator[Rewrite]:
        now = {origin: path for path, origin in self.state.origins.items()}
        for origin in sorted(self.written):
            before = self.start.collection.document(origin).source
            after = self.state.collection.document(now.get(origin, origin)).source
            same_text = (before.bom, before.text) == (after.bom, after.text)
            if before.path != after.path or not same_text or before.encoding_problem:
                yield Rewrite(before, after)


class _Chosen:
    """The fixes that one round applies: none overlaps another, and a file moves once."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._edits: set[Edit] = set()
        # By path, the spans of the edits in order.
        self._spans: dict[str, list[Span]] = {}
        self._moved: set[str] = set()
        self._places: set[str] = set()

    def take(self, fix: Fix) -> bool:
        """Take a fix in if it goes together with those that are in; whether it does."""
        own = [edit for edit in fix.edits if edit not in self._edits]
        if not all(self._is_free(edit) for edit in own) or not self._may_move(fix):
            return False
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.source.path, []).append(edit)
        if not all(_is_sound(edits[0].source, edits) for edits in by_path.values()):
            return False
        for edit in own:
            insort(self._spans.setdefault(edit.source.path, []), edit.span)
        self._edits.update(own)
        self._moved.update(move.old for move in fix.moves)
        self._places.update(move.new for move in fix.moves)
        return True

    def _is_free(self, edit: Edit) -> bool:
        """Whether no edit that is in touches this one: where two meet, their order would matter."""
        spans = self._spans.get(edit.source.path, ())
        index = bisect_left(spans, edit.span)
        before = spans[index - 1] if index else None
        after = spans[index] if index < len(spans) else None
        return (before is None or before.end < edit.span.start) and (
            after is None or edit.span.end < after.start
        )

    def _may_move(self, fix: Fix) -> bool:
        return not any(
            move.old in self._moved or move.new in self._places or self.collection.exists(move.new)
            for move in fix.moves
        )


def _is_sound(source: Source, edits: Iterable[Edit]) -> bool:
    """Whether the edits of one fix overlap nowhere and lose nothing that they do not touch.

    What is no UTF-8 survives no edit: such a file is written only by a fix that mends all of it.
    """
    spans = sorted(edit.span for edit in edits)
    if any(one.end > other.start for one, other in pairwise(spans)):
        return False
    if source.encoding_problem is None:
        return True
    return source.encoding_problem.span in spans and "\ufffd" not in apply_edits(source, edits)
