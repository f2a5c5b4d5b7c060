"""``python -m zeplint``: the command line."""

import sys

from zeplint.cli import run

if __name__ == "__main__":
    sys.exit(run())
