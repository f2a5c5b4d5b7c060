"""The values of headers: every shape, with the exact span of each part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bounded import ends_in_time
from zeplint.document import Header, Text
from zeplint.source import Span
from zeplint.values import (
    Author,
    Date,
    find_date,
    find_mentions,
    format_day,
    nearest_form,
    read_authors,
    read_keyword,
    read_references,
)
from zeplint.values.date import write_like

BASE = 40
CHOICES = {"Draft": ("WIP",), "Accepted": ("Approved",), "Provisional": ("Provisionally Accepted",)}
BOTH_FORMS = ("dd-mmm-yyyy", "yyyy-mm-dd")


def at(text: str, part: str, base: int = 0) -> Text:
    """`part` where it first stands in `text`."""
    start = base + text.index(part)
    return Text(part, Span(start, start + len(part)))


# Keywords


@pytest.mark.parametrize(
    ("value", "written", "canonical", "exact", "known", "rest"),
    [
        ("Draft", "Draft", "Draft", True, True, ""),
        ("draft", "draft", "Draft", False, True, ""),
        ("WIP", "WIP", "Draft", False, True, ""),
        ("**Draft**", "**Draft**", "Draft", False, True, ""),
        ("Provisionally Accepted", "Provisionally Accepted", "Provisional", False, True, ""),
        ("Accepted via [#7](x)", "Accepted", "Accepted", True, True, "via [#7](x)"),
        ("Accepted/Final", "Accepted", "Accepted", True, True, "/Final"),
        ("Acepted via [#7](x)", "Acepted", "Accepted", False, False, "via [#7](x)"),
        ("Acepted today", "Acepted", "Accepted", False, False, "today"),
        ("Drafts", "Drafts", "Draft", False, False, ""),
        (
            "[Accepted](https://example.org)",
            "Accepted",
            "Accepted",
            True,
            True,
            "[Accepted](https://example.org)",
        ),
        ("somewhere (else)", "somewhere", None, False, False, "(else)"),
        ("https://example.org", "https://example.org", None, False, False, ""),
        ("<https://example.org>", "<https://example.org>", None, False, False, ""),
    ],
)
def test_keyword(
    value: str, written: str, canonical: str | None, exact: bool, known: bool, rest: str
) -> None:
    keyword = read_keyword(value, BASE, CHOICES)
    assert keyword.written == at(value, written, BASE)
    assert (keyword.canonical, keyword.exact, keyword.known) == (canonical, exact, known)
    assert keyword.rest.text == rest
    assert value[slice(*(offset - BASE for offset in keyword.rest.span))] == rest


# Dates


@pytest.mark.parametrize(
    ("value", "order", "form", "days"),
    [
        ("2024-11-05", "ymd", "yyyy-mm-dd", ["2024-11-05"]),
        ("2024-05-06", "ymd", "yyyy-mm-dd", ["2024-05-06"]),
        ("2024-14-03", "ymd", "yyyy-mm-dd", ["2024-03-14"]),
        ("2024-02-29", "ymd", "yyyy-mm-dd", ["2024-02-29"]),
        ("2023-02-29", "ymd", "yyyy-mm-dd", []),
        ("1900-02-29", "ymd", "yyyy-mm-dd", []),
        ("2024-04-31", "ymd", "yyyy-mm-dd", []),
        ("2024-13-13", "ymd", "yyyy-mm-dd", []),
        ("0000-01-01", "ymd", "yyyy-mm-dd", []),
        ("2024-5-6", "ymd", "", ["2024-05-06"]),
        ("2024/14/3", "ymd", "", ["2024-03-14"]),
        ("2024.05.06", "ymd", "", ["2024-05-06"]),
        ("2024–11–05", "ymd", "", ["2024-11-05"]),
        ("20241105", "ymd", "", ["2024-11-05"]),
        ("٢٠٢٤-١١-٠٥", "ymd", "", ["2024-11-05"]),
        ("2024-11-05T08:30", "ymd", "", ["2024-11-05"]),
        ("2024-11-05 08:30:15.250 +02:00", "ymd", "", ["2024-11-05"]),
        ("05/06/2024", "dmy", "", ["2024-06-05", "2024-05-06"]),
        ("05-05-2024", "dmy", "", ["2024-05-05"]),
        ("23.06.2024", "dmy", "", ["2024-06-23"]),
        ("06/23/2024", "dmy", "", ["2024-06-23"]),
        ("05-Nov-2024", "dMy", "dd-mmm-yyyy", ["2024-11-05"]),
        ("05-NOV-2024", "dMy", "dd-mmm-yyyy", ["2024-11-05"]),
        ("30-Feb-2024", "dMy", "dd-mmm-yyyy", []),
        ("5-Nov-2024", "dMy", "", ["2024-11-05"]),
        ("05 november 2024", "dMy", "", ["2024-11-05"]),
        ("5th of Sept., 2024", "dMy", "", ["2024-09-05"]),
        ("November 5th, 2024", "Mdy", "", ["2024-11-05"]),
        ("May 5,2024", "Mdy", "", ["2024-05-05"]),
        ("2024-Nov-5", "yMd", "", ["2024-11-05"]),
    ],
)
def test_date(value: str, order: str, form: str, days: list[str]) -> None:
    valid = bool(form) and len(days) == 1 and format_day(days[0], form).casefold() == value.casefold()
    text = f"{value} (revised)"
    end = BASE + len(value)
    expected = Date(
        at(text, value, BASE), form, tuple(days), valid, Text("(revised)", Span(end + 1, end + 10)), order
    )
    assert find_date(text, BASE, BOTH_FORMS) == expected
    alone = find_date(value, BASE, BOTH_FORMS)
    assert alone == expected._replace(rest=Text("", Span(end, end)))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2024",
        "2024-11",
        "May 2024",
        "05-Mai-2024",
        "12024-11-05",
        "2024-11-051",
        "v2024",
        "24-11-05",
        "1.2.3",
    ],
)
def test_no_date(value: str) -> None:
    assert find_date(value, BASE, BOTH_FORMS) is None
    assert find_date(value, BASE, BOTH_FORMS, anywhere=True) is None


def test_a_date_anywhere_is_the_first_one() -> None:
    text = "**on 5 Nov 2024**, not 2024-11-06"
    assert find_date(text, BASE, BOTH_FORMS) is None
    date = find_date(text, BASE, BOTH_FORMS, anywhere=True)
    assert date is not None
    assert (date.written, date.days) == (at(text, "5 Nov 2024", BASE), ("2024-11-05",))
    assert date.rest == at(text, "**, not 2024-11-06", BASE)


def test_only_a_form_of_the_process_is_valid() -> None:
    date = find_date("05-Nov-2024", 0, ("yyyy-mm-dd",))
    assert date is not None
    assert (date.form, date.valid, date.days) == ("", False, ("2024-11-05",))


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2024/1/2", "yyyy-mm-dd"),
        ("2 Jan 2024", "dd-mmm-yyyy"),
        ("Jan 2, 2024", "dd-mmm-yyyy"),
        ("23/1/2024", "dd-mmm-yyyy"),
    ],
)
def test_nearest_form(value: str, form: str) -> None:
    date = find_date(value, 0, BOTH_FORMS)
    assert date is not None
    assert nearest_form(date, BOTH_FORMS) == form
    assert nearest_form(date, ("yyyy-mm-dd",)) == "yyyy-mm-dd"


def test_format_day() -> None:
    assert [format_day("2024-03-05", form) for form in BOTH_FORMS] == ["05-Mar-2024", "2024-03-05"]


# Proposal numbers

Found = tuple[list[tuple[int, str]], list[str], list[str]]


def references(value: str, noun: str = "ZEP") -> Found:
    """Numbers with their texts, targets of other links, wrong texts; spans are checked on the way."""
    text = f"{' ' * BASE}{value}\nZEP 99"
    found = read_references(value, BASE, text, noun, ("None", "N/A", "-"))
    for part in (*(reference.text for reference in found.numbers), *found.wrong):
        assert text[slice(*part.span)] == part.text
    assert [r.text.span for r in found.numbers] == sorted(r.text.span for r in found.numbers)
    return (
        [(reference.number, reference.text.text) for reference in found.numbers],
        [link.target for link in found.links],
        [part.text for part in found.wrong],
    )


@pytest.mark.parametrize(
    "value",
    [
        "3",
        "0003",
        "#3",
        "ZEP 3",
        "ZEP3",
        "ZEP0003",
        "zep-3",
        "ZEP_3",
        "ZEP #3",
        "ZEP no. 3",
        "ZEP number 3",
        "ZEP\u00a03",
    ],
)
def test_a_number(value: str) -> None:
    assert references(value) == ([(3, value)], [], [])
    for around in ("{}.", "({})", "[{}]", "**{}**", "`{}`", '"{}"', "- {}", "  {}  "):
        assert references(around.format(value)) == ([(3, value)], [], []), around


@pytest.mark.parametrize(
    "value",
    ["[ZEP 3](x)", "[3](x)", "[Sharding](../accepted/ZEP0003.md)", "[(ZEP 3)](x)", "`ZEP 3 <x>`_", ":ref:`ZEP3`",
     ":doc:`zep-0003`", "<https://zarr.dev/zeps/draft/ZEP0003.html>", "https://zarr.dev/zeps/draft/zep-0003/"],
)  # fmt: skip
def test_a_linked_number(value: str) -> None:
    assert references(value) == ([(3, value)], [], [])
    [reference] = read_references(value, 0, value, "ZEP", ()).numbers
    assert reference.link is not None
    assert reference.link.span == reference.text.span


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("1, 2 and 3", ["1", "2", "3"]),
        ("1 2 3", ["1", "2", "3"]),
        ("ZEPs 1, 2 & ZEP 3", ["ZEPs 1", "2", "ZEP 3"]),
        ("ZEP 1 2 ZEP3", ["ZEP 1", "2", "ZEP3"]),
        ("ZEP 1; ZEP 2,", ["ZEP 1", "ZEP 2"]),
        ("* ZEP 1\n* 2\n* [ZEP 3](x)", ["ZEP 1", "2", "[ZEP 3](x)"]),
        ("ZEP 1\r\n   ZEP 2", ["ZEP 1", "ZEP 2"]),
        ("[1, 2]", ["1", "2"]),
        ("[ZEP 1](x), `ZEP 2 <y>`_ and 3", ["[ZEP 1](x)", "`ZEP 2 <y>`_", "3"]),
        ("None, 3", ["3"]),
        ("[ZEP 2](x) ZEP 1", ["[ZEP 2](x)", "ZEP 1"]),
    ],
)
def test_a_list_of_numbers(value: str, numbers: list[str]) -> None:
    found, links, wrong = references(value)
    assert ([text for _, text in found], links, wrong) == (numbers, [], [])


@pytest.mark.parametrize(
    "value",
    ["ZEP 3 — Chunks, shards and keys", "ZEP 3: Chunks, shards\n   and keys", "ZEP 3 - Chunks", "ZEP 3 (partly, in v2)",
     "parts of ZEP 3", "ZEP 3 in part", "ZEP 3 or later", "ZEP 3 (formerly ZEP 2)", "ZEP 3 ([vote](https://example.org))",
     "ZEP 3: [Chunks, and shards](https://example.org)"],
)  # fmt: skip
def test_a_title_or_remark_is_no_part_of_the_answer(value: str) -> None:
    assert references(value) == ([(3, "ZEP 3")], [], [])


@pytest.mark.parametrize(
    "value", ["", "None", "none", "N/A", "-", "None yet", "None, for now", "n/a (new)", ","]
)
def test_no_number_is_wanted(value: str) -> None:
    assert references(value)[::2] == ([], ["for now"] if "for" in value else [])


@pytest.mark.parametrize(
    "value",
    ["ZEP three", "ZEP X", "PEP 8", "3.5", "v3", "ZEP 3.1", "ZEP 3b", "ZEPs 1-3", "1–3", "1 to 3", "ZEP 1 through ZEP 3",
     "2024-11-05", "1234567", "the codec (old)", "???", "XZEP3", "version 3 of it"],
)  # fmt: skip
def test_no_number(value: str) -> None:
    assert references(value) == ([], [], [value])


def test_only_the_wrong_piece_is_wrong() -> None:
    assert references("ZEP 1, the codec and (3; TBD)") == ([(1, "ZEP 1")], [], ["the codec", "3; TBD"])
    assert references("ZEP 1 - Chunks; keys") == ([(1, "ZEP 1")], [], ["keys"])


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("[#3](https://github.com/o/r/issues/3)", "https://github.com/o/r/issues/3"),
        (
            "https://github.com/zarr-developers/zeps/pull/59",
            "https://github.com/zarr-developers/zeps/pull/59",
        ),
        ("the [conventions](https://example.org), see there", "https://example.org"),
        (":pep:`8`", "8"),
        ("ada@example.org", "mailto:ada@example.org"),
    ],
)
def test_another_link(value: str, target: str) -> None:
    assert references(value)[:2] == ([], [target])


@pytest.mark.parametrize(
    "value", ["zep-0003.md", "ZEP0003.rst", "../draft/zep-3-chunks.md", "draft/ZEP_3.html"]
)
def test_the_name_of_a_file(value: str) -> None:
    [reference] = read_references(f"1, {value}", BASE, "", "ZEP", ()).numbers[1:]
    assert (reference.number, reference.by_file, reference.text) == (3, True, at(f"1, {value}", value, BASE))


def test_the_noun_is_the_process_s() -> None:
    value = ":ref:`NEP30`, NEP 31, 37 and ZEP 3"
    assert references(value, "NEP") == ([(30, ":ref:`NEP30`"), (31, "NEP 31"), (37, "37")], [], ["ZEP 3"])


def test_mentions_in_running_text() -> None:
    text = "by ZEP 4, [ZEP 5](x), [the sixth](zep-0006.md) and 7"
    mentions = find_mentions(text, BASE, " " * BASE + text, "ZEP")
    assert [(mention.number, mention.text) for mention in mentions] == [
        (4, at(text, "ZEP 4", BASE)),
        (5, at(text, "[ZEP 5](x)", BASE)),
    ]


# Authors


def authors(value: str) -> list[Author]:
    text = f"Author: {value}\n"
    span = Span(8, 8 + len(value))
    found = list(read_authors(Header("Author", value, Span(0, span.end), Span(0, 6), span), text))
    for author in found:
        assert text[slice(*author.text.span)] == author.text.text
        for part in (*author.emails, *author.accounts):
            assert part.text in text[slice(*part.span)]
    return found


def essence(author: Author) -> tuple[str, list[str]]:
    contacts = [text.text for text in (*author.emails, *author.accounts)]
    return author.name, [*contacts, *(link.target for link in author.links)]


@pytest.mark.parametrize(
    ("value", "name", "contacts"),
    [
        ("Ada Example", "Ada Example", []),
        ("Ada Example, Institute of Examples", "Ada Example, Institute of Examples", []),
        ("Ada Example <ada@example.org>", "Ada Example", ["ada@example.org"]),
        ("Ada Example ada@example.org", "Ada Example", ["ada@example.org"]),
        ("Ada Example (ada@example.org)", "Ada Example", ["ada@example.org"]),
        ("Ada Example <mailto:ada@example.org>", "Ada Example", ["ada@example.org"]),
        ("[Ada Example](mailto:ada@example.org)", "Ada Example", ["ada@example.org"]),
        ("Ada Example &lt;ada@example.org>", "Ada Example &lt", ["ada@example.org"]),
        ("ada@example.org (Ada Example)", "Ada Example", ["ada@example.org"]),
        ("<ada@example.org> (Ada Example), Zarr", "Ada Example", ["ada@example.org"]),
        ("(@ada) Ada Example", "Ada Example", ["@ada"]),
        ("Ada Example (ada at example dot org)", "Ada Example", ["ada at example dot org"]),
        ("Ada Example, ada [at] example [dot] org", "Ada Example", ["ada [at] example [dot] org"]),
        ("Ada Example ada(AT)mail.example.org", "Ada Example", ["ada(AT)mail.example.org"]),
        ("Ada Example, at Examples", "Ada Example, at Examples", []),
        ("Ada Example (@ada), Examples Inc.", "Ada Example", ["@ada"]),
        ("Ada Example (@ada@example.social)", "Ada Example", ["ada@example.social"]),
        ("Ada Example [(@Ada)](https://github.com/ada), Zarr", "Ada Example", ["https://github.com/ada"]),
        (
            "Ada Example([@ada](https://github.com/ada)) Examples / Labs",
            "Ada Example",
            ["https://github.com/ada"],
        ),
        ("Ada Example ([@ada](https://github.com/ada), Examples", "Ada Example", ["https://github.com/ada"]),
        ("Ada Example (`@ada <https://github.com/ada>`_), Zarr", "Ada Example", ["https://github.com/ada"]),
        (
            "[Ada Example](https://github.com/ada), examples and minds",
            "Ada Example",
            ["https://github.com/ada"],
        ),
        (
            "Ada Example, https://orcid.org/0000-0000-0000-0000",
            "Ada Example",
            ["https://orcid.org/0000-0000-0000-0000"],
        ),
        ("Ada Example ![badge](badge.svg)", "Ada Example ![badge](badge.svg)", []),
        ("**Ada Example** <ada@example.org>", "Ada Example", ["ada@example.org"]),
        ("Ludwig v. d. Müller-d'Été <l@example.org>", "Ludwig v. d. Müller-d'Été", ["l@example.org"]),
        ("J. R. Example (@jr)", "J. R. Example", ["@jr"]),
        ("範例 愛 <ai@example.org>", "範例 愛", ["ai@example.org"]),
        ("Example, Ada <ada@example.org>", "Example, Ada", ["ada@example.org"]),
        ("Ada Example and Bo Sample <bo@example.org>", "Ada Example and Bo Sample", ["bo@example.org"]),
        ("Ada Example (@ada), ada@example.org", "Ada Example", ["ada@example.org", "@ada"]),
        ("Ada Example (@ada), email: ada@example.org", "Ada Example", ["ada@example.org", "@ada"]),
        (
            "Ada Example (@ada, Examples and Sons; ada@example.org)",
            "Ada Example",
            ["ada@example.org", "@ada"],
        ),
        ("Ada Example (@ada), Zarr (https://zarr.dev)", "Ada Example", ["@ada", "https://zarr.dev"]),
        ("@ada", "", ["@ada"]),
        ("@ada, Zarr", "", ["@ada"]),
        ("[@ada](https://github.com/ada)", "", ["https://github.com/ada"]),
        ("https://example.org", "", ["https://example.org"]),
        ("ada@example.org", "", ["ada@example.org"]),
        ("?", "", []),
    ],
)
def test_one_author(value: str, name: str, contacts: list[str]) -> None:
    [author] = authors(value)
    assert author.text.text == value
    assert essence(author) == (name, contacts)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("Ada <a@e.org>, Bo <b@e.org>", ["Ada <a@e.org>", "Bo <b@e.org>"]),
        ("Ada <a@e.org>,\n        Bo <b@e.org>", ["Ada <a@e.org>", "Bo <b@e.org>"]),
        ("Ada <a@e.org>\r\n  Bo <b@e.org>", ["Ada <a@e.org>", "Bo <b@e.org>"]),
        ("Ada (@ada), A Inc., B Inc., Bo (@bo), C Inc.", ["Ada (@ada), A Inc., B Inc.", "Bo (@bo), C Inc."]),
        ("Ada (@ada) and Bo (@bo); Cy (@cy) & Di (@di)", ["Ada (@ada)", "Bo (@bo)", "Cy (@cy)", "Di (@di)"]),
        ("Ada (@ada), Bo [@bo](https://e.org/bo)", ["Ada (@ada)", "Bo [@bo](https://e.org/bo)"]),
        ("Ada (a at e dot org), Bo (b at e dot org)", ["Ada (a at e dot org)", "Bo (b at e dot org)"]),
    ],
)
def test_several_authors(value: str, texts: list[str]) -> None:
    assert [author.text.text for author in authors(value)] == texts


def test_bullets_are_authors() -> None:
    text = "Authors:\n* Ada, Bo and Cy\n* Di <d@e.org>, Ed (@ed)\n"
    items = (at(text, "Ada, Bo and Cy"), at(text, "Di <d@e.org>, Ed (@ed)"))
    value = Span(9, len(text) - 1)
    found = read_authors(Header("Authors", text[9:-1], Span(0, value.end), Span(0, 7), value, items), text)
    assert [author.text for author in found] == list(items)
    assert [essence(author) for author in found] == [("Ada, Bo and Cy", []), ("Di", ["d@e.org", "@ed"])]


def test_no_author() -> None:
    assert authors("") == []


# Any bytes

READERS: dict[str, Callable[[str], object]] = {
    "keyword": lambda text: read_keyword(text, 0, CHOICES),
    "date": lambda text: find_date(text, 0, BOTH_FORMS, anywhere=True),
    "references": lambda text: read_references(text, 0, text, "ZEP", ("None",)),
    "mentions": lambda text: find_mentions(text, 0, text, "ZEP"),
    "authors": lambda text: read_authors(Header("A", text, Span(0, 0), Span(0, 0), Span(0, len(text))), text),
}


# What each reads over, and what it finds or splits at each time. How links are found is tested with them.
PASSED = {
    "keyword": (" ", "a ", " -", "*a"),
    "date": ("0", "1 ", "1-", "1 Jan ", "Jan "),
    "references": ("(a", "1 ", "1-", "ZEP 1 ", "a/"),
    "mentions": ("0", "ZEP "),
    "authors": ("a.", "a at ", "a at b dot "),
}
TAKEN = {
    "references": ("a,", "ZEP 1, "),
    "mentions": ("ZEP 1, ",),
    "authors": ("(", "a,", "@a ", "a at b.c ", "a <a@b.c>, "),
}


@pytest.mark.parametrize(
    ("reader", "piece", "count"),
    [
        *((reader, piece, 400_000 // len(piece)) for reader, pieces in PASSED.items() for piece in pieces),
        *((reader, piece, 60_000) for reader, pieces in TAKEN.items() for piece in pieces),
    ],
)
def test_a_long_value_ends_in_time(reader: str, piece: str, count: int) -> None:
    text = piece * count + "?"
    with ends_in_time():
        READERS[reader](text)


@pytest.mark.parametrize(
    ("model", "day", "written"),
    [
        ("May 15th, 2023", "2023-11-01", "November 1st, 2023"),
        ("November 1st, 2023", "2023-05-22", "May 22nd, 2023"),
        ("Nov. 2, 2023", "2023-05-13", "May 13, 2023"),
        ("3rd of March 2024", "2024-12-11", "11th of December 2024"),
        ("15-May-2023", "2023-06-01", "01-Jun-2023"),
        ("05-Mar-2023", "2023-06-01", "01-Jun-2023"),
        ("2023-05-15", "2023-06-01", "2023-06-01"),
        ("20230515", "2023-06-01", None),
    ],
)
def test_a_day_is_written_as_another_one(model: str, day: str, written: str | None) -> None:
    date = find_date(model, 0, ())
    assert date is not None
    assert write_like(date, day) == written
