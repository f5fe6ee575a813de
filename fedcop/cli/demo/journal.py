"""How far the story of a demo has been told: kept beside its nodes, so that a run can go on."""

from pathlib import Path

import orjson

from fedcop import clock


class Journal:
    """The steps that are done, each with the uri of what came of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        kept = orjson.loads(path.read_bytes()) if path.exists() else {}
        self.began: int = kept.get("began") or clock.now_ms()
        self._done: dict[str, str] = kept.get("done") or {}

    def find(self, step: str) -> str | None:
        """Return what came of a step, once it is done."""
        return self._done.get(step)

    def written(self) -> dict[str, str]:
        """Return the uris of what was written, by its key."""
        start = "write "
        return {
            step[len(start) :]: uri for step, uri in self._done.items() if step.startswith(start)
        }

    def note(self, step: str, uri: str = "") -> None:
        """Note that a step is done."""
        self._done[step] = uri
        beside = self._path.with_suffix(".new")
        beside.write_bytes(orjson.dumps({"began": self.began, "done": self._done}))
        beside.replace(self._path)
