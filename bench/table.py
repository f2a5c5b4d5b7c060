"""The results as a table in Markdown, and as data."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from bench.comparison import Result
from bench.rows import Metric

HEADINGS = ("work", "against", "zeplint", "peer", "ratio", "at most", "holds")


def table(results: Sequence[Result]) -> str:
    """The table, its columns aligned, without a final newline."""
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def as_data(result: Result) -> dict[str, object]:
    """A result for JSON: seconds or bytes."""
    measured = bool(result.zeplint)
    return {
        "row": result.row,
        "work": result.work,
        "against": result.against,
        "unit": "seconds" if result.metric == "seconds" else "bytes",
        "zeplint": list(result.zeplint),
        "peer": list(result.peer),
        "ratio": result.ratio if measured else None,
        "at_most": result.at_most,
        "holds": result.holds if measured else None,
        "note": result.note,
    }


def _cells(result: Result) -> tuple[str, ...]:
    bound = "" if result.at_most is None else f"{result.at_most:g}"
    if not result.zeplint:
        return (
            result.work,
            result.against,
            "",
            "",
            "",
            bound,
            "not measured" if result.failed else result.note,
        )
    return (
        result.work,
        result.against,
        _amount(median(result.zeplint), result.metric),
        _amount(median(result.peer), result.metric),
        f"{result.ratio:.2f}",
        bound,
        {True: "yes", False: "no", None: ""}[result.holds],
    )


def _amount(value: float, metric: Metric) -> str:
    if metric == "peak":
        return f"{value / 1e6:.1f} MB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
