"""Puts the rules into the wheel: the files themselves, and the one module that a run reads.

An editable install reads the checkout's ``rules/``, so it gets neither.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODULE = "zeplint/_compiled.py"


class RulesBuildHook(BuildHookInterface[BuilderConfig]):
    """Adds ``rules/`` to a standard wheel, as files and compiled."""

    _scratch: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules into a file outside the checkout and include it.

        Raises what `zeplint.rulebook.compile` raises for a rule file that is wrong.
        """
        if version != "standard":
            return
        self._scratch = tempfile.TemporaryDirectory(prefix="zeplint-build-")
        compiled = Path(self._scratch.name, Path(MODULE).name)
        compiled.write_text(self._compile(), encoding="utf-8", newline="\n")
        build_data["force_include"] |= {str(compiled): MODULE, "rules": "zeplint/rules"}

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove what `initialize` wrote."""
        if self._scratch is not None:
            self._scratch.cleanup()

    def _compile(self) -> str:
        sys.path.insert(0, self.root)
        try:
            compiler = importlib.import_module("zeplint.rulebook.compile")
        finally:
            sys.path.remove(self.root)
        source: str = compiler.compiled_module(str(Path(self.root, "rules")))
        return source
