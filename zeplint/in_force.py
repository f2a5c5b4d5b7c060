"""What is decided of a rule on a proposal: how grave a finding is, and whether a proposal is held to it at all.

Each decision names what made it, so that a user can be told.
"""

from __future__ import annotations

from collections.abc import Mapping

from zeplint.diagnostic import SEVERITIES, Severity
from zeplint.document import Document
from zeplint.process import Process
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule, Rulebook

SETTINGS, PROCESS, FINDING, STAGE, RULE = "settings", "process", "finding", "stage", "rule"


class Gravity(NamedTuple):
    """The severity of a finding, what decided it (one of the names above) and, in the settings, under which key."""

    severity: Severity
    by: str
    key: str = ""


def gravity(
    rule: Rule,
    configured: Mapping[str, str],
    process: Process,
    document: Document,
    finding: Severity | None = None,
) -> Gravity:
    """Decided in this order: settings, the process, the finding, the proposal's stage, the rule.

    `configured` are the settings' severities by code or name of a rule.
    """
    for key in (rule.code, rule.name):
        if key in configured:
            return Gravity(SEVERITIES[configured[key]], SETTINGS, key)
    fact = process.rule_fact(rule.code)
    if fact is not None and fact.severity is not None:
        return Gravity(SEVERITIES[fact.severity], PROCESS)
    if finding is not None:
        return Gravity(finding, FINDING)
    if rule.escalate and isinstance(document, Proposal) and document.stage in rule.escalate:
        return Gravity(rule.escalate[document.stage], STAGE)
    return Gravity(rule.severity, RULE)


class Beginning(NamedTuple):
    """From which number, or ISO day, on proposals are held to a rule; what decided it, and under which key."""

    start: int | str
    by: str
    key: str = ""


def beginning(
    rule: Rule, rulebook: Rulebook, configured: Mapping[str, int | str], process: Process
) -> Beginning | None:
    """Where a rule begins: as the settings' closest selector says, else the process; None without a beginning."""
    if configured:
        _, key = rulebook.closest(configured, rule)
        if key:
            return Beginning(configured[key], SETTINGS, key)
    fact = process.rule_fact(rule.code)
    if fact is not None and fact.applies_from is not None:
        return Beginning(fact.applies_from, PROCESS)
    return None


def is_held(proposal: Proposal, begun: Beginning | None) -> bool:
    """Whether a proposal is held to a rule with this beginning; one without a number, or a date, is."""
    if begun is None:
        return True
    if isinstance(begun.start, int):
        return proposal.number is None or proposal.number >= begun.start
    header = proposal.filled("created")
    spec = proposal.process.header_for("created")
    date = proposal.date(header, spec) if header and spec else None
    return date is None or not date.days or date.days[0] >= str(begun.start)
