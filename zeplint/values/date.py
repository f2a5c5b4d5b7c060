"""Dates as people write them, and the days they can mean.

A day is an ISO day, ``2024-11-05``: days compare as their texts do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zeplint.document import Text
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.values.parts import part


class Date(NamedTuple):
    """A date: what is written, in which form and order, and the days it can mean.

    `form` is the name of the process's form it is written in (``yyyy-mm-dd``), empty for any other;
    `order` says in which order its parts stand, a month's name as ``M``: ``ymd``, ``dMy``. `days` are
    the days it may be: one for a valid date; for another, each day that its parts can make. `valid` says
    that form and day are both right. `rest` is what follows.
    """

    written: Text
    form: str
    days: tuple[str, ...]
    valid: bool
    rest: Text
    order: str


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_STARTS = tuple(month.casefold() for month in MONTHS)
_LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SUFFIX = pattern(r"st|nd|rd|th", re.IGNORECASE)
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_NAME = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
# Word processors and chats turn a hyphen into one of its look-alikes.
_DASHES = "-‐‑‒–—−"
_BETWEEN = rf"(?:[{_DASHES}/.]|,\s{{0,3}}|\s{{1,3}}(?:of\s{{1,3}})?)"
_SAME = rf"(?P<mark>[{_DASHES}/.])"
_TIME = r"(?:(?:T|\s)\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
_SHAPES = tuple(
    (order, pattern(rf"(?<![^\W_])(?<!\.){shape}(?!\d){_TIME}", re.IGNORECASE))
    for order, shape in (
        ("ymd", rf"{_YEAR}{_SAME}(?P<first>\d{{1,2}})(?P=mark)(?P<second>\d{{1,2}})"),
        ("dmy", rf"(?P<first>\d{{1,2}}){_SAME}(?P<second>\d{{1,2}})(?P=mark){_YEAR}"),
        ("dMy", rf"{_DAY}{_BETWEEN}{_NAME}{_BETWEEN}{_YEAR}"),
        ("Mdy", rf"{_NAME}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}"),
        ("yMd", rf"{_YEAR}{_BETWEEN}{_NAME}{_BETWEEN}{_DAY}"),
        ("ymd", r"(?P<year>(?:19|20)\d\d)(?P<first>\d\d)(?P<second>\d\d)"),
    )
)
# The forms that a process may name: the order of their parts, and how they are written.
_FORMS = {
    "yyyy-mm-dd": ("ymd", pattern(r"(?P<year>[0-9]{4})-(?P<first>[0-9]{2})-(?P<second>[0-9]{2})")),
    "dd-mmm-yyyy": (
        "dMy",
        pattern(rf"(?P<day>[0-9]{{2}})-(?P<month>{'|'.join(MONTHS)})-(?P<year>[0-9]{{4}})", re.IGNORECASE),
    ),
}


def find_date(text: str, base: int, forms: Sequence[str], *, anywhere: bool = False) -> Date | None:
    """The date at the start of a value, or, if `anywhere`, the first one in it; None without one.

    `forms` are the process's forms, the preferred first. A month's name is right in any case.
    """
    has_letters = any(map(str.isalpha, text))
    for form in forms:
        order, written = _FORMS[form]
        if has_letters == ("M" in order) and (match := written.fullmatch(text)):
            return _date(text, base, form, order, match)
    found = [
        (match.start(), order, match)
        for order, shape in _shapes_in(text)
        if (match := shape.search(text) if anywhere else shape.match(text))
    ]
    if not found:
        return None
    _, order, match = min(found, key=lambda candidate: candidate[0])
    form = next((form for form in forms if _FORMS[form][1].fullmatch(match[0])), "")
    return _date(text, base, form, order, match)


def _shapes_in(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The shapes that a date in a text may have: to compile one takes longer than all else about dates."""
    if any(map(str.isdigit, text)):
        has_month = any(month in text.casefold() for month in _MONTH_STARTS)
        yield from ((order, shape) for order, shape in _SHAPES if has_month or "M" not in order)


def _date(text: str, base: int, form: str, order: str, match: re.Match[str]) -> Date:
    days = _days(order, match)
    # A form's own pattern leaves only the order of day and month to be wrong.
    valid = bool(form) and len(days) == 1 and format_day(days[0], form).casefold() == match[0].casefold()
    written = part(text, match.start(), match.end(), base)
    return Date(written, form, days, valid, part(text, match.end(), len(text), base), order)


def _days(order: str, match: re.Match[str]) -> tuple[str, ...]:
    """The days that the parts of a date can make."""
    year = int(match["year"])
    if "M" in order:
        month = MONTHS.index(match["month"][:3].capitalize()) + 1
        candidates = [_day(year, month, int(match["day"]))]
    else:
        first, second = int(match["first"]), int(match["second"])
        candidates = [_day(year, first, second), _day(year, second, first)]
        if order == "ymd" and candidates[0]:
            # Behind a year, nobody writes the day first.
            candidates = candidates[:1]
        elif order == "dmy":
            candidates.reverse()
    return tuple(dict.fromkeys(day for day in candidates if day))


def _day(year: int, month: int, day: int) -> str:
    """The ISO day, or nothing where the calendar has none."""
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= _MONTH_LENGTHS[month - 1]):
        return ""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return "" if month == 2 and day == 29 and not leap else f"{year:04}-{month:02}-{day:02}"


def format_day(day: str, form: str) -> str:
    """An ISO day in the form of that name: ``yyyy-mm-dd`` or ``dd-mmm-yyyy``."""
    if _FORMS[form][0] == "ymd":
        return day
    year, month, number = day.split("-")
    return f"{number}-{MONTHS[int(month) - 1]}-{year}"


def write_like(date: Date, day: str) -> str | None:
    """An ISO day in the words of another date: ``May 15th, 2023``; None for digits without marks between."""
    match = next(
        (m for order, shape in _SHAPES if order == date.order and (m := shape.fullmatch(date.written.text))),
        None,
    )
    if match is None or not re.search(r"\D", match[0]):
        return None
    year, month, number = day.split("-")
    parts = {"year": year, "month": month, "day": number}
    if "M" not in date.order:
        names = ("month", "day") if date.order == "ymd" else ("day", "month")
        parts = {"year": year, "first": parts[names[0]], "second": parts[names[1]]}
    else:
        name = _LONG_MONTHS[int(month) - 1]
        # May is short and long; between hyphens, people write three letters and two digits.
        is_short = len(match["month"]) == 3 and (match["month"] != "May" or "-" in match[0])
        parts["month"] = name[:3] if is_short else name
        parts["day"] = number if match["day"].startswith("0") or "-" in match[0] else str(int(number))
    pieces: list[str] = []
    end = match.start()
    for group in sorted(parts, key=match.start):
        pieces += match.string[end : match.start(group)], parts[group]
        end = match.end(group)
        if parts[group] == "May" and match.string.startswith(".", end):
            end += 1
        if group == "day" and (suffix := _SUFFIX.match(match.string, end)):
            pieces.append(_ordinal(int(number)))
            end = suffix.end()
    return "".join(pieces)


def _ordinal(number: int) -> str:
    """What English puts behind a day of the month: ``st``, ``nd``, ``rd`` or ``th``."""
    return "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def nearest_form(date: Date, forms: Sequence[str]) -> str:
    """Of the process's forms, the one with the parts in the order of `date`; else the preferred one."""
    return next((form for form in forms if _FORMS[form][0] == date.order), forms[0])
