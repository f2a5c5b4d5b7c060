"""Times zeplint against its peers and prints one table.

    python bench/run.py [--only ROW]... [--runs N] [--json FILE] [--zeplint PROGRAM]

The exit code is 1 if a row could not be measured. A ratio above its bound is a result, not a failure.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.comparison import measure
from bench.environments import set_up, versions
from bench.rows import CHECKOUT, ROWS
from bench.table import as_data, table

CACHE = CHECKOUT / "bench" / ".env"
FEWEST_RUNS = 7


def parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(description="Time zeplint against its peers and print one table.")
    parser.add_argument(
        "--only", action="append", choices=ROWS, metavar="ROW", help=f"measure this row: {', '.join(ROWS)}"
    )
    parser.add_argument(
        "--runs",
        type=int,
        default=FEWEST_RUNS,
        metavar="N",
        help="rounds of each row at least (default: %(default)s)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every sample to this file")
    parser.add_argument(
        "--zeplint",
        type=Path,
        metavar="PROGRAM",
        help="time this zeplint in place of a wheel of the checkout",
    )
    return parser


def main() -> int:
    """Measure and print; the exit code."""
    options = parser().parse_args()
    try:
        programs = set_up(CACHE, CHECKOUT, options.zeplint and options.zeplint.absolute())
        found = versions(programs)
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    results = []
    for key in options.only or ROWS:
        print("measuring", key, file=sys.stderr)
        lines = measure(key, programs, options.runs)
        for line in lines:
            if line.failed:
                print(f"not measured: {line.note}", file=sys.stderr)
        results += lines
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{date}, {machine}; " + ", ".join(f"{name} {version}" for name, version in found.items()))
    print()
    print(table(results))
    if options.json:
        data = {
            "date": date,
            "machine": machine,
            "versions": found,
            "rows": [as_data(line) for line in results],
        }
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 1 if any(line.failed for line in results) else 0


if __name__ == "__main__":
    sys.exit(main())
