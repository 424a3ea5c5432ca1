"""Measures a command from outside: wall time, processor time and peak memory of the process.

Started as a small process of its own, since Linux counts the memory of the process that starts a
command to that command. Needs nothing but the standard library.

    python bench/stopwatch.py COMMAND ARGUMENT...
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What one run of a command took."""

    seconds: float
    processor: float  # seconds of all cores together, which other programs hardly change
    megabytes: float


class CommandError(Exception):
    """Report a command that did not end well; the message is what it said."""


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder, which becomes its import path, too; CommandError if it fails."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    stopwatch = [sys.executable, "-S", __file__, *command]
    done = subprocess.run(
        stopwatch, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{' '.join(command)}\n{done.stderr}")
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def least(runs: Sequence[Run]) -> Run:
    """Return the least of each figure over several runs."""
    return Run(
        min(run.seconds for run in runs),
        min(run.processor for run in runs),
        min(run.megabytes for run in runs),
    )


def main() -> None:
    """Run the command given, and print what it took as the last line."""
    start = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=sys.stderr)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    in_kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    processor = usage.ru_utime + usage.ru_stime
    run = Run(seconds, processor, in_kilobytes / 1024)
    print(json.dumps(asdict(run)))
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
