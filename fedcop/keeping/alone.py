"""The process that makes one backup for a worker: `-m fedcop.keeping.alone`.

It is handed the settings on its standard input, which stays open: when it ends, so does this.
"""

import asyncio
import os
import sys
import threading
from pathlib import Path

import orjson

from fedcop import settings as house
from fedcop.errors import FedcopError
from fedcop.keeping.making import Wish, create
from fedcop.keeping.patience import give_way


def _die_with_the_node() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _main() -> None:
    text = orjson.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_die_with_the_node, daemon=True).start()
    give_way()
    try:
        settings = house.read_text(text, Path())
        made = asyncio.run(create(settings, Wish.usual(settings), lambda _: None))
        said = orjson.dumps(made, default=str)
    except FedcopError as error:
        said = orjson.dumps({"error": error.safe})
    except OSError as error:
        said = orjson.dumps({"error": str(error)})
    sys.stdout.buffer.write(said + b"\n")
    sys.stdout.flush()
    os._exit(0)  # the thread that watches would hold us


if __name__ == "__main__":
    _main()
