"""A reStructuredText document reads nothing and reaches nothing, whatever its directives name."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TEXT = """\
ZEP 1: Canaries
===============

:Status: Draft

.. include:: {canary}
.. include:: canary.txt
   :literal:
.. include:: <isonum.txt>
.. literalinclude:: canary.txt
.. code:: python
   :file: canary.txt
.. csv-table:: Read
   :file: canary.txt
.. csv-table:: Fetched
   :url: http://127.0.0.1:{port}/table.csv
.. raw:: html
   :file: canary.txt
.. raw:: html
   :url: http://127.0.0.1:{port}/page.html
.. image:: canary.txt
.. figure:: canary.png
   :figwidth: image
.. figure:: http://127.0.0.1:{port}/figure.png
   :figwidth: image

.. image:: http://127.0.0.1:{port}/image.png
   :target: http://127.0.0.1:{port}/

.. |icon| image:: http://127.0.0.1:{port}/icon.png
.. _target: http://127.0.0.1:{port}/target

`A link <http://127.0.0.1:{port}/link>`_, `another <canary.txt>`_, target_ and |icon|.

*unclosed
"""

# Lints the document with every rule, and prints last which files and addresses were opened on the way.
PROGRAM = """
import json, sys

seen = []

def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "os.system", "subprocess.Popen"):
        seen.append([event, str(arguments[0])])
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.")):
        seen.append([event, repr(arguments[1:])])

from zeplint.cli import main

sys.addaudithook(watch)
try:
    main(["--select", "ALL", "--output-format", "concise", "zep-0001.rst"])
except SystemExit:
    pass
print(json.dumps(seen))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with canaries, and settings for docutils that allow everything."""
    for name in ("canary.txt", "canary.png"):
        (tmp_path / name).write_text("Canary\n======\n")
    (tmp_path / "docutils.conf").write_text(
        "[general]\nreport_level: 1\nhalt_level: 1\nwarning_stream: warnings.txt\n"
        "[parsers]\nfile_insertion_enabled: yes\nraw_enabled: yes\n"
    )
    return tmp_path


def test_a_document_reads_and_reaches_nothing(folder: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        text = TEXT.format(canary=folder / "canary.txt", port=listener.getsockname()[1])
        (folder / "zep-0001.rst").write_text(text)
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=folder, capture_output=True, text=True, check=True
        )
        with pytest.raises(BlockingIOError):
            listener.accept()
    *findings, last = run.stdout.rstrip().split("\n")
    seen = json.loads(last)
    assert any("ZEP701" in line for line in findings)
    assert any(event == "open" and name.endswith("zep-0001.rst") for event, name in seen)
    names = [name for event, name in seen if event == "open"]
    assert not [name for name in names if "canary" in name or "isonum" in name or "docutils.conf" in name]
    assert not [event for event, _ in seen if event not in ("open", "os.listdir", "os.scandir")]
    assert not (folder / "warnings.txt").exists()
