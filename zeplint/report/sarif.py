"""The format ``sarif``: SARIF 2.1.0, which GitHub's code scanning and many viewers read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from zeplint import __version__
from zeplint.diagnostic import Diagnostic, Edit, Fix, Place, Severity
from zeplint.fingerprint import fingerprints
from zeplint.report import Report
from zeplint.report.safe import escape_controls, json_text, to_unicode
from zeplint.report.style import Style
from zeplint.report.uris import file_uri, relative_uri
from zeplint.report.wording import citation
from zeplint.rulebook import Rule, rule_file
from zeplint.rulebook.files import RuleFileError, read_yaml
from zeplint.source import BOM_UTF8, Source, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
# GitHub refuses a run with more results, and cuts longer descriptions.
MOST_RESULTS = 25_000
LONGEST_DESCRIPTION = 1024
# A snippet is for recognising the place; a span may be the whole file.
LONGEST_SNIPPET = 400

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
# What SARIF would read in a message as a link, or as a place for an argument.
_LINK = re.compile(r"\](?=\()")
_ARGUMENT = re.compile(r"\{(\d+)\}")


def render(report: Report, _style: Style, _width: int) -> str:
    """One JSON object on one line, in ASCII. Columns are code points, as everywhere in zeplint."""
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report).data()]})


class _Run:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.rules = {rule.code: index for index, rule in enumerate(report.rules)}
        # Every file that is spoken of, by what people see, with its place among the artifacts.
        self.artifacts: dict[str, int] = {path: index for index, path in enumerate(report.linted)}

    def data(self) -> dict[str, Any]:
        report = self.report
        found = list(zip(report.diagnostics, fingerprints(report.diagnostics), strict=True))
        kept = _gravest(found)
        results = [self._result(diagnostic, mark) for diagnostic, mark in kept]
        return {
            "tool": {
                "driver": {
                    "name": "zeplint",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "rules": list(_descriptors(report)),
                }
            },
            "invocations": [self._invocation(len(found) - len(kept))],
            "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that zeplint was run in."}}},
            "artifacts": self._artifacts(),
            "results": results,
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "defaultEncoding": "utf-8",
            "properties": {"process": escape_controls(report.process), "suppressed": report.suppressed},
        }

    def _invocation(self, left_out: int) -> dict[str, Any]:
        invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": self.report.exit_code}
        if left_out:
            text = f"{left_out} findings are left out: GitHub takes {MOST_RESULTS} of a run."
            invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
        return invocation

    def _artifacts(self) -> list[dict[str, Any]]:
        linted = len(self.report.linted)
        return [
            {"location": _location(path)} | ({"roles": ["analysisTarget"]} if index < linted else {})
            for path, index in self.artifacts.items()
        ]

    def _result(self, diagnostic: Diagnostic, mark: str) -> dict[str, Any]:
        result: dict[str, Any] = {"ruleId": diagnostic.code}
        if diagnostic.code in self.rules:
            result["ruleIndex"] = self.rules[diagnostic.code]
        texts = [diagnostic.message, diagnostic.help]
        result |= {
            "level": _LEVELS[diagnostic.severity],
            "message": {"text": "\n".join(_message(text) for text in texts if text)},
            "locations": [{"physicalLocation": self._physical(diagnostic.place)}],
            "partialFingerprints": {"zeplint/v1": mark},
        }
        if diagnostic.related:
            result["relatedLocations"] = [
                {
                    "id": index,
                    "physicalLocation": self._physical(place),
                    "message": {"text": _message(place.note or "See also this place.")},
                }
                for index, place in enumerate(diagnostic.related, 1)
            ]
        if diagnostic.fix and (fix := self._fix(diagnostic.fix)):
            result["fixes"] = [fix]
        return result

    def _physical(self, place: Place) -> dict[str, Any]:
        """Where a place is; the start of the file for the file as a whole, because GitHub wants a line."""
        source, span = place.source, place.span
        return {
            "artifactLocation": self._artifact(source),
            "region": _region(source, span or Span(0, 0), snippet=span is not None),
        }

    def _artifact(self, source: Source) -> dict[str, Any]:
        index = self.artifacts.setdefault(source.shown, len(self.artifacts))
        return {**_location(source.shown), "index": index}

    def _fix(self, fix: Fix) -> dict[str, Any] | None:
        """The edits of a fix; None for one that moves a file: SARIF has no word for that, and half a fix is none."""
        if fix.moves or not fix.edits:
            return None
        changes: dict[str, list[Edit]] = {}
        for edit in sorted(fix.edits, key=lambda edit: edit.span):
            changes.setdefault(edit.source.shown, []).append(edit)
        return {
            "description": {"text": _message(fix.title)},
            "artifactChanges": [
                {
                    "artifactLocation": self._artifact(edits[0].source),
                    "replacements": [_replacement(edit) for edit in edits],
                }
                for edits in changes.values()
            ],
            "properties": {"safety": "safe" if fix.safe else "unsafe"},
        }


def _gravest(found: Sequence[tuple[Diagnostic, str]]) -> Sequence[tuple[Diagnostic, str]]:
    """As many findings as GitHub takes, the gravest, in their order."""
    if len(found) <= MOST_RESULTS:
        return found
    by_gravity = sorted(range(len(found)), key=lambda index: -found[index][0].severity)
    return [found[index] for index in sorted(by_gravity[:MOST_RESULTS])]


def _location(shown: str) -> dict[str, Any]:
    relative = relative_uri(shown)
    if relative is None:
        return {"uri": file_uri(shown)}
    return {"uri": relative, "uriBaseId": ROOT}


def _region(source: Source, span: Span, *, snippet: bool) -> dict[str, Any]:
    # The byte order mark is no character of the text.
    start, end = source.position(span.start), source.position(span.end)
    region: dict[str, Any] = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": max(span.start, 0),
        "charLength": span.end - max(span.start, 0),
    }
    if snippet and 0 < region["charLength"] <= LONGEST_SNIPPET:
        region["snippet"] = {"text": to_unicode(source.slice(span))}
    return region


def _replacement(edit: Edit) -> dict[str, Any]:
    source, span = edit.source, edit.span
    if span.start < 0:
        deleted = {"byteOffset": 0, "byteLength": len(BOM_UTF8)}
    else:
        deleted = _region(source, span, snippet=False)
    text = to_unicode(edit.text.replace("\n", source.newline))
    return {"deletedRegion": deleted, "insertedContent": {"text": text}}


def _message(text: str) -> str:
    """A text as a message of SARIF: one line, in which nothing is a link and nothing a place for an argument."""
    return _ARGUMENT.sub(r"{{\1}}", _LINK.sub(r"\\]", escape_controls(text)))


# Rules


def _descriptors(report: Report) -> Iterable[dict[str, Any]]:
    for rule in report.rules:
        yield _descriptor(rule, _why(rule), citation(rule.statements, report))


def _why(rule: Rule) -> str:
    """The reason that the rule's file gives."""
    try:
        page = read_yaml(rule.file or rule_file(rule.name))
    except RuleFileError:  # a file of the project's own, gone since the run began
        return ""
    return str(page.get("why", ""))


def _descriptor(rule: Rule, why: str, cited: str) -> dict[str, Any]:
    paragraphs = [" ".join(paragraph.split()) for paragraph in why.split("\n\n")]
    full = escape_controls(" ".join(filter(None, paragraphs))) or rule.summary
    if len(full) > LONGEST_DESCRIPTION:
        full = full[: LONGEST_DESCRIPTION - 1].rstrip() + "…"
    more = f"`zeplint rule {rule.code}` shows examples."
    comment = f"`<!-- zeplint: ignore[{rule.code}] why -->` hides a finding, on its line or the line above."
    markdown = [f"**{rule.summary}**", why.strip(), f"See {cited}." if cited else "", more, comment]
    text = [rule.summary, *paragraphs, f"See {cited}." if cited else "", more, comment]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": escape_controls(rule.summary)},
        "fullDescription": {"text": full},
        "help": {
            "text": "\n\n".join(escape_controls(part) for part in text if part),
            "markdown": "\n\n".join(part for part in markdown if part),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.enabled},
        "properties": {
            "tags": [*rule.scopes],
            "problem.severity": _PROBLEMS[rule.severity],
            "statements": list(rule.statements),
        },
    }
