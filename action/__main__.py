"""``python -m action STEP``: one step of ``action.yml``, with its inputs in the environment."""

from __future__ import annotations

import os
import sys

from action.workflow import StepError, Workflow


def main(step: str) -> int:
    """Run a step; its exit code."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    workflow = Workflow(os.environ, sys.stdout)
    try:
        if step == "install":
            from action.install import install

            return install(workflow)
        if step == "base":
            from action.base import report_base

            return report_base(workflow)
        from action.lint import report_findings

        return report_findings(workflow)
    except StepError as error:
        workflow.annotate("error", str(error))
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
