"""``python -m zeplint``: the command line."""

import sys

from zeplint.cli import main

if __name__ == "__main__":
    sys.exit(main())
