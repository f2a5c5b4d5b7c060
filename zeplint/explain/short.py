"""A rule in a few paragraphs of Markdown: what an editor shows of it."""

from __future__ import annotations

from zeplint.explain.parts import level_of, origin_of, page_of
from zeplint.process import Process
from zeplint.rulebook import Rule


def short_page(rule: Rule, process: Process) -> str:
    """What a rule wants, why, and which statements say so; of one without a file here, what the rulebook knows."""
    try:
        page = page_of(rule)
    except (OSError, LookupError):
        return f"**{rule.code}** {rule.name} ({rule.severity.label})\n\n{rule.summary}"
    parts = [f"**{rule.code}** {rule.name} ({level_of(page)})", rule.summary, page["why"].strip()]
    for source in page["sources"]:
        where = origin_of(source, process)
        quote = " ".join(source["quote"].split()) if "quote" in source else ""
        parts.append(f"> {quote}\n>\n> {where}" if quote else where)
    return "\n\n".join(parts)
