"""What the commands of the pages for admins need to find, and what is run in another test."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fedcop import settings as house
from fedcop.assembly import open_store
from fedcop.community import moderation
from fedcop.community.joining import newcomers
from fedcop.community.joining.newcomers import Wish
from fedcop.community.moderating import appealing, casework
from fedcop.community.moderating.deciding import Deed
from fedcop.community.moderating.judges import Judge
from fedcop.community.moderation import Complaint
from fedcop.community.options import Options
from fedcop.community.perform import perform
from fedcop.store.batch import Store
from fedcop.store.queries.actors import find_local_actor
from tests.builders import PASSWORD_HASH, make_community, make_person
from tests.cli.rig import Said, fedcop
from tests.writing import write

DEBIAN = "deploy/test_a_fresh_debian_becomes_a_node.py"


@dataclass
class Scene:
    """A node, and what stands for the names that a page makes up."""

    config: Path
    folder: Path
    names: dict[str, str] = field(default_factory=dict)

    def filled(self, word: str) -> str:
        """Put in what there is for what the page calls by another name."""
        return self.names.get(word, word)


# What must be there before the first command of a page


async def _people(store: Store) -> None:
    for name in ("maya", "mia"):
        await make_person(store, name)
    await make_community(store, await make_person(store, "ben"), "handovers")


async def _newcomers(store: Store, settings: house.Settings) -> None:
    for name in ("nell", "spammer"):
        wish = Wish(name, reason="I know Kwame.", password_hash=PASSWORD_HASH)
        terms = await newcomers.terms_for(store, settings, Options(), wish)
        await perform(store, newcomers.ask, wish, terms, Options(), ())


async def _reports(store: Store) -> dict[str, str]:
    """Somebody reported a post; of two others one was removed, and its author asks why."""
    ana, bo = await make_person(store, "ana"), await make_person(store, "bo")
    kwame = await find_local_actor(store, "kwame")
    assert kwame is not None
    group = await make_community(store, ana, "weavers")
    made = []
    for title in ("Buy now", "Buy later", "Buy never"):
        post = await write(store, bo, community_id=group.id, title=title, content="<p>Cheap!</p>")
        complaint = Complaint(bo.id, group.id, (post.uri,), "Advertising.", category="spam")
        made.append((await perform(store, moderation.report, ana, complaint)).id)
    judge = Judge(kwame.id, "owner", 0)
    deed = Deed(act="remove", reason="Advertising.")
    [first] = await perform(store, casework.resolve, judge, made[1], deed)
    [second] = await perform(store, casework.resolve, judge, made[2], deed)
    asked = await perform(store, appealing.appeal, bo.id, second.id, "It is my own loom.")
    return {"NAME": "mo", "ID": str(made[0]), "DECISION": str(first.id), "APPEAL": str(asked.id)}


async def _with(scene: Scene, what: str) -> None:
    settings = house.load(scene.config, {})
    store = await open_store(settings, beside=True)
    try:
        if what == "reports":
            scene.names |= await _reports(store)
        else:
            await _people(store)
        if what == "newcomers":
            await _newcomers(store, settings)
    finally:
        await store.close()


def _peer(scene: Scene) -> None:
    """The node knows peer.example, which does not answer."""
    with sqlite3.connect(scene.config.parent / "data" / "fedcop.db") as link:
        for number, host in enumerate(("peer.example", "river.example"), 1):
            link.execute(
                "INSERT INTO peer (id, host, created, software, last_error)"
                " VALUES (?, ?, 1, 'fedcop', '')",
                (number, host),
            )
    link.close()


def _look_after(scene: Scene) -> None:
    asyncio.run(_with(scene, "people"))
    _peer(scene)
    (scene.folder / "blocked.csv").write_text("#domain,#severity\nspam.example,suspend\n")


def _bring(scene: Scene) -> None:
    asyncio.run(_with(scene, "people"))
    (scene.folder / "notes").mkdir()
    (scene.folder / "notes" / "five.md").write_text("# Five lines\n\nSaid aloud.\n")
    words = ("import", "markdown", str(scene.folder / "notes"), "--into", "handovers")
    assert fedcop(scene.config, *words, "--as", "kwame").code == 0
    scene.names["NUMBER"] = str(fedcop(scene.config, "import", "list", "--json").items[0]["number"])


def _mail(scene: Scene) -> None:
    asyncio.run(_with(scene, "people"))
    _set(scene, 'smtp_host = "127.0.0.1"', 'smtp_security = "none"', 'mail_from = "c@cop.example"')


def _set(scene: Scene, *lines: str) -> None:
    with scene.config.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def _asked(scene: Scene) -> None:
    asyncio.run(_with(scene, "people"))
    scene.names["NAME"] = "maya"


BEFORE: dict[str, Callable[[Scene], None]] = {
    "answer-requests-about-data.md": _asked,
    "back-up-and-restore.md": lambda scene: scene.names.update(
        {"/var/lib/fedcop": str(scene.folder / "elsewhere")}
    ),
    "bring-and-take.md": _bring,
    "join-a-consortium.md": _look_after,
    "let-people-in.md": lambda scene: asyncio.run(_with(scene, "newcomers")),
    "look-after-a-node.md": _look_after,
    "mail.md": _mail,
    "moderate.md": lambda scene: asyncio.run(_with(scene, "reports")),
    "set-up-a-node.md": _peer,
}

# What follows from a command for those after it


def _key_made(scene: Scene, said: Said) -> None:
    _set(scene, next(line for line in said.out.splitlines() if line.startswith("backup_recip")))


def _set_made(scene: Scene, said: Said) -> None:
    made = fedcop(scene.config, "backup", "list", "--json").items[0]["set"]
    place = next(scene.config.parent.rglob(str(made)))
    scene.names["fedcop-cop.example-20261121T033000Z.tar.age"] = str(place)


def _restored(scene: Scene, said: Said) -> None:
    scene.config = scene.folder / "elsewhere" / "fedcop.toml"


AFTER: dict[str, Callable[[Scene, Said], None]] = {
    "fedcop backup key --to fedcop-backup.key": _key_made,
    "fedcop backup create": _set_made,
    "fedcop backup restore": _restored,
}

# What ends otherwise than well where only a test looks, and why

CODES = {
    "fedcop federation test": (1, "nobody answers at that name"),
}

# What runs elsewhere: where; that file must name it

ELSEWHERE = {
    "fedcop check": (DEBIAN, "fedcop check"),
    "fedcop mail test": (DEBIAN, "took a letter for"),
    "fedcop keys recover": ("keeping/test_the_master_key_on_paper.py", '"recover"'),
    "fedcop upgrade check": ("upgrade/test_an_upgrade_is_run.py", '"upgrade", "check"'),
    "fedcop upgrade run": ("upgrade/test_an_upgrade_is_run.py", '"upgrade", "run"'),
    "fedcop upgrade rollback": ("upgrade/test_an_upgrade_is_run.py", '"upgrade", "rollback"'),
    "FEDCOP_METRICS_PORT=9101 fedcop web": ("watching/test_what_a_node_counts.py", "WEB"),
    "FEDCOP_METRICS_PORT=9102 fedcop worker": ("watching/test_what_a_node_counts.py", "WORKER"),
    "curl https://cop.example/readyz": ("watching/test_whether_a_node_is_ready.py", "/readyz"),
    "curl -H 'Accept-Language: fr'": ("web/test_a_language_is_chosen.py", "Accept-Language"),
    "runuser -u fedcop -- /opt/fedcop/.venv/bin/fedcop": ("cli/rig.py", '"init"'),
}

# What is run nowhere, and why

NOT_RUN = {
    "docker compose": "there is no engine for containers where the tests run",
    "git clone … fedcop && cd fedcop": "for containers, as above",
    "git pull && docker": "for containers, as above",
    "export COP_HOST": "for containers, as above",
    "make words": "it fetches tools from the internet, and writes into the source",
    ".venv/bin/python -m docs.words": "it writes into the source",
    "useradd": "as on the page for Debian, which is run",
    "git clone … /opt/fedcop": "as on the page for Debian, which is run",
    "make -C /opt/fedcop": "as on the page for Debian, which is run",
    "install -d": "as on the page for Debian, which is run",
    "install -m 644": "as on the page for Debian, which is run",
    "systemctl enable --now fedcop": "as on the page for Debian, which is run",
}
