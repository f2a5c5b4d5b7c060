"""In the header block: the names of the headers that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.assist.completion.items import HEADER, Completion, choice, snippet_text
from zeplint.assist.completion.scene import Scene
from zeplint.assist.hover import REQUIRED, header_page, need
from zeplint.document import FIELDS, Header
from zeplint.edits.blocks import header_line
from zeplint.patterns import pattern
from zeplint.process import HeaderSpec
from zeplint.proposal import Proposal

_BEGUN = pattern(
    r"[ \t]{0,3}:?(?:\*{1,2}|_{1,2})?(?P<name>(?:[A-Za-z][\w#&/'’()-]*(?:[ -][\w#&/'’()-]*){0,3})?)\Z"
)
_REST = pattern(r"(?P<name>[\w -]*?)(?P<colon>(?:\*\*|__)?[ \t]*:.*)?\Z")


def offer(scene: Scene) -> Iterator[Completion]:
    """The headers that are missing, those first that are required; behind them those that may be given again."""
    begun = _BEGUN.match(scene.before)
    rest = _REST.match(scene.after)
    if begun is None or rest is None or not scene.in_headers:
        return
    proposal = scene.without_line
    if proposal is None:
        return
    specs = proposal.process.headers.values()
    missing = [spec for spec in specs if spec.role not in proposal.by_role]
    missing.sort(key=lambda spec: not need(proposal, spec).startswith(REQUIRED))
    again = [spec for spec in specs if spec.role in proposal.by_role and spec.repeat]
    for spec in (*missing, *again):
        yield _completion(scene, proposal, spec, begun, rest)


def _completion(
    scene: Scene, proposal: Proposal, spec: HeaderSpec, begun: re.Match[str], rest: re.Match[str]
) -> Completion:
    detail = need(proposal, spec)
    page = header_page(scene.view, spec)
    end = scene.offset + rest.end("name")
    if rest["colon"] is not None:
        # Its value stands there: only the name is written.
        start = scene.line_span.start + begun.start("name")
        return Completion(spec.name, HEADER, scene.edit(start, spec.name, end), detail, page, spec.name)
    lead = scene.before[: begun.start("name")]
    line = _line(proposal, spec.name, _model(scene, proposal), lead)
    values = _values(proposal, spec)
    snippet = f"{snippet_text(line)}{choice(1, values)}" if len(values) > 1 else ""
    edit = scene.edit(scene.line_span.start, line, end)
    return Completion(spec.name, HEADER, edit, detail, page, f"{lead}{spec.name}", snippet)


def _model(scene: Scene, proposal: Proposal) -> Header | None:
    """The header above the cursor, else the first: the new one is written as it is."""
    headers = proposal.preamble.headers
    above = [header for header in headers if header.span.start < scene.line_span.start]
    return above[-1] if above else next(iter(headers), None)


def _line(proposal: Proposal, name: str, model: Header | None, lead: str) -> str:
    if model is not None:
        return header_line(proposal, model, name, "")
    form = proposal.process.data.get("new", {}).get("form")
    return f":{name}: " if form == FIELDS or lead.endswith(":") else f"{name}: "


def _values(proposal: Proposal, spec: HeaderSpec) -> list[str]:
    """The values to choose among, those that go with the type or the status first asked for."""
    kind, status = proposal.type, proposal.status
    if spec.form == "status":
        return [s.name for s in proposal.process.statuses.values() if kind is None or kind.name in s.types]
    if spec.form == "type":
        return [name for name in proposal.process.types if status is None or name in status.types]
    return []
