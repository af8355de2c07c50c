"""Commands in processes of their own that are killed, at a random moment or at a named point of the code."""

import subprocess
import sys
import time
from dataclasses import dataclass

# Runs the iom command in argv[2:]. argv[1] names a function, "module.name", where the process kills itself:
# before the function does anything, or after it, where "+" follows. "-": nowhere.
SCRIPT = """
import os, signal, sys
from iom.cli.main import main
from iom.intake import loading
from iom.selection import health
from iom.reference import health as reference
from iom.store import audit, backup, backup_list, connection, copies, manifest, restore, sealing, surroundings
point = sys.argv[1]
if point != "-":
    module, name = point.rstrip("+").split(".")
    original = getattr(globals()[module], name)
    def killed(*given, **named):
        if point.endswith("+"):
            original(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(globals()[module], name, killed)
print("ready", flush=True)
sys.exit(main(sys.argv[2:]))
"""


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (-9: killed), after so many seconds, with what it said."""

    code: int
    seconds: float
    said: str


def run(*arguments: object, point: str = "-", after: float | None = None) -> Ended:
    """Run a command to its end, to a point, or for so many seconds since it had loaded what it needs."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, point, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    began = time.perf_counter()
    if after is not None:
        time.sleep(after)
        process.kill()
    said = process.communicate()[0]
    return Ended(process.returncode, time.perf_counter() - began, said)
