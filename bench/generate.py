"""Writes a collection of invented ZEPs, the same for the same number of them.

    python bench/generate.py FOLDER COUNT

A twentieth of the ZEPs is superseded by a later one, some require earlier ones, and every fortieth
has one mistake in its headers or relations, so that reporting is part of what is timed.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# The status of a ZEP by the last digits of its number, so that relations can count on it.
STATUSES = (
    *("Draft", "Accepted", "Final", "Draft", "Deferred", "Accepted", "Draft", "Superseded", "Draft", "Final"),
    *(
        "Rejected",
        "Final",
        "Draft",
        "Accepted",
        "Withdrawn",
        "Draft",
        "Provisional",
        "Draft",
        "Accepted",
        "Draft",
    ),
)
CYCLE = len(STATUSES)
SUPERSEDED = STATUSES.index("Superseded")
SUCCESSOR_AFTER = 4
MISTAKE_EVERY = 40
MISTAKEN = 13
REQUIRING = (3, 9, 15)
STANDING = ("Accepted", "Final")
RESOLVED = ("Accepted", "Final", "Rejected", "Withdrawn")

TYPES = ("Core", "Core", "Informational", "Process")
AUTHORS = ("Ada Lindqvist", "Bo Marsh", "Chidi Okoro", "Dana Weiss", "Emre Tan", "Fay O'Hara", "Goran Ilić")
SUBJECTS = (
    "arrays",
    "chunk keys",
    "codecs",
    "consolidated metadata",
    "fill values",
    "groups",
    "shards",
    "stores",
)
QUALITIES = ("appendable", "compact", "lazy", "nested", "portable", "ragged", "sparse", "versioned")
SENTENCES = (
    "A reader of {subject} has to know their layout before it fetches the first byte.",
    "Today two implementations write {subject} in ways that a third one cannot read.",
    "The metadata names the form, and an older reader stops instead of guessing.",
    "Nothing changes for {subject} that were written before this proposal.",
    "The cost is one more key in the metadata and no further request to the store.",
    "We measured {subject} of a climate model, a microscope and a telescope.",
    "A tool that only copies {subject} need not understand them.",
    "Another way would be to leave {subject} to each application.",
)
SECTIONS = (
    "Abstract",
    "Motivation and Scope",
    "Usage and Impact",
    "Backward Compatibility",
    "Detailed description",
    "Implementation",
    "Alternatives",
    "Discussion",
)


class Generated(NamedTuple):
    """An invented ZEP: its path relative to the collection, with ``/``, and its text."""

    path: str
    text: str


def proposals(count: int) -> Iterator[Generated]:
    """ZEPs 0 to `count` - 1, of at most 10,000, which is what four digits can number."""
    for number in range(count):
        status = _status(number, count)
        title, body = _content(number)
        headers = "\n".join(f"{name}: {value}" for name, value in _headers(number, count))
        text = f"# ZEP {number} — {title}\n\n{headers}\n\n{body}"
        yield Generated(f"docs/zeps/{status.lower()}/zep-{number:04}.md", text)


def write_collection(folder: Path, count: int) -> None:
    """Write `count` ZEPs below `folder`, which need not exist."""
    for path, text in proposals(count):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def _random(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same invention each time is the point


def _status(number: int, count: int) -> str:
    status = STATUSES[number % CYCLE]
    # The last superseded ZEP can lack a successor, and is then one that still holds.
    return "Accepted" if status == "Superseded" and number + SUCCESSOR_AFTER >= count else status


def _headers(number: int, count: int) -> list[tuple[str, str]]:
    pick = _random(number)
    status = _status(number, count)
    author = pick.choice(AUTHORS)
    created = f"20{pick.randrange(10, 24)}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}"
    headers = {
        "Author": f"{author} <{author.split()[0].lower()}@example.org>",
        "Status": status,
        "Type": pick.choice(TYPES),
        "Created": created,
        "Discussion": f"https://example.org/discussions/{number}",
    }
    if status in STANDING:
        headers["Accepted"] = f"2024-{pick.randrange(1, 10):02}-{pick.randrange(1, 29):02}"
    if status in RESOLVED:
        headers["Resolution"] = f"https://example.org/votes/{number}"
    if number % CYCLE in REQUIRING:
        earlier = {pick.randrange(number) for _ in range(3)}
        required = sorted(other for other in earlier if STATUSES[other % CYCLE] in STANDING)
        if required:
            headers["Require"] = ", ".join(map(str, required))
    if status == "Superseded":
        headers["Replaced-By"] = str(number + SUCCESSOR_AFTER)
    if number % CYCLE == SUPERSEDED + SUCCESSOR_AFTER:
        headers["Replaces"] = str(number - SUCCESSOR_AFTER)
    if number % MISTAKE_EVERY == MISTAKEN:
        _spoil(headers, number // MISTAKE_EVERY)
    return list(headers.items())


def _spoil(headers: dict[str, str], turn: int) -> None:
    """Make one mistake, another one each turn."""
    match turn % 4:
        case 0:
            headers["Created"] = headers["Created"][:5] + "14-03"
        case 1:
            headers["Author"] = headers["Author"].partition(" <")[0]
        case 2:
            headers["Require"] = "12345"
        case 3:
            del headers["Type"]


def _content(number: int) -> tuple[str, str]:
    pick = _random(number)
    subject = pick.choice(SUBJECTS)
    sections = [
        f"## {heading}\n\n"
        + "\n".join(pick.choices(SENTENCES, k=pick.randrange(2, 6))).format(subject=subject)
        for heading in SECTIONS
    ]
    sections.append("## Copyright\n\nThis document has been placed in the public domain.\n")
    return f"{pick.choice(QUALITIES)} {subject}".capitalize(), "\n\n".join(sections)


def main() -> None:
    """Write the collection that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a collection of invented ZEPs.")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("count", type=int, metavar="COUNT")
    options = parser.parse_args()
    write_collection(options.folder, options.count)


if __name__ == "__main__":
    main()
