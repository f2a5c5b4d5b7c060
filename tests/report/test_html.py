"""The page: its structure, its policy, its texts inert, its colours legible. What it does, a browser tests."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.report.page import Element, read_page
from tests.report.samples import CONTROLS, at, diagnostic, report, source
from tests.rule_examples import BENCH, RULEBOOK
from zeplint.diagnostic import Diagnostic, Edit, Fix, Move, Place, Severity
from zeplint.edits.apply import apply_fix
from zeplint.report import Picture, Report, render
from zeplint.report.html.change import MOST_ROWS, hunks
from zeplint.report.html.excerpt import LONGEST
from zeplint.rulebook import rule_from, rules_directory
from zeplint.rulebook.files import read_rules
from zeplint.ruletest.examples import Run
from zeplint.source import NEWLINE, Span

MADE = source("# ZEP 1\n\nStatus: Drafted\nType: Core\nCreated: 2024\n")
OTHER = source("# ZEP 2\n\nReplaces: 1\n", "draft/zep-0002.md")
MARKUP = (
    '</style></script><script>pwned()</script><img src=x onerror=pwned()>"\'> onmouseover="pwned()" '
    "<!-- ]]> javascript:pwned() &amp; &#60;b&#62; {: .x } </pre></title>"
)
HOSTILE = MARKUP + CONTROLS
HARMLESS = "x" * len(HOSTILE)
EXAMPLES = [
    pytest.param(rule_from(data), example, id=f"{data['code']}-{example['title']}")
    for data in read_rules(rules_directory())
    for example in data["examples"]
    if example["reports"]
]


def page(*diagnostics: Diagnostic, **more: Any) -> Element:
    return read_page(text_of(report(*diagnostics)._replace(**more)))


def text_of(made: Report) -> str:
    return render("html", made, color=True, width=40)


def first(made: Diagnostic) -> Element:
    return page(made).one("article")


def rows(element: Element) -> list[tuple[str, str, str]]:
    """The lines of source in an element: the kind of each, its number, and its text with the mark in brackets."""
    return [
        (line.name, line.attributes.get("data-n") or "", _marked(line))
        for block in element.all("pre")
        for line in block.content
        if isinstance(line, Element)
    ]


def _marked(line: Element) -> str:
    parts = [
        part if isinstance(part, str) else f"[{part.text}]" if part.name in ("mark", "b") else _marked(part)
        for part in line.content
    ]
    return "".join(parts)


# What is said of a finding


def test_a_finding_has_all_that_the_full_report_says() -> None:
    article = first(
        diagnostic(
            at(MADE, "Drafted", "here"),
            "Drafted is no status",
            statements=("S28",),
            related=(at(OTHER, "1", "ZEP 2 says so"), Place(OTHER, None, "all of it")),
            help_text="allowed: Draft, Final",
            fix=Fix("Write Draft", safe=True, edits=(Edit(MADE, Span(17, 24), "Draft"),)),
        )
    )
    assert article.classes == {"finding", "error"}
    data = [article[f"data-{key}"] for key in ("rule", "severity", "file", "fix")]
    assert data == ["ZEP301", "error", "0", "safe"]
    assert [tag.text for tag in article.one("p", "tags").all("span")] == ["error", "ZEP301", "status-value"]
    assert article.one("h3").text == "Drafted is no status"
    assert article.one("h3").one("a")["href"] == f"#{article['id']}"
    places = [place.text for place in article.all("span", "place")]
    assert places == ["draft/zep-0001.md:3:9", "draft/zep-0002.md:3:11", "draft/zep-0002.md"]
    assert rows(article) == [
        ("span", "3", "Status: [Drafted]"),
        ("span", "", "here"),
        ("span", "3", "Replaces: [1]"),
        ("span", "", "ZEP 2 says so"),
        ("span", "", "all of it"),
        ("del", "3", "Status: Draft[ed]"),
        ("ins", "3", "Status: Draft"),
    ]
    remarks = article.one("dl")
    assert [label.text for label in remarks.all("dt")] == ["allowed", "fix", "see"]
    texts = [text.text for text in remarks.all("dd")]
    assert (texts[0], texts[2]) == ("Draft, Final", "ZEP 0, Review and Resolution (S28)")
    assert texts[1].startswith("Write Draft safe")


def test_a_link_to_the_rule_leads_to_the_web_or_is_none() -> None:
    made = diagnostic(at(MADE, "Drafted"))
    for url, shown in (("https://example.org/ZEP301", True), ("javascript:pwned()", False), (None, False)):
        links = first(made._replace(url=url)).one("p", "tags").all("a")
        assert [link["href"] for link in links] == ([url] if shown else [])


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("a\n\nb", Span(1, 1), [("1", "a[ ]")]),
        ("a\n\nb", Span(2, 2), [("1", "a"), ("2", "[ ]")]),
        ("abc", Span(1, 1), [("1", "a[b]c")]),
        ("a\tb", Span(1, 2), [("1", "a[    ]b")]),
        ("a\nb\nc", Span(0, 5), [("1", "[a]"), ("2", "[b]"), ("3", "[c]")]),
        ("a\nb\nc\nd\ne\nf", Span(0, 11), [("1", "[a]"), ("", "…"), ("6", "[f]")]),
        ("a\nb\n", Span(0, 4), [("1", "[a]"), ("2", "[b]")]),
        ("a b\n  c\n\n d", Span(2, 11), [("1", "a [b]"), ("2", "  [c]"), ("3", ""), ("4", " [d]")]),
        ("", Span(0, 0), [("1", "[ ]")]),
        ("a\u202eb\x1b", Span(1, 2), [("1", "a[\\u202e]b\\x1b")]),
    ],
)
def test_lines_of_source(text: str, span: Span, expected: list[tuple[str, str]]) -> None:
    article = first(diagnostic(Place(source(text), span)))
    assert [(number, line) for _, number, line in rows(article)] == expected


@pytest.mark.parametrize("start", [0, 90, 5_000, 99_990])
def test_a_long_line_is_cut_around_its_mark(start: int) -> None:
    text = "".join(chr(97 + index % 26) for index in range(100_000))
    ((_, _, line),) = rows(first(diagnostic(Place(source(text), Span(start, start + 10)))))
    assert f"[{text[start : start + 10]}]" in line
    assert len(line) <= LONGEST + 4
    assert line.startswith("…") == (start > 80)
    assert line.endswith("…") == (start < 90_000)


def test_a_file_that_has_no_text_shows_none() -> None:
    article = first(diagnostic(Place(source("x"), None), severity=Severity.INFO))
    assert rows(article) == []
    assert article.one("span", "place").text == "draft/zep-0001.md"


# A fix as a diff


def changed(text: str, *edits: tuple[int, int, str]) -> list[tuple[str, str, str]]:
    made = source(text)
    fix = Fix("x", safe=False, edits=tuple(Edit(made, Span(start, end), new) for start, end, new in edits))
    return rows(first(diagnostic(Place(made), fix=fix)))


def test_a_diff_of_a_deleted_an_inserted_and_a_joined_line() -> None:
    assert changed("a\nb\nc\n", (2, 4, "")) == [("del", "2", "b")]
    assert changed("a\nc\n", (2, 2, "b\n")) == [("ins", "2", "b")]
    assert changed("a\nb", (1, 2, " ")) == [("del", "1", "a"), ("del", "2", "b"), ("ins", "1", "a b")]
    assert changed("ab\n", (-1, 0, "")) == []
    assert changed("a\r\nb\r\n", (0, 1, "x")) == [("del", "1", "[a]"), ("ins", "1", "[x]")]


def test_edits_on_one_line_are_one_change_and_others_their_own() -> None:
    assert changed("a b\nc\nd\n", (0, 1, "x"), (2, 3, "y"), (6, 7, "z")) == [
        ("del", "1", "[a b]"),
        ("ins", "1", "[x y]"),
        ("del", "3", "[d]"),
        ("ins", "3", "[z]"),
    ]


def test_a_large_change_is_counted_beyond_what_is_shown() -> None:
    many = changed("a\n" * 40, *((2 * line, 2 * line + 1, "b") for line in range(0, 40, 2)))
    assert len(many) == MOST_ROWS
    whole = changed("a\n", (0, 1, "b\n" * 40))
    assert len(whole) == MOST_ROWS + 1
    assert whole[-1][2] == "… 30 more lines"


def test_a_fix_in_another_file_names_it_and_a_move_both_names() -> None:
    edits = (Edit(OTHER, Span(0, 1), "##"),)
    fix = Fix("x", safe=False, edits=edits, moves=(Move("draft/zep-0001.md", "final/zep-0001.md"),))
    text = first(diagnostic(at(MADE, "Type"), fix=fix)).one("dl").text
    assert "draft/zep-0002.md" in text
    assert "Rename draft/zep-0001.md to final/zep-0001.md" in text


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_diff_is_what_the_fix_does(rule: Any, example: Mapping[str, Any]) -> None:
    files = example["files"]
    run = Run(BENCH, rule, example, files)
    for fix in [found.fix for found in run.diagnostics if found.fix and not found.fix.moves]:
        sources = {edit.source.path: edit.source for edit in fix.edits}
        after = apply_fix(files, sources, fix)
        lines = {path: NEWLINE.split(made.text) for path, made in sources.items()}
        for hunk in reversed(list(hunks(fix.edits))):
            start = hunk.line - 1
            assert tuple(lines[hunk.source.path][start : start + len(hunk.old)]) == hunk.old
            lines[hunk.source.path][start : start + len(hunk.old)] = hunk.new
        for path, made in lines.items():
            text = after[path]
            assert made == NEWLINE.split(text.removeprefix("\ufeff")), path
    read_page(text_of(report(*run.diagnostics)))


# The page


def test_findings_stand_with_their_file_and_are_counted() -> None:
    made = [
        diagnostic(at(MADE, "Drafted")),
        diagnostic(at(OTHER, "1"), severity=Severity.WARNING),
        diagnostic(at(MADE, "Core"), severity=Severity.INFO),
    ]
    root = page(*made, suppressed=2)
    assert root.one("title").text == "zeplint: 1 error, 1 warning, 1 info"
    assert root.one("h1").text == "Found 1 error, 1 warning and 1 info in 2 of 8 files"
    assert [fact.text for fact in root.one("ul", "facts").all("li")] == ["Process zep-2022", "2 suppressed"]
    groups = root.all("section", "group")
    assert [group.one("h2").text for group in groups] == [
        "draft/zep-0001.md 2 findings",
        "draft/zep-0002.md 1 finding",
    ]
    assert [len(group.all("article")) for group in groups] == [2, 1]
    assert root.one("p", "shown").text == "3 findings"
    boxes = [
        (box["name"], box["value"]) for box in root.one("form").all("input") if box["type"] == "checkbox"
    ]
    assert boxes == [
        ("severity", "error"),
        ("severity", "warning"),
        ("severity", "info"),
        ("fix", "none"),
        ("rule", "ZEP301"),
        ("file", "draft/zep-0001.md"),
        ("file", "draft/zep-0002.md"),
    ]
    rule = next(label for label in root.all("label") if "ZEP301" in label.text)
    assert rule["title"] == RULEBOOK.rules["ZEP301"].summary


def test_equal_findings_have_names_of_their_own_that_stay() -> None:
    one, other = diagnostic(at(MADE, "Drafted")), diagnostic(at(MADE, "Core"))
    ids = [article["id"] for article in page(one, one, other).all("article")]
    assert len(set(ids)) == 3
    assert ids[1] == f"{ids[0]}-2"
    assert [article["id"] for article in page(other, one).all("article")] == [ids[2], ids[0]]


def test_a_clean_run_is_a_page_too() -> None:
    root = page()
    assert root.one("title").text == "zeplint: all checks passed"
    assert root.one("h1").text == "All checks passed: 8 ZEPs"
    assert root.all("article") + root.all("form") == []
    assert "Nothing to mend" in root.one("p", "clean").text
    nothing = page(linted=(), proposals=0)
    assert nothing.one("h1").text == "No ZEPs found: nothing was checked"


def test_everything_but_the_filters_is_there_without_a_script() -> None:
    root = page(diagnostic(at(MADE, "Drafted")))
    hidden = [element for element in root.walk() if "hidden" in element.attributes]
    assert [(element.name, element.attributes.get("id")) for element in hidden] == [
        ("form", None),
        ("button", "clear"),
        ("button", "help"),
    ]


def test_the_outline_and_the_names_of_a_page() -> None:
    picture = Picture(
        "ZEPs", '<svg class="drawing" viewBox="0 0 1 1"></svg>', ".drawing .x{}", ("ZEP 1: ZEP 2",)
    )
    root = page(diagnostic(at(MADE, "Drafted")), pictures=lambda: (picture, picture))
    assert root.one("html")["lang"] == "en"
    ids = [element["id"] for element in root.walk() if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    for element in root.walk():
        for attribute in ("for", "aria-labelledby"):
            if attribute in element.attributes:
                assert element[attribute] in ids
        if element.name == "a":
            assert element["href"].removeprefix("#") in ids
    levels = [element.name for element in root.walk() if re.fullmatch("h[1-6]", element.name)]
    assert levels == ["h1", "h2", "h3", "h2", "h2", "h2"]
    skip = root.one("body").all("a")[0]
    assert (skip["href"], root.one("main")["id"]) == ("#findings", "findings")
    assert root.one("p", "shown")["role"] == "status"
    assert [line.text for line in root.one("main").all("li")] == ["ZEP 1: ZEP 2"] * 2
    for box in root.all("input"):
        label = [
            label
            for label in root.all("label")
            if box in label.walk() or label.attributes.get("for") == box.attributes.get("id", "-")
        ]
        assert len(label) == 1
        assert label[0].text.strip()


# Inert


def everywhere(text: str) -> Report:
    """A report in which every text that somebody else wrote is `text`."""
    made = source(f"{text.replace(chr(10), '').replace(chr(13), '')}\nsecond\n", text, text)
    place = Place(made, Span(3, 40), text)
    fix = Fix(text, safe=True, edits=(Edit(made, Span(0, 2), text),), moves=(Move(text, text),))
    found = Diagnostic(
        text, text, Severity.ERROR, text, ("S28",), place, (place,), fix, text, f"https://{text}"
    )
    return report(found)._replace(process=text, noun=text, cite=lambda statement: (text, text))


def shape(element: Element) -> list[tuple[str, tuple[str, ...]]]:
    return [(part.name, tuple(part.attributes)) for part in element.walk()]


def test_markup_in_any_text_makes_no_element_and_no_attribute() -> None:
    hostile, harmless = text_of(everywhere(MARKUP)), text_of(everywhere("x" * len(MARKUP)))
    without_breaks = [part for part in shape(read_page(hostile)) if part[0] != "wbr"]
    assert without_breaks == shape(read_page(harmless))
    assert MARKUP in read_page(hostile).one("h3").text


def test_controls_in_any_text_are_escapes() -> None:
    text = text_of(everywhere(CONTROLS))
    assert text.isascii()
    assert set(re.sub(r"[ -~\n]", "", text)) == set()
    written = read_page(text).text
    assert not set(CONTROLS) & (set(written) - {"\n"})
    assert "\\u202e" in written


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone() -> None:
    root = page(diagnostic(at(MADE, "Drafted")))
    (policy,) = [meta["content"] for meta in root.all("meta") if "http-equiv" in meta.attributes]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for name in ("script", "style"):
        digest = hashlib.sha256(root.one(name).text.encode()).digest()
        assert rules[f"{name}-src"] == f"'sha256-{base64.b64encode(digest).decode()}'"
    head = [element.name for element in root.one("head").walk()]
    assert head.index("style") > head.index("meta")
    for element in root.walk():
        assert not {"src", "style", "srcset", "action"} & set(element.attributes)
        assert not [name for name in element.attributes if name.startswith("on")]
    assert "http" not in root.one("style").text + root.one("script").text
    assert "@import" not in root.one("style").text


def test_the_style_and_the_script_end_where_they_end() -> None:
    root = page(diagnostic(at(MADE, "Drafted")))
    for name in ("script", "style"):
        assert "</" not in root.one(name).text
        assert "<!--" not in root.one(name).text


# Legible

SURFACES = ("ground", "panel", "code")
TEXTS = {
    "text": SURFACES,
    "muted": ("ground", "panel", "line"),
    "number": ("code", "gone-soft", "new-soft"),
    "accent": SURFACES,
    "error": ("error-soft", "panel", "code"),
    "warning": ("warning-soft", "panel", "code"),
    "info": ("info-soft", "panel", "code"),
    "good": ("good-soft", "panel"),
    "gone": ("gone-soft", "gone-strong"),
    "new": ("new-soft", "new-strong"),
    "ground": ("text",),
}
EDGES = {
    "edge": ("ground", "panel"),
    "accent": SURFACES,
    "error": ("panel",),
    "warning": ("panel",),
    "info": ("panel",),
}


def luminance(color: str) -> float:
    channels = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_colours_differ_as_wcag_aa_asks(dark: bool) -> None:
    style = page(diagnostic(at(MADE, "Drafted"))).one("style").text
    light, night = re.findall(r":root \{(.*?)\n *\}", style, flags=re.DOTALL)[:2]
    colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night if dark else light))
    assert len(colors) == 23
    for pairs, least in ((TEXTS, 4.5), (EDGES, 3.0)):
        for name, grounds in pairs.items():
            for ground in grounds:
                assert contrast(colors[name], colors[ground]) >= least, (name, ground)
