"""Runs toot, one process for each command, all forked from one that has loaded it.

Asked in lines of JSON, the words of a command; answers with its exit code and what it printed.
"""

import json
import os
import sys
import tempfile
from contextlib import suppress

from toot.cli import cli  # type: ignore[import-untyped]


def run(words: list[str]) -> tuple[int, str]:
    """Run one command and wait for its end."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            with suppress(BaseException):
                code = 1
                try:
                    cli(words)
                except SystemExit as end:
                    code = int(end.code or 0)
                sys.stdout.flush()
                os._exit(code)
            os._exit(1)
        status = os.waitpid(child, 0)[1]
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read().decode()


for line in sys.stdin:
    sys.__stdout__.write(json.dumps(run(json.loads(line))) + "\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]
