"""Everybody can have all that is kept of them: each table gives it, or says why it does not."""

import csv
import io
import zipfile

import orjson

from fedcop.community import accounts, belongings, media, posting
from fedcop.community.drafts import Words
from fedcop.community.perform import perform
from fedcop.federation.documents import belongings as archives
from fedcop.store.batch import Unit
from fedcop.store.files import Files
from fedcop.store.queries import personal
from fedcop.store.queries.kept_of_people import KEPT, OF_NOBODY
from fedcop.store.statements import Statement
from fedcop.transport.blobs import Account, Bucket
from tests.builders import let_follow, make_community, make_node, make_person, remember_person
from tests.privacy.rig import MODELS, fill
from tests.writing import write

COPY = (
    "INSERT INTO post (id, uri, kind, author_id, root_id, content, local, published, top, audience)"
    " SELECT id + CAST(? AS BIGINT), uri || CAST(? AS TEXT), kind, author_id,"
    " id + CAST(? AS BIGINT), content, 1, published, 1, 0 FROM post WHERE id = ?"
)
SECRETS = ("password", "token_hash", "private", "secret", "code_hash", "csrf", "key_hash")


def test_each_table_of_the_schema_stands_in_one_of_the_lists():
    known = [kept.table for kept in KEPT]
    assert len(known) == len(set(known))
    missing = set(MODELS) - set(known) - set(OF_NOBODY)
    assert not missing, f"say in store/queries/kept_of_people.py what these keep: {missing}"
    assert not set(known) & set(OF_NOBODY)
    assert set(known) | set(OF_NOBODY) == set(MODELS)


def test_each_is_known_by_the_key_of_its_table():
    for kept in KEPT:
        assert kept.key == MODELS[kept.table]._meta.pk_attr, kept.table


def test_what_is_not_given_or_stays_says_why():
    for kept in KEPT:
        assert kept.given or kept.why, kept.table
        assert kept.why or not kept.stays, kept.table
    assert all(OF_NOBODY.values())


def test_columns_that_hold_secrets_are_given_to_nobody():
    for kept in KEPT:
        for column in personal.columns_of(kept.table):
            if kept.given and column in SECRETS:
                assert column in kept.secret, (kept.table, column)


async def _opened(store, folder, actor):
    parts = [part async for part in archives.archive(store, Files(folder), actor)]
    return zipfile.ZipFile(io.BytesIO(b"".join(parts))), parts


async def test_of_every_table_what_is_ones_own_is_in_the_file(store, tmp_path):
    whose, made = await fill(store)
    actor = await accounts.find(store, whose.id)
    file, _ = await _opened(store, tmp_path, actor)
    assert file.testzip() is None
    for kept in KEPT:
        name = f"data/{kept.table}.jsonl"
        if not kept.given:
            assert name not in file.namelist(), kept.table
            continue
        rows = [orjson.loads(line) for line in file.read(name).splitlines()]
        key = kept.key
        ways = [*kept.own, *kept.uris, kept.mail, kept.through]
        wanted = sum(1 for way in ways if way)
        if kept.table not in made:
            assert len(rows) == 1
        elif key not in kept.secret:
            own = made[kept.table]
            given = {str(row[key]) for row in rows}
            # What others keep of them comes after what is their own.
            named = len(dict.fromkeys((*kept.own, *kept.named))) - len(kept.own)
            theirs = own[: len(kept.own)] + own[len(kept.own) + named :]
            assert {str(one) for one in theirs} <= given, kept.table
            others = own[len(kept.own) : len(kept.own) + named]
            assert not {str(one) for one in others} & given, kept.table
        assert len(rows) >= wanted, kept.table
        for row in rows:
            assert not set(kept.secret) & set(row), kept.table


async def test_what_somebody_wrote_is_there_as_others_read_it(store, tmp_path):
    await make_node(store)
    mia = await make_person(store, "mia")
    bo = await make_person(store, "bo")
    weavers = await make_community(store, bo, "weavers")
    rita = await remember_person(store, "https://riverside.example/users/rita")
    for other in (weavers, rita, bo):
        await let_follow(store, mia, other)
    first = await write(store, mia, "<p>Ten threads</p>")
    await write(store, mia, "<p>Eleven</p>", community_id=weavers.id)
    await write(store, bo, "<p>Not hers</p>")
    files = Files(tmp_path)
    kept = media.Kept("unknown", "text/plain; name=txt", 5, await files.put(b"wool\n"))
    await perform(store, media.upload, mia, kept, Words())
    file, _ = await _opened(store, tmp_path, mia)
    outbox = orjson.loads(file.read("outbox.json"))
    assert outbox["totalItems"] == len(outbox["orderedItems"]) == 2
    assert outbox["orderedItems"][0]["object"]["id"] == first.uri
    assert orjson.loads(file.read("actor.json"))["id"] == mia.uri
    follows = list(csv.DictReader(io.StringIO(file.read("csv/following_accounts.csv").decode())))
    handles = {row["Account address"] for row in follows}
    assert handles == {"weavers@cop.example", "rita@riverside.example", "bo@cop.example"}
    [name] = [name for name in file.namelist() if name.startswith("media/")]
    assert file.read(name) == b"wool\n"
    told = file.read("README.txt").decode()
    assert "data/post.jsonl: your posts and replies" in told
    for table, why in belongings.left_out():
        assert f"{table}: {why}" in told
    rows = [orjson.loads(line) for line in file.read("data/follow.jsonl").splitlines()]
    assert {row["target_uri"] for row in rows} == {weavers.uri, rita.uri, bo.uri}
    assert all(row["created"].endswith("Z") for row in rows)


async def test_files_that_cannot_be_read_just_now_are_named(store, tmp_path):
    await make_node(store)
    ana = await make_person(store, "ana")
    folder = Files(tmp_path)
    kept = media.Kept("unknown", "text/plain; name=txt", 5, await folder.put(b"wool\n"))
    row = await perform(store, media.upload, ana, kept, Words("A list"))
    nobody = Bucket(Account("files", "http://127.0.0.1:4", "us-east-1", "key", "secret"))
    files = Files(tmp_path, nobody, in_the_bucket)
    parts = [part async for part in archives.archive(store, files, ana)]
    files.close()
    found = zipfile.ZipFile(io.BytesIO(b"".join(parts)))
    assert f"media/{row.id}.txt" in found.read("media/not-whole.txt").decode()
    assert f"media/{row.id}.txt" not in found.namelist()
    assert "README.txt" in found.namelist()


async def in_the_bucket():
    return "s3"


async def test_an_empty_account_is_given_too(store, tmp_path):
    await make_node(store)
    mia = await make_person(store, "mia")
    file, _ = await _opened(store, tmp_path, mia)
    assert orjson.loads(file.read("outbox.json"))["orderedItems"] == []
    assert await posting.list_stuck(store, mia) == []


async def test_many_posts_are_never_whole_in_memory(store, tmp_path):
    await make_node(store)
    mia = await make_person(store, "mia")
    post = await write(store, mia, "<p>" + "wool and linen " * 200 + "</p>")
    unit = Unit(store)
    for n in range(1, 400):
        unit.add(Statement(COPY, (n, str(n), n, post.id)))
    await unit.commit()
    file, parts = await _opened(store, tmp_path, mia)
    whole = file.read("outbox.json")
    assert len(orjson.loads(whole)["orderedItems"]) == 400
    assert len(whole) > 1 << 20
    assert len(parts) > 400 // 50
    assert max(map(len, parts)) < 1 << 17
