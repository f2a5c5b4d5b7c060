"""The check of what a link says: that it leads where its text does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.stale import number_at, written
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Document, Link
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span
from zeplint.values.address import find_fault

# Kinds of links whose text the author chose.
_KINDS = frozenset(("inline", "reference", "html"))
LONGEST = 200

_ACCOUNT = pattern(r"\W*@(?P<account>[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?)\W*")
_ACCOUNT_PAGE = pattern(
    r"(?i:https?://(?:www\.)?(?:github|gitlab)\.com)/(?P<account>[A-Za-z\d](?:[\w.-]*[A-Za-z\d])?)/?(?:[?#].*)?"
)
# A number that is an issue's: behind a mark, with or without a repository, or behind a word.
_ISSUE = pattern(
    r"[\W_]*+(?:(?:[\w.-]++/)?+[\w.-]++\#|(?<=\#)|gh[ -]?\#?"
    r"|(?:[\w.-]++[ ])?(?:issues?|pull[ -]requests?|prs?|pull|discussion)[ ]?(?:\#|no\.[ ])?)(?P<number>\d{1,7})[\W_]*+",
    re.IGNORECASE,
)
_ISSUE_PAGE = pattern(
    r"https?://[\w.-]+/(?P<repository>[\w.-]+/[\w.-]+)/(?:-/)?(?:issues|pull|discussions|merge_requests)/(?P<number>\d{1,7})(?=[/?#]|\Z)",
    re.IGNORECASE,
)
# Behind other words only with its repository: a number alone may count anything.
_NAMED_ISSUE = pattern(r"(?<![\w./-])(?P<repository>[\w.-]+/[\w.-]+)\#(?P<number>\d{1,7})(?!\w)")
_ADDRESS = pattern(r"(?:https?://|www\.)[^\s<>…]+", re.IGNORECASE)
_MAIL = pattern(r"(?:mailto:)?(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_WEB = pattern(r"(?:https?://)?(?:www\.)?(?P<rest>.*)", re.IGNORECASE)
_RESOLVER = pattern(r"dx\.(?=doi\.org/)", re.IGNORECASE)
_FILE = pattern(r"(?P<name>[^/?#]+)/?(?:[?#].*)?\Z")


def agrees(document: Document, context: Context) -> Iterator[Finding]:
    """A link whose text shows one issue, account, proposal or address, and whose target is another.

    Like is held with like only. A link in the headers of a proposal is another rule's, and so is a target
    that cannot work.
    """
    block = document.preamble.block if isinstance(document, Proposal) else Span(0, 0)
    for link in document.body.links:
        if link.kind not in _KINDS or not link.text or len(link.text) > LONGEST:
            continue
        if block.start <= link.span.start < block.end or not link.target:
            continue
        finding = _issue(document, link) or _account(document, link) or _proposal(document, context, link)
        finding = finding or _mail(document, link) or _address(document, link)
        if finding and find_fault(link.target) is None:
            yield finding


def _finding(
    document: Document, link: Link, kind: str, said: str, led: str, part: Span | None = None, new: str = ""
) -> Finding:
    """`part` is what of the target is to become `new`, which a person must agree to."""
    fix = None
    span = written(document, link)
    # The definition of a reference may serve other links, whose text is right.
    if part and span and link.kind == "inline":
        edit = Edit(document.source, Span(span.start + part.start, span.start + part.end), new)
        fix = Fix(f"Lead to {said}", False, (edit,))
    place = Place(document.source, link.text_span)
    return Finding((place,), {"said": excerpt(said), "led": excerpt(led)}, kind, fix)


def _issue(document: Document, link: Link) -> Finding | None:
    said, led = _ISSUE.fullmatch(link.text), _ISSUE_PAGE.match(link.target)
    if led and not said and link.text.count("#") == 1:
        said = _NAMED_ISSUE.search(link.text)
        said = said if said and said["repository"].casefold() == led["repository"].casefold() else None
    if not said or not led or int(said["number"]) == int(led["number"]):
        return None
    numbers = f"#{said['number']}", f"#{led['number']}"
    return _finding(document, link, "issue", *numbers, Span(*led.span("number")), said["number"])


def _account(document: Document, link: Link) -> Finding | None:
    said, led = _ACCOUNT.fullmatch(link.text), _ACCOUNT_PAGE.fullmatch(link.target)
    if not said or not led or said["account"].casefold() == led["account"].casefold():
        return None
    names = f"@{said['account']}", f"@{led['account']}"
    return _finding(document, link, "account", *names, Span(*led.span("account")), said["account"])


def _proposal(document: Document, context: Context, link: Link) -> Finding | None:
    """A text that is nothing but the name of a proposal, over the page of another one."""
    process = context.process
    if not link.text.strip().startswith(process.noun):
        return None
    said = re.fullmatch(rf"{re.escape(process.noun)}[ -]?0*(\d{{1,6}})", link.text.strip())
    page = _FILE.search(link.target)
    number = number_at(context, page["name"]) if said and page else None
    if said is None or number is None or number == int(said[1]):
        return None
    return _finding(document, link, "proposal", process.title_of(int(said[1])), process.title_of(number))


def _mail(document: Document, link: Link) -> Finding | None:
    said, led = _MAIL.fullmatch(link.text.strip()), _MAIL.fullmatch(link.target.partition("?")[0])
    if not said or not led or said["mail"].casefold() == led["mail"].casefold():
        return None
    return _finding(
        document, link, "address", said["mail"], led["mail"], Span(*led.span("mail")), said["mail"]
    )


def _address(document: Document, link: Link) -> Finding | None:
    """Of two addresses one may be the beginning of the other: a text is shortened for its readers."""
    text = link.text.strip()
    if not _ADDRESS.fullmatch(text) or not _ADDRESS.match(link.target):
        return None
    said, led = _plain(text), _plain(link.target)
    if not said or said.endswith("..") or led.startswith(said) or said.startswith(led):
        return None
    return _finding(document, link, "address", text, link.target)


def _plain(address: str) -> str:
    """What two ways to write an address have in common."""
    match = _WEB.fullmatch(address.strip())
    rest = match["rest"] if match else address
    if "%" in rest:
        from urllib.parse import unquote

        rest = unquote(rest)
    return _RESOLVER.sub("", rest).rstrip("/#").casefold()
