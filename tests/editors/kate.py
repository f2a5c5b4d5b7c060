"""Drives Kate on a virtual screen, as a person with a keyboard would, and writes what came of it.

Run in the repository, with the page's server settings as the argument. What passes between Kate and the server is
written down by a stand-in for `zeplint`, since Kate cannot be asked what it shows.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

FILE = Path("draft/zep-0007.md")
# What stands once in the server's answer when it is asked what can be done.
OFFERED = '"result": [{"title"'
STAND_IN = """\
#!/bin/sh
tee '{sent}' | '{zeplint}' "$@" | tee '{shown}'
"""
# Plug-in on, and the question whether the server may be started answered.
KATERC = """\
[Kate Plugins]
lspclientplugin=true
[lspclient]
AllowedServerCommandLines={stand_in} server
[General]
Show welcome view for new window=false
"""


def wait(what: Callable[[], bool], seconds: float) -> bool:
    """Whether something has come to be within some seconds."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def main(settings: str) -> None:
    home = Path(os.environ["HOME"])
    configuration = Path(os.environ["XDG_CONFIG_HOME"])
    sent, shown, stand_in = home / "sent", home / "shown", home / "bin" / "zeplint"
    stand_in.parent.mkdir()
    zeplint = shutil.which("zeplint")
    stand_in.write_text(STAND_IN.format(sent=sent, shown=shown, zeplint=zeplint), "utf-8")
    stand_in.chmod(0o755)
    (configuration / "kate" / "lspclient").mkdir(parents=True)
    shutil.copy(settings, configuration / "kate" / "lspclient" / "settings.json")
    (configuration / "katerc").write_text(KATERC.format(stand_in=stand_in), "utf-8")

    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"),
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    display = f":{os.read(reading, 16).decode().strip()}"
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "DISPLAY": display,
        "XDG_RUNTIME_DIR": str(runtime),
        "PATH": f"{stand_in.parent}{os.pathsep}{os.environ['PATH']}",
    }

    def press(*keys: str) -> None:
        for key in keys:
            verb = "type" if key.isdecimal() else "key"
            subprocess.run(("xdotool", verb, key), env=environment, check=True)
            time.sleep(0.6)

    def read(path: Path) -> str:
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def times_offered() -> int:
        return read(shown).count(OFFERED)

    def is_offered_again(before: int) -> bool:
        return times_offered() > before

    def is_fixed() -> bool:
        return "\\nStatus: Draft" in read(sent)

    kate = subprocess.Popen(("kate", "--block", "--startanon", FILE), env=environment)
    try:
        found = wait(lambda: "publishDiagnostics" in read(shown), 90)
        # No window manager gives the window the keyboard.
        focus = ("xdotool", "search", "--onlyvisible", "--class", "kate", "windowfocus", "--sync")
        subprocess.run(focus, env=environment, check=True)
        for _ in range(5):
            before = times_offered()
            # To line 4, and the actions there.
            press("Escape", "ctrl+g", "4", "Return", "alt+Return")
            # A key pressed before they are shown would go into the text.
            if not wait(partial(is_offered_again, before), 30):
                continue
            time.sleep(2)
            press("Down", "Return")
            if not found or wait(is_fixed, 10):
                break
        press("ctrl+s")
        wait(lambda: "\nStatus: Draft" in FILE.read_text("utf-8"), 10)
    finally:
        kate.terminate()
        screen.terminate()
    codes = [
        diagnostic["code"]
        for line in read(shown).replace("}Content-Length", "}\nContent-Length").split("\n")
        if "publishDiagnostics" in line
        for diagnostic in json.loads(line)["params"]["diagnostics"]
    ]
    Path(os.environ["ZEPLINT_REPORT"]).write_text(json.dumps({"codes": codes}), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
