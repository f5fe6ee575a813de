"""Where the corpus of recorded payloads and vectors lies."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("FEDCOP_CORPUS", ROOT.parent / "shared"))
MADE_HERE = Path(__file__).resolve().parent / "vectors"

needs_corpus = pytest.mark.skipif(
    not (CORPUS / "vectors" / "INDEX.md").is_file(),
    reason=f"corpus: no payloads at {CORPUS}; set FEDCOP_CORPUS to run these",
)


def vector(name: str) -> Any:
    """Read one vector file; those made here are copied into the project and always run."""
    own = MADE_HERE / name
    path = own if own.is_file() else CORPUS / "vectors" / name
    return json.loads(path.read_text(encoding="utf-8"))
