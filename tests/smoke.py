"""Start `make run` as a newcomer would, open each address, stop it: `python -m tests.smoke`."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from queue import Empty, Queue

from tests.corpus import ROOT

ORGANIZATIONS = 3
READY_WITHIN = 420.0
STOPPED_WITHIN = 30.0
_ADDRESS = re.compile(r"http://([a-z0-9-]+\.localhost):([0-9]+)")


def main() -> int:
    """Say what happened and return 0, or 1 when anything was not as promised."""
    began = time.monotonic()
    node = subprocess.Popen(
        ["make", "run"], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    complaints = []
    try:
        _wait_for_all(node, began + READY_WITHIN)
        print(f"smoke: the organizations answered after {time.monotonic() - began:.0f} s")
    except TimeoutError as late:
        complaints.append(str(late))
    if not _stop(node):
        complaints.append(f"Ctrl-C did not stop it within {STOPPED_WITHIN:.0f} s")
    print("\n".join(f"smoke: {said}" for said in complaints) or "smoke: all is well")
    return 1 if complaints else 0


def _wait_for_all(node: "subprocess.Popen[str]", until: float) -> None:
    """Read what it prints until three addresses in it answer. Raises TimeoutError."""
    lines: Queue[str] = Queue()
    threading.Thread(target=_hear, args=(node, lines), daemon=True).start()
    silent: dict[tuple[str, int], str] = {}
    answering: set[tuple[str, int]] = set()
    while len(answering) < ORGANIZATIONS:
        if time.monotonic() > until or node.poll() is not None:
            ended = "" if node.poll() is None else f", and it ended with {node.poll()}"
            raise TimeoutError(f"{len(answering)} of {ORGANIZATIONS} answer{ended}: {silent}")
        try:
            line = lines.get(timeout=0.2)
            print(line, end="")
            silent |= {(name, int(port)): "" for name, port in _ADDRESS.findall(line)}
        except Empty:
            silent = {address: _visit(*address) for address in silent.keys() - answering}
            answering |= {address for address, complaint in silent.items() if not complaint}


def _hear(node: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
    assert node.stdout is not None
    for line in node.stdout:
        lines.put(line)


def _visit(name: str, port: int) -> str:
    """Open the first page of a node; say what is wrong with it, or nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"{name}:{port}", "Accept": "text/html"})
        answer = connection.getresponse()
        page = answer.read().decode()
    except OSError as error:
        return str(error)
    finally:
        connection.close()
    good = answer.status == http.client.OK and "<title>" in page
    return "" if good else f"answers {answer.status}"


def _stop(node: "subprocess.Popen[str]") -> bool:
    """Press Ctrl-C; whoever stays is killed."""
    if node.poll() is None:
        os.killpg(node.pid, signal.SIGINT)
    try:
        node.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(node.pid, signal.SIGKILL)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
