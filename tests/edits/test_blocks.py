"""Headers written into a block, in each of its forms."""

from __future__ import annotations

import pytest

from zeplint.collection import open_document
from zeplint.diagnostic import Edit
from zeplint.edits.apply import apply_edits
from zeplint.edits.blocks import append_reference, fill_header, insert_header, remove_header
from zeplint.proposal import Proposal
from zeplint.rulebook import load_process
from zeplint.source import Source

PROCESS = load_process("zep-2024")
TITLE = "# ZEP 7 — Shorter keys\n\n"
LINK = "[#7](https://example.org/vote/7)"


def proposal(text: str) -> Proposal:
    document = open_document(Source.from_bytes("zep-0007.md", text.encode()), PROCESS)
    assert isinstance(document, Proposal)
    return document


def edited(document: Proposal, edit: Edit | None) -> str:
    assert edit is not None
    return apply_edits(document.source, [edit])


def inserted(text: str, role: str = "resolution", value: str = LINK) -> str:
    document = proposal(text)
    return edited(document, insert_header(document, role, value))


def filled(text: str, value: str = LINK) -> str:
    document = proposal(text)
    return edited(document, fill_header(document, "resolution", value))


def appended(text: str, role: str = "replaces", number: int = 12) -> str:
    document = proposal(text)
    return edited(document, append_reference(document, role, number))


FORMS = {
    "lines": ("Status: Draft\nType: Core\n", "Status: Draft\nType: Core\nResolution: {}\n"),
    "paragraphs": ("Status: Draft\n\nType: Core\n", "Status: Draft\n\nType: Core\n\nResolution: {}\n"),
    "fields": (":Status: Draft\n:Type: Core\n", ":Status: Draft\n:Type: Core\n:Resolution: {}\n"),
    "spaced fields": (
        ":Status: Draft\n\n:Type: Core\n",
        ":Status: Draft\n\n:Type: Core\n\n:Resolution: {}\n",
    ),
    "fence": (
        "```\nStatus: Draft\nType: Core\n```\n",
        "```\nStatus: Draft\nType: Core\nResolution: {}\n```\n",
    ),
    "bold name": (
        "**Status**: Draft\n**Type**: Core\n",
        "**Status**: Draft\n**Type**: Core\n**Resolution**: {}\n",
    ),
    "bold name and colon": (
        "**Status:** Draft\n\n**Type:** Core\n",
        "**Status:** Draft\n\n**Type:** Core\n\n**Resolution:** {}\n",
    ),
    "blanks that break lines": (
        "Status: Draft  \nType: Core  \n",
        "Status: Draft  \nType: Core  \nResolution: {}  \n",
    ),
    "backslashes that break lines": (
        "Status: Draft\\\nType: Core\\\n",
        "Status: Draft\\\nType: Core\\\nResolution: {}\\\n",
    ),
    "indented": ("  Status: Draft\n  Type: Core\n", "  Status: Draft\n  Type: Core\n  Resolution: {}\n"),
    "no final newline": ("Status: Draft\nType: Core", "Status: Draft\nType: Core\nResolution: {}"),
    "a single header": ("Status: Draft\n", "Status: Draft\n\nResolution: {}\n"),
    "a comment behind the value": (
        "Status: Draft\nType: Core <!-- for\n  now --> \n",
        "Status: Draft\nType: Core <!-- for\n  now --> \nResolution: {}\n",
    ),
    "a continued value": (
        "Status: Draft\nType: Core\nDiscussion: https://example.org/a\n  https://example.org/b\n",
        "Status: Draft\nType: Core\nDiscussion: https://example.org/a\n  https://example.org/b\nResolution: {}\n",
    ),
}


@pytest.mark.parametrize(
    ("before", "after", "below"),
    [
        pytest.param(before, after, below, id=f"{name} {'above a body' if below else 'alone'}")
        for name, (before, after) in FORMS.items()
        for below in ("", "\n## Abstract\n\nWords.\n")
        if not below or before.endswith(("\n", "\r"))
    ],
)
def test_a_header_is_added_in_the_form_of_the_block(before: str, after: str, below: str) -> None:
    assert inserted(TITLE + before + below) == TITLE + after.format(LINK) + below


def test_a_byte_order_mark_and_carriage_returns_stay() -> None:
    for newline in ("\r\n", "\r"):
        before = f"\ufeff{TITLE}Status: Draft\n\nType: Core\n".replace("\n", newline)
        assert inserted(before, value="x") == f"{before}{newline}Resolution: x{newline}"


def test_a_header_takes_its_place_in_the_order_of_the_process() -> None:
    block = "Author: Ada\nType: Core\nResolution: none yet\n"
    assert inserted(TITLE + block, "status", "Draft") == TITLE + block.replace("Type", "Status: Draft\nType")
    assert inserted(f"{TITLE}Type: Core\nReplaces: 3\n", "author", "Ada") == (
        f"{TITLE}Author: Ada\nType: Core\nReplaces: 3\n"
    )


def test_a_header_stands_behind_the_bullets_of_the_one_before() -> None:
    block = "Status: Draft\n\nReplaces:\n\n* 3\n* 4\n"
    assert inserted(f"{TITLE}{block}\nEnd.\n", value="x") == f"{TITLE}{block}\nResolution: x\n\nEnd.\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("https://example.org/7", "https://example.org/7"),
        (LINK, f"'{LINK}'"),
        ("#7", "'#7'"),
        ("the council's vote: yes", "'the council''s vote: yes'"),
        ("in zeps #7", "'in zeps #7'"),
        ("2025-02-03", "2025-02-03"),
    ],
)
def test_front_matter_is_yaml(value: str, written: str) -> None:
    text = "---\nlayout: default\nstatus: Draft\ntype: Core\n---\n\n# ZEP 7 — Shorter keys\n"
    after = inserted(text, value=value)
    assert after == text.replace("Core\n", f"Core\nresolution: {written}\n")
    header = proposal(after).header("resolution")
    assert header is not None
    assert header.value == value


def test_front_matter_with_capitals_keeps_them() -> None:
    text = "---\nStatus: Draft\nType: Core\n---\n"
    assert inserted(text, value="x") == "---\nStatus: Draft\nType: Core\nResolution: x\n---\n"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("---\n{Status: Draft, Type: Core}\n---\n", "resolution"),
        ("# ZEP 7 — Shorter keys\n\nNo headers.\n", "resolution"),
        (f"{TITLE}Status: Draft\nType: Core\n", "unheard-of"),
    ],
)
def test_no_edit_where_a_header_cannot_be_added(text: str, role: str) -> None:
    document = proposal(text)
    assert insert_header(document, role, "x") is None
    assert fill_header(document, role, "x") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Resolution:", "Resolution: x"),
        ("Resolution:  ", "Resolution:  x"),
        ("Resolution: TODO", "Resolution: x"),
        ("Resolution: <!-- the link -->", "Resolution: x <!-- the link -->"),
        ("Resolution: TODO <!-- the link -->", "Resolution: x <!-- the link -->"),
        ("**Resolution:**", "**Resolution:** x"),
        (":Resolution:", ":Resolution: x"),
    ],
)
def test_a_header_without_a_value_is_filled(before: str, after: str) -> None:
    text = f"{TITLE}{{}}\nStatus: Draft\n"
    assert filled(text.format(before), "x") == text.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("resolution:", f"resolution: '{LINK}'"),
        ("resolution: ''", f"resolution: '{LINK}'"),
        ('resolution: "TODO"', f"resolution: '{LINK}'"),
        ("resolution: TODO # later", f"resolution: '{LINK}' # later"),
    ],
)
def test_a_header_without_a_value_is_filled_in_front_matter(before: str, after: str) -> None:
    text = "---\nstatus: Draft\n{}\ntype: Core\n---\n"
    assert filled(text.format(before)) == text.format(after)


def test_a_header_that_has_a_value_is_not_filled() -> None:
    document = proposal(f"{TITLE}Status: Draft\nResolution: https://example.org\n")
    assert fill_header(document, "resolution", "x") is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Replaces: 3", "Replaces: 3, 12"),
        ("Replaces: 0003", "Replaces: 0003, 0012"),
        ("Replaces: ZEP 3", "Replaces: ZEP 3, ZEP 12"),
        ("Replaces: #3", "Replaces: #3, #12"),
        ("Replaces: ZEP0003", "Replaces: ZEP0003, ZEP0012"),
        ("Replaces: 3; 4", "Replaces: 3; 4; 12"),
        ("Replaces: 3 and 4", "Replaces: 3 and 4, 12"),
        ("Replaces: [ZEP 3](zep-0003.md)", "Replaces: [ZEP 3](zep-0003.md), ZEP 12"),
        ("Replaces: [it](zep-0003.md)", "Replaces: [it](zep-0003.md), ZEP 12"),
        ("Replaces: ZEP 3 (the old keys)", "Replaces: ZEP 3 (the old keys), ZEP 12"),
        ("Replaces: https://example.org/spec", "Replaces: https://example.org/spec, ZEP 12"),
        ("Replaces: 3 <!-- keys -->", "Replaces: 3, 12 <!-- keys -->"),
        ("Replaces: TBD", "Replaces: 12"),
        ("Replaces:", "Replaces: 12"),
        ("Replaces: None", "Replaces: 12"),
        ("Replaces:\n- 3\n- ZEP 4", "Replaces:\n- 3\n- ZEP 4\n- ZEP 12"),
        ("Replaces:\n  * 3 <!-- keys -->", "Replaces:\n  * 3 <!-- keys -->\n  * 12"),
    ],
)
def test_a_number_is_appended_as_those_before_it_are_written(before: str, after: str) -> None:
    text = f"{TITLE}Status: Draft\n{{}}\nType: Core\n"
    result = appended(text.format(before))
    assert result == text.format(after)
    assert 12 in proposal(result).refers_to("replaces")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("replaces: 3", "replaces: 3, 12"),
        ("replaces: 'ZEP 3'", "replaces: 'ZEP 3, ZEP 12'"),
        ("replaces: [3, 4]", "replaces: [3, 4, 12]"),
        ("replaces:\n  - 3\n  - 4", "replaces:\n  - 3\n  - 4\n  - 12"),
        ("replaces:\n- '0003'", "replaces:\n- '0003'\n- '0012'"),
        ("status: Draft", "status: Draft\nreplaces: 12"),
    ],
)
def test_a_number_is_appended_in_front_matter(before: str, after: str) -> None:
    text = "---\n{}\ntype: Core\ncreated: 2024-11-05\n---\n\n# ZEP 7 — Shorter keys\n"
    result = appended(text.format(before))
    if before == "status: Draft":
        assert result == text.format(before).replace("05\n", "05\nreplaces: 12\n")
    else:
        assert result == text.format(after)
    assert 12 in proposal(result).refers_to("replaces")


def test_no_number_is_appended_to_what_yaml_writes_otherwise() -> None:
    document = proposal('---\nstatus: Draft\nreplaces: "ZEP\\x203"\n---\n\n# ZEP 7 — Shorter keys\n')
    assert list(document.refers_to("replaces")) == [3]
    assert append_reference(document, "replaces", 12) is None


def test_no_number_is_appended_where_another_stands_behind_the_status() -> None:
    document = proposal(f"{TITLE}Status: Superseded by ZEP 9\nType: Core\n")
    assert append_reference(document, "replaced-by", 12) is None


def removed(text: str, role: str) -> str:
    document = proposal(text)
    header = document.header(role)
    assert header is not None
    return edited(document, remove_header(document, header))


@pytest.mark.parametrize(
    ("block", "left"),
    [
        ("Author: Ada\nStatus: Draft\nType: Core\n", "Author: Ada\nType: Core\n"),
        ("Author: Ada\n\nStatus: Draft\n\nType: Core\n", "Author: Ada\n\nType: Core\n"),
        (":Status: Draft\n   so far\n:Type: Core\n", ":Type: Core\n"),
        ("Type: Core\nStatus:\n- Draft\n- Final\n\nEnd.\n", "Type: Core\n\nEnd.\n"),
        ("Type: Core\nStatus: Draft <!-- so\nfar -->\n", "Type: Core\n"),
        ("Type: Core\nStatus: Draft", "Type: Core\n"),
        ("Type: Core\nAuthor: Ada\nStatus:\n", "Type: Core\nAuthor: Ada\n"),
    ],
)
def test_a_header_is_removed_with_its_lines(block: str, left: str) -> None:
    assert removed(TITLE + block, "status") == TITLE + left


def test_a_header_is_removed_from_front_matter_but_not_from_one_line_of_it() -> None:
    text = "---\nstatus: |\n  Draft\n  so far\ntype: Core\n---\n"
    assert removed(text, "status") == "---\ntype: Core\n---\n"
    document = proposal("---\n{Status: Draft, Type: Core}\n---\n")
    assert remove_header(document, document.preamble.headers[0]) is None


def test_bullets_that_hold_no_value_are_left_to_their_author() -> None:
    document = proposal(f"{TITLE}Status: Draft\nResolution:\n- TODO\nType: Core\n")
    assert fill_header(document, "resolution", "x") is None
