"""What was written elsewhere comes along: once, and is told to others when it is released."""

import io
import json
import sqlite3
import subprocess
import tarfile
import zipfile

import pytest
import yaml
from PIL import Image

from fedcop.cli.bringing.writing import Writer
from tests.cli.rig import copied, fedcop

_TAGS = "SELECT DISTINCT tag FROM hashtag ORDER BY tag"
_TITLES = (
    "SELECT p.title, a.kind, a.license FROM artifact a JOIN post p ON p.id = a.id ORDER BY p.title"
)
_DAY = "SELECT published / 86400000 FROM post WHERE title = 'Five lines'"
_EVENTS = "SELECT spread > 0, told > 0, published FROM event WHERE kind = 'PostWritten'"
_POSTS = "SELECT title, practice, content FROM post WHERE deleted = 0 ORDER BY id"
INTO = ("--into", "handovers", "--as", "kwame")


@pytest.fixture
def home(node):
    """A node with a community."""
    assert fedcop(node, "community", "create", "handovers", "--founder", "kwame").code == 0
    return node


@pytest.fixture
def folder(tmp_path):
    """A folder of Markdown files with files beside them."""
    made = tmp_path / "notes"
    (made / "nights").mkdir(parents=True)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    (made / "card.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n%%EOF\n")
    (made / "board.jpg").write_bytes(picture.getvalue())
    (made / "fake.pdf").write_bytes(b"<script>alert(1)</script>")
    (made / "five.md").write_text(
        "---\ntitle: Five lines\nabstract: Said aloud.\nlicense: CC BY\n"
        "tags: [nights, Ward round, '#Über-Gabe', a/b, '<>']\n"
        "authors: [Ana Ruiz]\ndate: 2024-05-06\nwhenToUse: At night.\nsteps: [One, Two]\n---\n"
        "See the [card](card.pdf), the ![board](board.jpg) and a [fake](fake.pdf).\n"
    )
    (made / "nights" / "a.md").write_text("# First night\n\nLong.\n")
    (made / "nights" / "b.md").write_text("---\nkind: story\n---\n# Second night\n\nLonger.\n")
    (made / "nights" / "c.md").write_text("---\nkind: poem\n---\n# Third\n")
    (made / "plan.md").write_text("---\ndraft: true\n---\n# A plan\n\nNot yet.\n")
    return made


def _read(node, sql, *params):
    with sqlite3.connect(node.parent / "data" / "fedcop.db") as link:
        return link.execute(sql, params).fetchall()


def _bring(node, program, path, *words):
    return fedcop(node, "import", program, str(path), *INTO, *words, "--json")


def test_a_folder_comes_along_once(home, folder):
    said = _bring(home, "markdown", folder)
    assert said.code == 3
    result = said.lines[-1]
    assert (result["new"], result["drafts"], result["skipped"]) == (4, 1, 2)
    warned = {line["source"]: line["message"] for line in said.lines if line["event"] == "warning"}
    assert "“poem” is none" in warned["nights/c.md"]
    assert "fake.pdf" in warned
    titles = _read(
        home,
        _TITLES,
    )
    assert titles == [
        ("First night", "practice", ""),
        ("Five lines", "practice", "https://creativecommons.org/licenses/by/4.0/"),
        ("Nights", "collection", ""),
        ("Second night", "story", ""),
    ]
    assert _read(home, _DAY) == [(19849,)]
    assert _read(home, _TAGS) == [("ab",), ("nights",), ("wardround",), ("übergabe",)]
    again = _bring(home, "markdown", folder).lines[-1]
    assert (again["new"], again["versions"], again["drafts"]) == (0, 0, 0)
    assert again["known"] == 5
    assert _read(home, "SELECT COUNT(*) FROM artifact_revision") == [(4,)]


def test_nobody_is_told_before_it_is_released(home, folder):
    before = _read(home, "SELECT COUNT(*) FROM event")
    number = _bring(home, "markdown", folder).lines[-1]["number"]
    assert _read(home, "SELECT COUNT(*) FROM event") == before
    assert _read(home, "SELECT COUNT(*) FROM home_line") == [(0,)]
    would = fedcop(home, "import", "release", str(number), "--dry-run", "--json").lines[-1]
    assert would["things"] == 4
    assert fedcop(home, "import", "list", "--json").items[0]["state"] == "held"
    told = fedcop(home, "import", "release", str(number), "--per-minute", "6000", "--json")
    assert told.lines[-1]["told"] == 4
    events = _read(home, _EVENTS)
    assert events == [(1, 1, 0)] * 4
    again = fedcop(home, "import", "release", str(number), "--per-minute", "6000", "--json")
    assert again.lines[-1]["told"] == 0
    assert fedcop(home, "import", "list", "--json").items[0]["state"] == "released"


def test_a_dry_run_says_what_would_be(home, folder):
    said = _bring(home, "markdown", folder, "--dry-run")
    assert {one["kind"]: one["count"] for one in said.items if "count" in one} == {
        "collection": 1,
        "poem": 1,
        "practice": 3,
        "story": 1,
    }
    assert [one["person"] for one in said.items if one.get("name") == "Ana Ruiz"] == ["kwame"]
    assert _read(home, "SELECT COUNT(*) FROM artifact") == [(0,)]


def test_people_of_the_export_are_people_here(home, folder):
    fedcop(home, "user", "create", "ana")
    said = _bring(home, "markdown", folder, "--author", "Ana Ruiz=ana")
    refused = [one for one in said.lines if one.get("source") == "five.md"]
    assert refused == []
    by = "SELECT a.name FROM post p JOIN actor a ON a.id = p.author_id WHERE p.title = 'Five lines'"
    assert _read(home, by) == [("ana",)]


def test_git_has_what_files_said_before(home, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()

    def git(*words):
        who = ("-c", "user.name=Ana Ruiz", "-c", "user.email=ana@example.org")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q")
    for name, text, why in (
        ("old.md", "# Five lines\n\nFour of them.\n", "Begin"),
        ("old.md", "# Five lines\n\nFive of them.\n", "The fifth"),
    ):
        (folder / name).write_text(text)
        git("add", name)
        git("commit", "-q", "-m", why)
    git("mv", "old.md", "five.md")
    git("commit", "-q", "-m", "Call it five")
    (folder / "five.md").write_text("# Five lines\n\nFive of them, said aloud.\n")
    assert _bring(home, "markdown", folder).lines[-1]["versions"] == 2
    told = _read(home, "SELECT number, source, note FROM artifact_revision ORDER BY number")
    assert told == [
        (1, "Four of them.", "Begin"),
        (2, "Five of them.", "The fifth"),
        (3, "Five of them, said aloud.", ""),
    ]


def test_an_import_that_broke_off_goes_on(home, folder, monkeypatch):
    real = Writer.one
    done: list[str] = []

    async def one(self, bundle, item):
        if len(done) == 2:
            raise KeyboardInterrupt
        await real(self, bundle, item)
        done.append(item.source)

    monkeypatch.setattr(Writer, "one", one)
    assert _bring(home, "markdown", folder).code == 130
    monkeypatch.undo()
    assert fedcop(home, "import", "list", "--json").items[0]["state"] == "broken off"
    result = _bring(home, "markdown", folder).lines[-1]
    assert result["known"] == 2
    assert _read(home, "SELECT COUNT(*) FROM artifact") == [(4,)]
    assert _read(home, "SELECT COUNT(*) FROM bringing") == [(1,)]


def _export(node, to):
    assert fedcop(node, "export", "library", "handovers", str(to)).code == 0
    with zipfile.ZipFile(to) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    return [
        (one["kind"], one["title"], [(r["number"], r["digest"]) for r in one["revisions"]])
        for one in manifest["artifacts"]
    ]


def test_what_is_taken_along_is_the_same_elsewhere_to_the_last_digest(
    home, folder, tmp_path, first_node
):
    _bring(home, "markdown", folder)
    first = _export(home, tmp_path / "first.zip")
    assert [title for _, title, _ in first] == [
        "Five lines",
        "First night",
        "Second night",
        "Nights",
    ]
    fresh = copied(first_node, tmp_path / "fresh")
    assert fedcop(fresh, "community", "create", "handovers", "--founder", "kwame").code == 0
    said = _bring(fresh, "library", tmp_path / "first.zip")
    assert (said.code, said.lines[-1]["new"]) == (0, 4)
    assert _export(fresh, tmp_path / "second.zip") == first
    again = _bring(fresh, "library", tmp_path / "second.zip")
    assert again.code == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("markdown", "{folder}", "--into", "nothing", "--as", "kwame"), "no community here"),
        (("markdown", "{folder}", "--into", "handovers", "--as", "nobody"), "nobody here"),
        (("markdown", "{folder}", *INTO, "--author", "x"), "NAME=PERSON"),
        (("bookstack", "{folder}/card.pdf", *INTO), "no ZIP file"),
        (("library", "{folder}/card.pdf", *INTO), "no ZIP file"),
        (("discourse", "{folder}", *INTO), "no topics are here"),
        (("show", "17"), "none of number 17"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(home, folder, words, why):
    said = fedcop(home, "import", *(word.format(folder=folder) for word in words))
    assert said.code == 1
    assert why in said.err
    assert said.err.count("\n") == 1


def test_threads_of_a_forum_come_along(home, tmp_path):
    question = {"id": 1, "post_number": 1, "username": "ana", "raw": "Tell me"}
    answer = {"id": 2, "post_number": 2, "username": "ben", "raw": "In *five* lines"}
    posts = [question, {**answer, "accepted_answer": True}]
    topic = {"id": 17, "title": "How do you hand over?", "post_stream": {"posts": posts}}
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "17.json").write_text(json.dumps(topic))
    assert _bring(home, "discourse", tmp_path / "forum").lines[-1]["new"] == 2
    question, answer = _read(home, _POSTS)
    assert question[:2] == ("How do you hand over?", "question")
    assert "ben wrote:" in answer[2]
    assert "<em>five</em>" in answer[2]


def test_a_community_is_taken_along_as_activity_streams(home, folder, tmp_path):
    _bring(home, "markdown", folder)
    to = tmp_path / "community.tar"
    assert fedcop(home, "export", "archive", "handovers", str(to), "--json").lines[-1]["posts"] == 4
    with tarfile.open(to) as tape:
        said = {one.name: tape.extractfile(one).read() for one in tape}
    actor = json.loads(said["activitypub/actor.json"])
    assert (actor["type"], actor["preferredUsername"]) == ("Group", "handovers")
    outbox = json.loads(said["activitypub/outbox.json"])["orderedItems"]
    assert [one["object"]["name"] for one in outbox if "proof" in one] == [
        "Five lines",
        "First night",
        "Second night",
        "Nights",
    ]
    assert all(one["object"]["cop:digest"].startswith("sha-256:") for one in outbox)
    library = json.loads(said["activitypub/library.json"])["orderedItems"]
    assert [one["cop:revisions"][0]["cop:revision"] for one in library] == [1, 1, 1, 1]
    assert sum(name.startswith("media/") for name in said) == 2
    assert set(yaml.safe_load(said["manifest.yaml"])["contents"]) == set(said) - {"manifest.yaml"}
