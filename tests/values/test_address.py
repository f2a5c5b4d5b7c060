"""Addresses that cannot work, and those that only look so."""

from __future__ import annotations

import pytest

from tests.bounded import ends_in_time
from zeplint.values.address import find_fault


@pytest.mark.parametrize(
    ("address", "kind", "meant"),
    [
        ("https://https://a.org/b", "doubled", "https://a.org/b"),
        ("http://https//a.org", "doubled", "https://a.org"),
        ("https:https://a.org", "doubled", "https://a.org"),
        ("https//a.org/b", "slashes", "https://a.org/b"),
        ("http:///a.org/b", "slashes", "http://a.org/b"),
        ("https:/a.org", "slashes", "https://a.org"),
        ("https:a.org", "slashes", "https://a.org"),
        ("://a.org", "slashes", "https://a.org"),
        ("htps://a.org", "scheme", "https://a.org"),
        ("hhtps://a.org", "scheme", "https://a.org"),
        ("numpy:arrays.interface", "kind", ""),
        ("https://a.org>", "bracket", "https://a.org"),
        ("https://a.org/b)", "bracket", "https://a.org/b"),
        ("https://a.org/(b", "bracket", "https://a.org/(b)"),
        ("https://a.org/[b", "bracket", ""),
        ("https://a..org/b", "host", ""),
        ("https://a,org", "host", ""),
        ("http:", "host", ""),
    ],
)
def test_faults(address: str, kind: str, meant: str) -> None:
    fault = find_fault(address)
    assert fault
    assert (fault.kind, fault.meant) == (kind, meant)
    assert not meant or find_fault(meant) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://a.org",
        "http://a-b.org:80/c?d=e#f",
        "https://a.org/b_(c)/<d>/[e]",
        "https://web.archive.org/web/2020/https://a.org",
        "https://[::1]/a",
        "https://localhost:4000",
        "https://a@b.org/~c",
        "https://a.org./b",
        "mailto:a@b.org",
        "doi:10.1/2",
        "urn:a:b",
        "s3://a/b",
        "git+ssh://a",
        "localhost:4000",
        "../a.md",
        "http.md",
        "a:b" * 0,
    ],
)
def test_none(address: str) -> None:
    assert find_fault(address) is None


@pytest.mark.parametrize("unit", ["https://", "https:/", "(", "a.", "http://a.", "<", "https//"])
def test_ends_in_time(unit: str) -> None:
    with ends_in_time():
        find_fault(unit * 200_000)
        find_fault(f"https://a.org/{unit * 200_000}")
