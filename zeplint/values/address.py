"""Web addresses that cannot work as they are written, and what they were meant to be."""

from __future__ import annotations

from zeplint.nearest import slips
from zeplint.patterns import pattern
from zeplint.record import NamedTuple

# An address in which nothing can be wrong: most are, and cost no more than this.
_SOUND = pattern(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][^<>()\[\]]*)?")
_WEB = pattern(r"https?://(?=[^/?#\s])")
_DOUBLED = pattern(r"(?:https?|ftp)(?::/*|//)(?=(?:https?|ftp)(?::/|//))")
_SLASHES = pattern(
    r"(?P<scheme>https?)(?::/|:///+|//|;//|:\\+|:|:/ /)(?=[\w-]+(?:\.[\w-]+)*(?:[/:?#]|\Z))(?!//)"
)
_SCHEME = pattern(r"(?P<scheme>[A-Za-z]{2,8})://")
_HOST = pattern(r"https?://(?:[^/?#@]*@)?(?P<host>[^/?#]*)")
_BAD_HOST = pattern(r"\.\.|^[.,-]|,|[.-]$(?<!\w\.)|^$")
# A name and a colon that begin no address of the web: of another kind, or of none.
_OTHER = pattern(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?!//)(?=[^\s\d/])")

# Kinds of addresses without `//` that documents link to.
_KINDS = frozenset(
    (
        "about",
        "ark",
        "arxiv",
        "bitcoin",
        "callto",
        "cid",
        "data",
        "did",
        "doi",
        "file",
        "geo",
        "git",
        "hdl",
        "info",
        "irc",
        "isbn",
        "javascript",
        "magnet",
        "mailto",
        "matrix",
        "mid",
        "news",
        "orcid",
        "pkg",
        "scp",
        "sip",
        "sms",
        "ssh",
        "swh",
        "tag",
        "tel",
        "urn",
        "view-source",
        "webcal",
        "xmpp",
    )
)
_PAIRS = (("(", ")"), ("[", "]"), ("<", ">"))
# A bracket as an address may write it, too.
_ENCODED = {"(": "%28", ")": "%29", "[": "%5b", "]": "%5d", "<": "%3c", ">": "%3e"}


class Fault(NamedTuple):
    """What is wrong with an address.

    `kind`: doubled, slashes, scheme, kind, bracket or host. `found` is the part that is wrong; `meant` the
    whole address as it was meant, empty where that is not certain.
    """

    kind: str
    found: str
    meant: str


def find_fault(address: str) -> Fault | None:
    """What is wrong with an address; None if nothing is, or if it leads to a file of the same site."""
    if _SOUND.fullmatch(address):
        return None
    if _WEB.match(address):
        if doubled := _DOUBLED.match(address):
            rest = address[doubled.end() :]
            return Fault("doubled", address[: doubled.end()] + rest.partition("/")[0], _mended(rest))
        return _bracket(address) or _host(address)
    if doubled := _DOUBLED.match(address):
        rest = address[doubled.end() :]
        return Fault("doubled", address[: doubled.end()] + rest.partition("/")[0], _mended(rest))
    if slashes := _SLASHES.match(address):
        return Fault("slashes", slashes[0], f"{slashes['scheme']}://{address[slashes.end() :]}")
    if address.startswith("://"):
        return Fault("slashes", "://", f"https{address}")
    if scheme := _SCHEME.match(address):
        return _scheme(address, scheme["scheme"])
    if (other := _OTHER.match(address)) and other["scheme"].lower() not in _KINDS:
        return Fault("kind", f"{other['scheme']}:", "")
    return Fault("host", address, "") if address.rstrip("/") in ("http:", "https:") else None


def _mended(address: str) -> str:
    slashes = _SLASHES.match(address)
    return f"{slashes['scheme']}://{address[slashes.end() :]}" if slashes else address


def _scheme(address: str, scheme: str) -> Fault | None:
    near = slips(scheme.lower(), ("http", "https"))
    if not near or scheme.lower() in ("http", "https"):
        return None
    return Fault("scheme", f"{scheme}://", f"{near[0][1]}{address[len(scheme) :]}")


def _bracket(address: str) -> Fault | None:
    """A bracket without its counterpart: certain are those at the end, which the address has swallowed."""
    for opening, closing in _PAIRS:
        surplus = _count(address, closing) - _count(address, opening)
        if surplus > 0 and closing in address:
            ending = address[len(address.rstrip(closing)) :]
            meant = address[: len(address) - surplus] if len(ending) >= surplus else ""
            return Fault("bracket", closing, meant)
        if surplus < 0 and opening in address:
            return Fault(
                "bracket", opening, f"{address}{closing}" if opening == "(" and surplus == -1 else ""
            )
    return None


def _count(address: str, bracket: str) -> int:
    return address.count(bracket) + address.lower().count(_ENCODED[bracket])


def _host(address: str) -> Fault | None:
    match = _HOST.match(address)
    if match and _BAD_HOST.search(match["host"]) and "{" not in match["host"]:
        return Fault("host", match["host"], "")
    return None
