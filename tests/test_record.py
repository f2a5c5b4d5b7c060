"""The light named tuple behaves as the one of `typing`, which type checkers take it for."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from typing import NamedTuple as Reference

import pytest

from zeplint import record


class Light(record.NamedTuple):
    """A record with a method."""

    start: int
    end: int
    note: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start


class Heavy(Reference):
    """The same with the original."""

    start: int
    end: int
    note: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start


BEHAVIOUR: list[Callable[[Any], object]] = [
    lambda cls: tuple(cls(1, 4)),
    lambda cls: tuple(cls(end=4, start=1, note="x")),
    lambda cls: cls(1, 4) == (1, 4, ""),
    lambda cls: hash(cls(1, 4)) == hash((1, 4, "")),
    lambda cls: cls(1, 4).length,
    lambda cls: min(cls(3, 4), cls(1, 9)).start,
    lambda cls: tuple(cls(1, 4)._replace(end=9)),
    lambda cls: type(cls(1, 4)._replace(end=9)) is cls,
    lambda cls: cls(1, 4)._asdict(),
    lambda cls: repr(cls(1, 4)).partition("(")[2],
    lambda cls: copy.deepcopy(cls(1, 4)) == cls(1, 4),
    lambda cls: pickle.loads(pickle.dumps(cls(1, 4))) == cls(1, 4),
    lambda cls: hasattr(cls(1, 4), "__dict__"),
    lambda cls: cls._fields,
    lambda cls: cls.__match_args__,
    lambda cls: cls.__doc__ is not None,
]


@pytest.mark.parametrize("behaviour", BEHAVIOUR)
def test_behaves_as_the_original(behaviour: Callable[[Any], object]) -> None:
    assert behaviour(Light) == behaviour(Heavy)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda cls: cls(1),
        lambda cls: cls(1, 2, "x", 4),
        lambda cls: cls(1, 2, other=3),
        lambda cls: cls(1, 2, start=3),
        lambda cls: setattr(cls(1, 2), "start", 3),
    ],
)
def test_refuses_what_the_original_refuses(wrong: Callable[[Any], object]) -> None:
    for cls in (Heavy, Light):
        with pytest.raises((TypeError, AttributeError)):
            wrong(cls)


def test_the_way_of_a_proposal_imports_no_typing() -> None:
    code = "import sys; import zeplint.cli, zeplint.session, zeplint.linter; print('typing' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "False", done.stderr
