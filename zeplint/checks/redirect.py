"""The check that the old address of a proposal still leads to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from zeplint.checks import Context
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import Entry
from zeplint.edits.redirect import add_redirect
from zeplint.patterns import pattern
from zeplint.process import Process
from zeplint.proposal import Proposal

ENDING = pattern(r"(?:\.(?:html?|md)|/)*\Z")


def missing(context: Context) -> Iterator[Finding]:
    """A proposal lies where none is created, and its first address leads nowhere (S44)."""
    proposals = context.collection.proposals
    # How many proposals lead there from an address: what was left over from another one is another rule's.
    given = Counter(address for proposal in proposals for address in _addresses(_redirects(proposal)))
    for proposal in proposals:
        directory, early = _moved(proposal)
        if early and _can_redirect(proposal, is_used=bool(given)):
            yield from _without_redirect(proposal, directory, early, given)


def _without_redirect(
    proposal: Proposal, directory: str, early: str, given: Mapping[str, int]
) -> Iterator[Finding]:
    entry = _redirects(proposal)
    for address in _addresses(entry):
        if _leads_from(address, early, proposal) or (_directory(address) == early and given[address] > 1):
            return
    key, address = proposal.process.data["redirect"]["front-matter"], _address(proposal, early)
    edit = add_redirect(proposal, key, address)
    # That another page redirects shows that the site can.
    is_known = sum(given.values()) > len(_addresses(entry))
    fix = Fix(f"Add {key}: {address}", is_known, (edit,)) if edit else None
    values = {"directory": f"{directory}/", "early": f"{early}/", "key": key, "address": address}
    place = Place(proposal.source, entry.span if entry else proposal.source.line_span(1))
    yield Finding((place,), values, fix=fix)


def on_move(proposal: Proposal, directory: str) -> Edit | None:
    """The edit that a move out of a status directory asks for; None where nothing has to lead from there."""
    if directory != _early(proposal.process) or not _can_redirect(proposal, is_used=False):
        return None
    if any(_leads_from(address, directory, proposal) for address in _addresses(_redirects(proposal))):
        return None
    key = proposal.process.data["redirect"]["front-matter"]
    return add_redirect(proposal, key, _address(proposal, directory))


def _can_redirect(proposal: Proposal, *, is_used: bool) -> bool:
    """Whether the front matter of a proposal can say so: it is sound, and a site is made of the proposals."""
    facts, front_matter = proposal.process.data.get("redirect"), proposal.preamble.front_matter
    if not facts or front_matter is None or front_matter.error is not None:
        return False
    return is_used or any(front_matter.get(name) for name in facts.get("published-by", ()))


def _address(proposal: Proposal, directory: str) -> str:
    stem = proposal.filename.rpartition(".")[0]
    address: str = proposal.process.data["redirect"]["value"].format(directory=directory, stem=stem)
    return address


def _early(process: Process) -> str:
    """The directory in which proposals begin."""
    statuses = process.statuses.values()
    return next((s.directories[0] for s in statuses if s.stage == "early" and s.directories), "")


def _moved(proposal: Proposal) -> tuple[str, str]:
    """The directory of a proposal and the one it must have come from; both empty where it need not have moved."""
    process, status, kind = proposal.process, proposal.status, proposal.type
    place = process.directory_of(proposal.local_path)
    early = _early(process)
    if place is None or status is None or place[1] not in status.directories or place[1] == early:
        return "", ""
    # Of a type that is not known, another rule says so.
    kinds = [kind.name] if kind else list(process.types)
    if any(_may_be_born(process, status.name, name) for name in kinds):
        return "", ""
    return place[1], early


def _may_be_born(process: Process, status: str, kind: str) -> bool:
    """Whether a proposal of a type may be created with a status."""
    for row in process.data.get("transitions", ()):
        is_birth = row["from"] == "new" and row["verdict"] == "ok" and status in row["to"]
        if is_birth and (not row.get("types") or kind in row["types"]):
            return True
    return False


def _redirects(proposal: Proposal) -> Entry | None:
    """The entry of the front matter that holds a proposal's old addresses."""
    facts, front_matter = proposal.process.data.get("redirect"), proposal.preamble.front_matter
    return front_matter.get(facts["front-matter"]) if facts and front_matter else None


def _addresses(entry: Entry | None) -> list[str]:
    if entry is None:
        return []
    return [item.text for item in entry.items] or ([entry.value] if entry.value else [])


def _directory(address: str) -> str:
    return ENDING.sub("", address).rpartition("/")[0].rpartition("/")[2]


def _leads_from(address: str, early: str, proposal: Proposal) -> bool:
    """Whether an address is one that the proposal had in the directory `early`."""
    bare = ENDING.sub("", address)
    name = bare.rpartition("/")[2]
    if _directory(address) != early:
        return False
    match = proposal.process.match_similar_name(f"{name}.md")
    return match is None or int(match["number"]) == proposal.number
