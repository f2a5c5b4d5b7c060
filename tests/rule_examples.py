"""What tests need to run the rules that come along on examples."""

from __future__ import annotations

from zeplint.rulebook import load_rulebook
from zeplint.ruletest.examples import TODAY, Bench, essence, report
from zeplint.ruletest.forms import FORMS, rewrite

RULEBOOK = load_rulebook()
BENCH = Bench(RULEBOOK)
PROCESSES = BENCH.processes

__all__ = ["BENCH", "FORMS", "PROCESSES", "RULEBOOK", "TODAY", "essence", "report", "rewrite"]
