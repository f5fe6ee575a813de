"""Every import contract is shown a tree that breaks it, and one that does not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus import ROOT

MODULES = """
__main__ app worker assembly tidy settings clock errors uris markup diagnostics ids values digests
cli/serve api/entities web/pages community/posts transport/client transport/deliver
activitypub/reading activitypub/vocabulary activitypub/signatures/keys activitypub/proofs
activitypub/writing activitypub/audience activitypub/origin activitypub/webfinger
activitypub/nodeinfo activitypub/reading_actors activitypub/writing_actors
activitypub/json_guard activitypub/reading_objects activitypub/writing_objects
activitypub/reading_shapes federation/keyring
store/connection store/rows store/batch store/models/post store/queries/posts store/files
federation/dialects federation/documents/note federation/remote/lookup
federation/endpoints/inbox federation/inbox/receive federation/outbox/publish
federation/inbox/handlers/follow federation/inbox/handlers/undo
federation/outbox/builders/accept federation/outbox/builders/reject
"""
BROKEN = [
    ("floors", "values", "fedcop.uris"),
    ("floors", "uris", "fedcop.ids"),
    ("floors", "unknown", "fedcop.errors"),
    ("floors", "community/posts", "fedcop.transport.client"),
    ("floors", "store/rows", "fedcop.activitypub.vocabulary"),
    ("inside activitypub", "activitypub/vocabulary", "fedcop.activitypub.reading"),
    ("inside federation", "federation/inbox/receive", "fedcop.federation.outbox.publish"),
    (
        "a handler knows no",
        "federation/inbox/handlers/undo",
        "fedcop.federation.inbox.handlers.follow",
    ),
    ("inside store", "store/connection", "fedcop.store.queries.posts"),
    ("the domain does not speak", "community/posts", "starlette"),
    ("the domain does not speak", "community/posts", "fedcop.activitypub.vocabulary"),
    ("the protocol is sans-I/O", "activitypub/reading", "fedcop.settings"),
    ("only transport opens", "federation/remote/lookup", "httpx"),
    ("only transport opens", "api/entities", "aiohttp"),
    ("only store knows the ORM", "web/pages", "tortoise"),
    ("doors read through", "web/pages", "fedcop.store.queries.posts"),
    ("doors read through", "api/entities", "fedcop.store.batch"),
    ("doors read through", "web/pages", "fedcop.federation.inbox.receive"),
    ("doors read through", "web/pages", "fedcop.transport.deliver"),
    ("no cycles anywhere", "community/posts", "fedcop.community.more.deep"),
]


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory):
    root = tmp_path_factory.mktemp("skeleton")
    shutil.copy(ROOT / "pyproject.toml", root)
    for name in MODULES.split():
        path = root / "fedcop" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    for folder in (root / "fedcop").rglob("*"):
        if folder.is_dir():
            (folder / "__init__.py").write_text("")
    (root / "fedcop" / "__init__.py").write_text("")
    return root


def broken_contracts(root: Path) -> str:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "\n".join(re.findall(r"^(.*) BROKEN", done.stdout, re.MULTILINE)) or done.stdout


def test_a_tree_that_keeps_to_its_floors_passes(skeleton):
    good = skeleton / "fedcop" / "web" / "pages.py"
    good.write_text(
        "import fedcop.store.rows, fedcop.community.posts, fedcop.federation.remote.lookup"
    )
    try:
        assert "0 broken" in broken_contracts(skeleton)
    finally:
        good.write_text("")


@pytest.mark.parametrize(("contract", "importer", "imported"), BROKEN)
def test_a_contract_catches_what_it_forbids(skeleton, tmp_path, contract, importer, imported):
    root = tmp_path / "broken"
    shutil.copytree(skeleton, root)
    deep = root / "fedcop" / "community" / "more" / "deep.py"
    deep.parent.mkdir()
    (deep.parent / "__init__.py").write_text("")
    deep.write_text("import fedcop.community.posts")
    with (root / "fedcop" / f"{importer}.py").open("a") as file:
        file.write(f"import {imported}\n")
    assert contract in broken_contracts(root)
