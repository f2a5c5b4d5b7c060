"""Fixtures that several test modules use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.systems import skip_what_windows_lacks

skip_what_windows_lacks()

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout under test."""
    return CHECKOUT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of published proposals: `ZEPLINT_CORPUS`, else a neighbour of the checkout."""
    folder = Path(os.environ.get("ZEPLINT_CORPUS") or CHECKOUT.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}: set ZEPLINT_CORPUS")
    return folder
