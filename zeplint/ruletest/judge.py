"""What does not come out as a rule file says it: the same questions for zeplint's own rules and for a project's.

Each question is a generator of `Failure`s, for one example or for a rule's file as a whole; without one, all is well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zeplint.diagnostic import Diagnostic
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule
from zeplint.ruletest.examples import Bench, Data, EndlessFixError, Files, Run, essence, fix_all, report
from zeplint.ruletest.forms import encodings, header_forms

# Rules with checks about files look at the very form that is varied here; those about headers see through all.
_FILE_CHECKS = frozenset({"file", "mojibake"})
_HEADER_CHECKS = frozenset(
    {"author", "date", "drift", "header", "link", "reference", "relation", "status", "status_text", "value"}
)
_FAILED = "run.internal_error"


class Failure(NamedTuple):
    """What does not come out: in which example (its title, empty for the file as a whole), what, and how it differs.

    `expected` and `found` are lines; both are empty where `what` says all. `key` is the part of the file that is meant,
    and `number` that of the example, from 0 on, -1 without one.
    """

    example: str
    what: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    key: str = "examples"
    number: int = -1


def is_about_files(rule: Rule) -> bool:
    """Whether a rule looks at the bytes of a file, which its examples must not be varied in."""
    return rule.check.partition(".")[0] in _FILE_CHECKS


def is_about_headers(rule: Rule) -> bool:
    """Whether a rule finds the same in every form of header block."""
    return rule.check.partition(".")[0] in _HEADER_CHECKS


# Questions about a file as a whole


def is_shown(rule: Data) -> Iterator[Failure]:
    """A rule file without an example that reports, or without one that is silent."""
    reports = {bool(example["reports"]) for example in rule["examples"]}
    if True not in reports:
        yield Failure("", "no example reports anything: show a file in which the rule finds something")
    if False not in reports:
        yield Failure("", "no example is silent: show a file in which the rule finds nothing")


def is_quoted(rule: Data, statements: Mapping[str, str]) -> Iterator[Failure]:
    """A source that quotes what its statement does not say; `statements` has the text of each by its number."""
    for source in rule["sources"]:
        number = source.get("statement")
        if number is None:
            continue
        if number not in statements:
            what = f"no statement is called {number}: there are {', '.join(statements)}"
            yield Failure("", what, key="sources")
        elif not _occurs(source["quote"], statements[number]):
            what = f"the quote does not stand in {number}"
            yield Failure("", what, (source["quote"],), (statements[number],), "sources")


def is_cited(bench: Bench, rule: Data) -> Iterator[Failure]:
    """A source that names a statement which none of the processes has."""
    for source in rule["sources"]:
        number = source.get("statement")
        if number and not any(process.statements_for([number]) for process in bench.candidates):
            names = ", ".join(process.name for process in bench.candidates)
            yield Failure("", f"no statement is called {number} in {names}", key="sources")


def _occurs(quote: str, text: str) -> bool:
    """Whether a quote, or a part of it between ``...``, stands in a text, white space and quote marks aside."""
    squeezed = _squeezed(text)
    parts = [part for part in map(_squeezed, quote.split("...")) if part]
    return all(part in squeezed or any(own in part for own in squeezed.split("...") if own) for part in parts)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\"'`*“”‘’]+", "", text)


# Questions about one example


def reports(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """What the example does not report as it says, and rules that failed on it."""
    run = Run(bench, rule, example, example["files"])
    found = [report(diagnostic) for diagnostic in run.diagnostics]
    if found != example["reports"]:
        yield Failure(example["title"], "reports", tuple(example["reports"]), tuple(found))
    if rule.check != _FAILED:
        broken = {one.code for one in bench.rulebook if one.check == _FAILED}
        for diagnostic in run.everything:
            if diagnostic.code in broken:
                yield Failure(example["title"], diagnostic.message)


def same_in_every_encoding(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """Other findings with other line ends, a byte order mark, or without a final newline."""
    if not is_about_files(rule):
        yield from _same(bench, rule, example, encodings(example["files"]))


def same_in_every_form(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """Other findings of a rule about headers in another form of header block, or in the other markup."""
    if is_about_headers(rule):
        process = Run(bench, rule, example, example["files"]).process
        yield from _same(bench, rule, example, header_forms(example, process))


def _same(bench: Bench, rule: Rule, example: Data, forms: Iterable[tuple[str, Files]]) -> Iterator[Failure]:
    expected = _essences(Run(bench, rule, example, example["files"]).diagnostics)
    for name, files in forms:
        if name in example.get("not-as", ()):
            continue
        found = _essences(Run(bench, rule, example, files).diagnostics)
        if found != expected:
            yield Failure(example["title"], f"reports, written as {name}", expected, found)


def _essences(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    return tuple(sorted(f"{message} [{marked}]" for _, message, marked in map(essence, diagnostics)))


def only_what_is_fixed_offers_a_fix(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """A fix in an example that shows no fixed files."""
    if example.get("fixed"):
        return
    offered = [d.fix.title for d in Run(bench, rule, example, example["files"]).diagnostics if d.fix]
    if offered:
        after = fix_all(bench, rule, example, example["files"])
        changed = {path: text for path, text in after.items() if example["files"].get(path) != text}
        yield Failure(
            example["title"],
            "fixed: it offers a fix, and does not say what comes of it",
            (),
            tuple(_lines(changed)),
        )


def fixes(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """Fixed files that are not those of the example, a second fix that changes more, a finding that stays or is new."""
    if not example.get("fixed"):
        return
    title, files = example["title"], example["files"]
    before = Run(bench, rule, example, files)
    fixable = [d for d in before.diagnostics if d.fix]
    after = fix_all(bench, rule, example, files)
    changed = {path: text for path, text in after.items() if files.get(path) != text}
    if changed != example["fixed"]:
        yield Failure(title, "fixed", tuple(_lines(example["fixed"])), tuple(_lines(changed)))
    if len(after) != len(files):
        yield Failure(title, "a fix must not lose a file", tuple(sorted(files)), tuple(sorted(after)))
    if (again := fix_all(bench, rule, example, after)) != after:
        yield Failure(title, "fixed once more", tuple(_lines(after)), tuple(_lines(again)))
    left = Run(bench, rule, example, after).diagnostics
    if len(left) != len(before.diagnostics) - len(fixable):
        yield Failure(title, "what a fix is for must be gone", (), tuple(map(report, left)))
    known = {(d.code, d.message) for d in Run(bench, rule, example, files, everything=True).everything}
    for d in Run(bench, rule, example, after, everything=True).everything:
        if (d.code, d.message) not in known and bench.rulebook.rules[d.code].scopes != ("run",):
            yield Failure(title, f"the fix brings a finding: {d.code} {report(d)}")


def fixes_write_the_form_they_find(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    """A fix that leaves other findings where the header block has another form."""
    if not example.get("fixed") or not is_about_headers(rule):
        return
    process = Run(bench, rule, example, example["files"]).process
    after = fix_all(bench, rule, example, example["files"])
    expected = _essences(Run(bench, rule, example, after).diagnostics)
    for name, files in header_forms(example, process):
        fixed = fix_all(bench, rule, example, files)
        found = _essences(Run(bench, rule, example, fixed).diagnostics)
        if found != expected:
            yield Failure(example["title"], f"reports, once fixed, written as {name}", expected, found)


Question = Callable[[Bench, Rule, Data], Iterator[Failure]]
QUESTIONS: Sequence[Question] = (
    reports,
    same_in_every_encoding,
    same_in_every_form,
    only_what_is_fixed_offers_a_fix,
    fixes,
    fixes_write_the_form_they_find,
)


def judge(bench: Bench, rule: Rule, data: Data, statements: Mapping[str, str]) -> Iterator[Failure]:
    """Everything that does not come out in a rule file; `statements` is empty where no texts of them are known.

    What follows from a wrong report is not told as well.
    """
    yield from is_shown(data)
    yield from is_quoted(data, statements) if statements else is_cited(bench, data)
    for number, example in enumerate(data["examples"]):
        yield from (failure._replace(number=number) for failure in _judge(bench, rule, example))


def _judge(bench: Bench, rule: Rule, example: Data) -> Iterator[Failure]:
    try:
        for question in QUESTIONS:
            if failures := list(question(bench, rule, example)):
                yield from failures
                return
    except EndlessFixError as error:
        yield Failure(example["title"], f"fixed: {error}")
    except KeyError as error:
        known = ", ".join(bench.processes)
        yield Failure(example["title"], f"no process is called {error}: there are {known}")


def _lines(files: Files) -> Iterator[str]:
    for path in sorted(files):
        text = files[path]
        yield f"{path}:"
        yield from (text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")).split("\n")
