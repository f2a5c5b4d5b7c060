from __future__ import annotations

import re
import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bounded import ends_in_time
from tests.report.samples import CONTROLS, at, diagnostic, rendered, report, source
from zeplint.diagnostic import Diagnostic, Fix, Place, Severity
from zeplint.report import render
from zeplint.source import Source, Span

HEADER = "error[ZEP301] status-value: this is wrong\n"


def frame_of(place: Place, width: int = 80) -> str:
    """What `full` shows of a place, without the first line of the finding."""
    text = rendered("full", [diagnostic(place)], width)
    assert text.startswith(HEADER)
    return text.removeprefix(HEADER)


def golden(text: str) -> str:
    """The expected output, written with the indentation of the code around it."""
    return textwrap.dedent(text).removeprefix("\n")


def between(made: Source, first: str, last: str, note: str = "") -> Place:
    """From the start of the first occurrence of `first` to the end of that of `last`."""
    return Place(made, Span(made.text.index(first), made.text.index(last) + len(last)), note)


def test_a_finding_with_everything() -> None:
    one = source(
        "---\nlayout: default\n---\n\n# ZEP 1 — Specification\n\nAuthors:\n* Jo Ro <jo@example.org>\n\n"
        "Status: Superseded\n\nReplaced-By: 2\n",
        "accepted/ZEP0001.md",
    )
    two = source("# ZEP 2 — Sharding\n\nStatus: Accepted\n", "draft/zep-0002.md")
    finding = Diagnostic(
        code="ZEP401",
        name="replaces-symmetry",
        severity=Severity.WARNING,
        message="ZEP 1 says that ZEP 2 replaces it, but ZEP 2 has no Replaces header that names ZEP 1",
        statements=("S28", "S9", "S42", "S99"),
        place=at(one, "2"),
        related=(
            at(two, "Status: Accepted", "Replaces: 1 belongs below this line"),
            Place(two, None, "the other ZEP"),
        ),
        fix=Fix("Add Replaces: 1 to ZEP 2", safe=False),
        help="allowed: the number of a ZEP of this collection, several numbers separated by commas, or a link",
    )
    safe = diagnostic(
        at(one, "Superseded"),
        "Superseded is no status",
        severity=Severity.INFO,
        fix=Fix("Write Final", safe=True),
    )
    assert rendered("full", [finding, safe]) == golden("""
        warning[ZEP401] replaces-symmetry: ZEP 1 says that ZEP 2 replaces it, but ZEP 2
          has no Replaces header that names ZEP 1
          --> accepted/ZEP0001.md:12:14
           |
        12 | Replaced-By: 2
           |              ^
           |
          ::: draft/zep-0002.md:3:1
           |
         3 | Status: Accepted
           | ---------------- Replaces: 1 belongs below this line
           |
          ::: draft/zep-0002.md
           = note: the other ZEP
           = allowed: the number of a ZEP of this collection, several numbers separated
                      by commas, or a link
           = unsafe fix: Add Replaces: 1 to ZEP 2
           = see: ZEP 0, Review and Resolution (S28, S42); Submitting a ZEP (S9); (S99)

        info[ZEP301] status-value: Superseded is no status
          --> accepted/ZEP0001.md:10:9
           |
        10 | Status: Superseded
           |         ^^^^^^^^^^
           |
           = fix: Write Final
    """)


def test_color_only_adds_escape_sequences() -> None:
    one = source("# ZEP 1\n\nStatus: Drafted\n")
    finding = diagnostic(
        at(one, "Drafted", "here"),
        "Drafted is no status " + " ".join(["at all"] * 12),
        severity=Severity.ERROR,
        related=(at(one, "# ZEP 1"),),
        help_text="did you mean Draft?",
        statements=("S28",),
    )
    colored = render("full", report(finding), color=True, width=80)
    assert colored == golden("""
        \x1b[1;31merror[ZEP301]\x1b[0m status-value: \x1b[1mDrafted is no status at all at all at all at all at\x1b[0m
          \x1b[1mall at all at all at all at all at all at all at all\x1b[0m
         \x1b[1;34m-->\x1b[0m draft/zep-0001.md:3:9
        \x1b[1;34m  |\x1b[0m
        \x1b[1;34m3 |\x1b[0m Status: Drafted
        \x1b[1;34m  |\x1b[0m \x1b[1;31m        ^^^^^^^ here\x1b[0m
        \x1b[1;34m  |\x1b[0m
         \x1b[1;34m:::\x1b[0m draft/zep-0001.md:1:1
        \x1b[1;34m  |\x1b[0m
        \x1b[1;34m1 |\x1b[0m # ZEP 1
        \x1b[1;34m  |\x1b[0m \x1b[1;34m-------\x1b[0m
        \x1b[1;34m  |\x1b[0m
          \x1b[1;34m=\x1b[0m \x1b[1mhelp:\x1b[0m did you mean Draft?
          \x1b[1;34m=\x1b[0m \x1b[1msee:\x1b[0m ZEP 0, Review and Resolution (S28)
    """)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == rendered("full", [finding])


@pytest.mark.parametrize(
    ("statements", "line"),
    [
        (("S28",), "  = see: ZEP 0, Review and Resolution (S28)\n"),
        (("S99",), "  = see: ZEP 0 (S99)\n"),
        (("S99", "S98", "S9"), "  = see: ZEP 0 (S99, S98); Submitting a ZEP (S9)\n"),
        ((), ""),
    ],
)
def test_statements(statements: tuple[str, ...], line: str) -> None:
    made = source("x", "zep-0001.md")
    text = rendered("full", [diagnostic(Place(made), statements=statements)])
    assert text == f"{HEADER} --> zep-0001.md\n{line}"


@pytest.mark.parametrize(
    ("help_text", "line"),
    [
        ("allowed: Draft, Final", "allowed: Draft, Final"),
        ("write one of Draft, Final", "help: write one of Draft, Final"),
        ("Status: Draft is expected", "help: Status: Draft is expected"),
        ("see https://zarr.dev: there", "help: see https://zarr.dev: there"),
    ],
)
def test_help_may_bring_its_own_label(help_text: str, line: str) -> None:
    text = rendered("full", [diagnostic(Place(source("x", "zep-0001.md")), help_text=help_text)])
    assert text == f"{HEADER} --> zep-0001.md\n  = {line}\n"


def test_wide_characters() -> None:
    made = source("Author: 張三 <z@x.org>, e\u0301mile 👍🏽 ⚠\ufe0f x\n")
    assert frame_of(at(made, "<z@x.org>")) == golden("""
         --> draft/zep-0001.md:1:12
          |
        1 | Author: 張三 <z@x.org>, e\u0301mile 👍🏽 ⚠\ufe0f x
          |              ^^^^^^^^^
    """)
    assert frame_of(at(made, "張三")).splitlines()[-1] == "  |         ^^^^"
    assert frame_of(at(made, "e\u0301mile")).splitlines()[-1] == "  |                         ^^^^^"
    assert frame_of(at(made, "\u0301")).splitlines()[-1] == "  |                         ^"
    assert frame_of(at(made, "👍🏽")).splitlines()[-1] == "  |                               ^^"
    assert frame_of(at(made, "x\n")).splitlines()[-1] == "  |                                     ^"


def test_tabs() -> None:
    made = source("Title:\tone\ttwo\n")
    assert frame_of(at(made, "one\ttwo")) == golden("""
         --> draft/zep-0001.md:1:8
          |
        1 | Title:    one    two
          |           ^^^^^^^^^^
    """)


def test_control_characters_in_the_source() -> None:
    made = source("a\x1b[2Jb\u202ec\u2028d\x0ce\udcfff: here\n")
    assert frame_of(at(made, "here")) == (
        " --> draft/zep-0001.md:1:17\n"
        "  |\n"
        "1 | a\\x1b[2Jb\\u202ec\\u2028d\\x0ce\\udcfff: here\n"
        "  |                                      ^^^^\n"
    )


def test_control_characters_anywhere_else() -> None:
    made = source("x", shown=f"dr{CONTROLS}aft.md")
    finding = diagnostic(
        Place(made, Span(0, 1), CONTROLS),
        f"what {CONTROLS} ever",
        related=(Place(made, None, CONTROLS),),
        fix=Fix(CONTROLS, safe=True),
        help_text=CONTROLS,
        statements=("S28\x1b",),
    )
    text = rendered("full", [finding])
    assert text.replace("\n", "").isprintable()
    assert text.count(r"\x1b") == 8
    text.encode()


MULTI = source(
    "# ZEP 1\n\nAuthors:\n  * One\n  * Two\n\tthree\n  * Four\n  * Five\n\nStatus: Draft\n",
    "draft/zep-0001.md",
)


def test_several_lines() -> None:
    assert frame_of(between(MULTI, "Authors", "Two", "these")) == golden("""
         --> draft/zep-0001.md:3:1
          |
        3 | / Authors:
        4 | |   * One
        5 | |   * Two
          | |_______^ these
    """)


def test_many_lines_are_elided() -> None:
    assert frame_of(between(MULTI, "Authors", "Five\n", "these")) == golden("""
         --> draft/zep-0001.md:3:1
          |
        3 | / Authors:
        ... |
        8 | |   * Five
          | |________^ these
    """)


def test_several_lines_from_within_a_line() -> None:
    assert frame_of(between(MULTI, "One", "three")) == golden("""
         --> draft/zep-0001.md:4:5
          |
        4 |     * One
          |  _____^
        5 | |   * Two
        6 | |     three
          | |_________^
    """)


def test_several_lines_that_start_behind_white_space() -> None:
    assert frame_of(between(MULTI, "* One", "Two")) == golden("""
         --> draft/zep-0001.md:4:3
          |
        4 | /   * One
        5 | |   * Two
          | |_______^
    """)


def test_several_lines_with_blank_ones() -> None:
    assert frame_of(between(MULTI, "Five", "\n\nStatus")) == golden("""
          --> draft/zep-0001.md:8:5
           |
         8 |     * Five
           |  _____^
         9 | |
        10 | | Status: Draft
           | |______^
    """)


def test_related_places_are_marked_otherwise() -> None:
    finding = diagnostic(at(MULTI, "Draft"), related=(between(MULTI, "* One", "Two"), at(MULTI, "Four")))
    assert rendered("full", [finding]) == HEADER + golden("""
          --> draft/zep-0001.md:10:9
           |
        10 | Status: Draft
           |         ^^^^^
           |
          ::: draft/zep-0001.md:4:3
           |
         4 | /   * One
         5 | |   * Two
           | |_______-
           |
          ::: draft/zep-0001.md:7:5
           |
         7 |   * Four
           |     ----
    """)


def test_empty_span() -> None:
    made = source("Status: Draft\nType: Core\n")
    assert frame_of(Place(made, Span(8, 8), "here")) == golden("""
         --> draft/zep-0001.md:1:9
          |
        1 | Status: Draft
          |         ^ here
    """)
    assert frame_of(Place(made, Span(13, 13))) == golden("""
         --> draft/zep-0001.md:1:14
          |
        1 | Status: Draft
          |              ^
    """)


def test_a_line_end_is_a_mark_behind_the_line() -> None:
    made = source("Status: Draft\r\nType: Core\r\n")
    assert frame_of(at(made, "\r\n")) == golden("""
         --> draft/zep-0001.md:1:14
          |
        1 | Status: Draft
          |              ^
    """)
    assert frame_of(Place(made, Span(0, 15))) == golden("""
         --> draft/zep-0001.md:1:1
          |
        1 | Status: Draft
          | ^^^^^^^^^^^^^
    """)


def test_end_of_file() -> None:
    made = source("Status: Draft\nType: Core\n")
    end = len(made.text)
    assert frame_of(Place(made, Span(end, end))) == golden("""
         --> draft/zep-0001.md:3:1
          |
        2 | Type: Core
        3 |
          | ^
    """)
    assert frame_of(Place(made, Span(end + 5, end + 9))) == frame_of(Place(made, Span(end, end)))


def test_end_of_file_without_a_line_end() -> None:
    made = source("Status: Draft")
    assert frame_of(Place(made, Span(13, 13))) == golden("""
         --> draft/zep-0001.md:1:14
          |
        1 | Status: Draft
          |              ^
    """)


def test_empty_file() -> None:
    assert frame_of(Place(source(""), Span(0, 0))) == golden("""
         --> draft/zep-0001.md:1:1
          |
        1 |
          | ^
    """)


def test_byte_order_mark() -> None:
    made = Source.from_bytes("zep-0001.md", b"\xef\xbb\xbf# ZEP 1\r\n\r\nStatus: Draft\r\n")
    assert frame_of(Place(made, Span(-1, 0))) == golden("""
         --> zep-0001.md:1:1
          |
        1 | # ZEP 1
          | ^
    """)
    assert frame_of(at(made, "Draft")) == golden("""
         --> zep-0001.md:3:9
          |
        3 | Status: Draft
          |         ^^^^^
    """)


def test_a_place_without_a_span() -> None:
    made = source("x", "draft/zep 1.md")
    assert frame_of(Place(made)) == " --> draft/zep 1.md\n"
    assert frame_of(Place(made, None, "named so")) == " --> draft/zep 1.md\n  = note: named so\n"


def test_a_file_that_could_not_be_read() -> None:
    made = Source.unreadable("zep-0001.md", "binary")
    assert frame_of(Place(made, Span(0, 0), "not text")) == " --> zep-0001.md:1:1\n  = note: not text\n"


LONG = source("Status: " + " ".join(f"word{number:03}" for number in range(60)) + "\n")


@pytest.mark.parametrize(
    ("marked", "rows"),
    [
        (
            "word002",
            """\
1 | Status: word000 word001 word002 word003 word004 word005 word006 word007 w...
  |                         ^^^^^^^
""",
        ),
        (
            "word030",
            """\
1 | ...025 word026 word027 word028 word029 word030 word031 word032 word033 wo...
  |                                        ^^^^^^^
""",
        ),
        (
            "word059",
            """\
1 | ...0 word051 word052 word053 word054 word055 word056 word057 word058 word059
  |                                                                      ^^^^^^^
""",
        ),
        (
            "\n",
            """\
1 | ... word051 word052 word053 word054 word055 word056 word057 word058 word059
  |                                                                            ^
""",
        ),
        (
            LONG.text[8:200],
            """\
1 | Status: word000 word001 word002 word003 word004 word005 word006 word007 w...
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
        ),
        (
            LONG.text[88:],
            """\
1 | ...word009 word010 word011 word012 word013 word014 word015 word016 word01...
  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
""",
        ),
    ],
)
def test_a_long_line_is_cut_around_the_mark(marked: str, rows: str) -> None:
    place = at(LONG, marked)
    assert place.span is not None
    assert frame_of(place) == f" --> draft/zep-0001.md:1:{place.span.start + 1}\n  |\n{rows}"


def test_long_lines_of_a_long_span() -> None:
    made = source(f"Authors: {'one ' * 60}\n{'  two' * 60}\n{'three ' * 60}\n")
    start, end = made.text.index("one"), made.text.rindex("three") + 2
    assert frame_of(Place(made, Span(start, end)), 60) == golden("""
         --> draft/zep-0001.md:1:10
          |
        1 |   Authors: one one one one one one one one one one on...
          |  __________^
        2 | |   two  two  two  two  two  two  two  two  two  two ...
        3 | | ...ee three three three three three three three three
          | |__________________________________________________^
    """)


def test_a_note_that_does_not_fit_beside_its_mark() -> None:
    made = source("Type: Core\nDiscussion: https://example.org/a/long/address/that/fills/the/line\n")
    note = "the link of the other header, which is the same and says the same once more"
    assert frame_of(at(made, "Core", note)) == golden("""
         --> draft/zep-0001.md:1:7
          |
        1 | Type: Core
          |       ^^^^ the link of the other header, which is the same and says the same
          |            once more
    """)
    assert frame_of(at(made, "https://example.org/a/long/address/that/fills/the/line", note)) == golden("""
         --> draft/zep-0001.md:2:13
          |
        2 | Discussion: https://example.org/a/long/address/that/fills/the/line
          |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          |             the link of the other header, which is the same and says the
          |             same once more
    """)


def test_a_narrow_terminal() -> None:
    made = source("Status: Drafted\n")
    finding = diagnostic(
        at(made, "Drafted", "nearest: Draft"),
        "Drafted is no status of this process",
        help_text="allowed: Draft, Accepted, Provisional",
        fix=Fix("Write Draft", safe=True),
        statements=("S28",),
    )
    assert rendered("full", [finding], 40) == golden("""
        error[ZEP301] status-value: Drafted is
          no status of this process
         --> draft/zep-0001.md:1:9
          |
        1 | Status: Drafted
          |         ^^^^^^^ nearest: Draft
          |
          = allowed: Draft, Accepted,
                     Provisional
          = fix: Write Draft
          = see: ZEP 0, Review and Resolution
                 (S28)
    """)
    assert rendered("full", [finding], 0) == rendered("full", [finding], 40)


def test_many_findings_on_a_long_line_end_in_time() -> None:
    made = source("word " * 200_000)
    findings = [diagnostic(Place(made, Span(offset, offset + 4))) for offset in range(0, 1_000_000, 1_000)]
    with ends_in_time():
        rendered("full", findings)


# Characters whose width every terminal agrees on, by which a frame could go wrong.
CHARACTERS = st.sampled_from(
    "ab-|^ \t\n\r漢字é\u0301\u0308👍ｱＡ\x1b\x9b\x00\u2028\u202e\u200b\x0c\ud800\U000e0041"
)
TEXTS = st.text(CHARACTERS, max_size=200)
NOTES = st.text(CHARACTERS, max_size=60)


@st.composite
def places(draw: st.DrawFn) -> Place:
    made = source(draw(TEXTS))
    if draw(st.integers(0, 9)) == 0:
        return Place(made, None, draw(NOTES))
    start = draw(st.integers(-1, len(made.text)))
    end = draw(st.integers(start, len(made.text)))
    return Place(made, Span(start, end), draw(NOTES))


def columns(text: str) -> int:
    """The width of a text without emoji sequences, counted without zeplint."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


@given(
    place=places(),
    related=st.lists(places(), max_size=2),
    message=NOTES,
    help_text=NOTES,
    width=st.integers(40, 100),
)
def test_nothing_is_wider_than_the_terminal(
    place: Place, related: list[Place], message: str, help_text: str, width: int
) -> None:
    finding = diagnostic(
        place,
        message,
        related=tuple(related),
        help_text=help_text,
        fix=Fix(message, safe=True),
        statements=("S28",),
    )
    lines = rendered("full", [finding], width).split("\n")
    assert [line for line in lines if columns(line) > width] == []
    assert [line for line in lines if not line.isprintable()] == []
    assert [line for line in lines if line != line.rstrip()] == []


PIECES = st.lists(
    st.sampled_from(["a", "b", " ", "\t", "漢", "é", "e\u0301", "👍", "\x1b", "\u202e"]), max_size=12
)


@given(before=PIECES, marked=PIECES.filter(bool), after=PIECES)
def test_the_mark_is_below_the_marked_text(before: list[str], marked: list[str], after: list[str]) -> None:
    texts = ["".join(pieces) for pieces in (before, marked, after)]
    made = source("".join(texts))
    start = len(texts[0])
    before_shown, marked_shown, after_shown = (
        text.replace("\t", "    ").replace("\x1b", r"\x1b").replace("\u202e", r"\u202e") for text in texts
    )
    assert frame_of(Place(made, Span(start, start + len(texts[1]))), 400).split("\n")[2:] == [
        f"1 | {before_shown}{marked_shown}{after_shown}".rstrip(),
        f"  | {' ' * columns(before_shown)}{'^' * columns(marked_shown)}",
        "",
    ]
