"""The same files in other forms: other line ends, and the header block in each form of both markups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.document import FENCE, FIELDS, FRONT_MATTER, LINES, PARAGRAPHS, Header
from zeplint.markup.preamble import scan_preamble
from zeplint.process import Process
from zeplint.ruletest.examples import Data, Files
from zeplint.source import Source


def encodings(files: Files) -> Iterator[tuple[str, dict[str, str | bytes]]]:
    """The files with other line ends, a byte order mark, and without a final newline."""
    texts = {path: text for path, text in files.items() if isinstance(text, str)}
    if len(texts) != len(files):
        return
    yield "crlf", {path: text.replace("\n", "\r\n") for path, text in texts.items()}
    yield "bom", {path: "\ufeff" + text for path, text in texts.items()}
    yield "no final newline", {path: text.rstrip("\n") for path, text in texts.items()}


FORMS = {
    "paragraphs": (PARAGRAPHS, False),
    "lines": (LINES, False),
    "fields": (FIELDS, False),
    "fence": (FENCE, False),
    "front matter": (FRONT_MATTER, False),
    "rst paragraphs": (PARAGRAPHS, True),
    "rst lines": (LINES, True),
    "rst fields": (FIELDS, True),
}


def header_forms(example: Data, process: Process) -> Iterator[tuple[str, dict[str, str | bytes]]]:
    """The files with their header blocks in each form of both markups."""
    files: Files = example["files"]
    for name, (form, rst) in FORMS.items():
        if name in example.get("not-as", ()):
            continue
        texts = {path: rewrite(path, text, process, form, rst) for path, text in files.items()}
        if all(text is not None for text in texts.values()):
            yield name, {path: text for path, text in texts.items() if text is not None}


def rewrite(path: str, text: str | bytes, process: Process, form: str, rst: bool) -> str | None:
    """A file with its header block in another form; None where it has none that can be rewritten."""
    if isinstance(text, bytes):
        return None
    source = Source(path, text)
    preamble = scan_preamble(source, process.known_names)
    if (
        preamble.misplaced
        or not preamble.headers
        or preamble.heading is None
        or preamble.form == FRONT_MATTER
    ):
        return None
    if form == FRONT_MATTER and preamble.front_matter:
        return None
    before = source.text[: preamble.heading.whole.start]
    body = source.text[preamble.end :].lstrip("`").lstrip("\n")
    if rst:
        if "```" in body:
            return None
        body = re.sub(r"^(#+) (.*)$", _underlined, body, flags=re.MULTILINE)
    block = _block(preamble.headers, form, rst)
    title = preamble.heading.text
    heading = f"{title}\n{'=' * (len(title) + 2)}" if rst else f"# {title}"
    if form == FRONT_MATTER:
        return f"---\n{block}\n---\n\n{before}{heading}\n\n{body}"
    return f"{before}{heading}\n\n{block}\n\n{body}"


def _underlined(match: re.Match[str]) -> str:
    return f"{match[2]}\n{'=-~^+*'[len(match[1]) - 1] * (len(match[2]) + 2)}"


def _block(headers: tuple[Header, ...], form: str, rst: bool) -> str:
    lines = []
    for header in headers:
        name = f":{header.name}:" if form == FIELDS else f"{header.name}:"
        if header.items:
            texts = [_rst_links(item.text) if rst else item.text for item in header.items]
            quoted = [_quoted(text) for text in texts] if form == FRONT_MATTER else texts
            indent = "   " if form in (FIELDS, FRONT_MATTER) else ""
            blank = "\n" if form == PARAGRAPHS else ""
            lines.append(name + blank + "".join(f"\n{indent}- {text}" for text in quoted))
            continue
        value = _rst_links(header.value) if rst else header.value
        if form == FRONT_MATTER:
            value = _quoted(" ".join(value.split()))
        lines.append(f"{name} {value}".rstrip())
    block = ("\n\n" if form == PARAGRAPHS else "\n").join(lines)
    return f"```\n{block}\n```" if form == FENCE else block


def _quoted(text: str) -> str:
    return f"'{text}'" if text and "'" not in text else text


def _rst_links(text: str) -> str:
    return re.sub(r"\[([^\[\]]*)\]\(([^()\s]*)\)", r"`\1 <\2>`_", text)
