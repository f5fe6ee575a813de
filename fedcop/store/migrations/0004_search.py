"""What people look for: the words of each post, and which posts are to be read anew.

SQLite keeps an index of words beside the table (FTS5, its text in the table alone) that triggers
keep true; PostgreSQL derives a column and an index from the same columns. So what writes a row says
it once for both. The words come folded (see `markup.words`): neither database has to know accents.
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

_COLUMNS = (
    "scope TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',"
    " community_id BIGINT NOT NULL DEFAULT 0, organization TEXT NOT NULL DEFAULT '',"
    " language TEXT NOT NULL DEFAULT '', standing TEXT NOT NULL DEFAULT '',"
    " topics TEXT NOT NULL DEFAULT '', lifted INTEGER NOT NULL DEFAULT 0,"
    " title TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',"
    " marks TEXT NOT NULL DEFAULT ''"
)
_DUE = (
    "CREATE TABLE search_due (post_id BIGINT PRIMARY KEY, turn INTEGER NOT NULL DEFAULT 1)",
    "INSERT INTO search_due (post_id) SELECT id FROM post WHERE deleted = 0",
)
_TAKE_OUT = (
    "INSERT INTO search_words (search_words, rowid, title, words, marks)"
    " VALUES ('delete', old.id, old.title, old.words, old.marks);"
)
_PUT_IN = (
    "INSERT INTO search_words (rowid, title, words, marks)"
    " VALUES (new.id, new.title, new.words, new.marks);"
)
_SQLITE = (
    f"CREATE TABLE search_document (id INTEGER PRIMARY KEY, {_COLUMNS})",
    "CREATE VIRTUAL TABLE search_words USING fts5(title, words, marks,"
    " content='search_document', content_rowid='id', prefix='3',"
    " tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER search_new AFTER INSERT ON search_document BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER search_gone AFTER DELETE ON search_document BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER search_other AFTER UPDATE ON search_document BEGIN {_TAKE_OUT} {_PUT_IN} END",
    *_DUE,
)
_POSTGRESQL = (
    f"CREATE TABLE search_document (id BIGINT PRIMARY KEY, {_COLUMNS},"
    " vector tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A')"
    " || setweight(to_tsvector('simple', words), 'B')"
    " || setweight(to_tsvector('simple', marks), 'D')"
    # What stands in titles, once more and so marked: see `queries.search.IN_TITLE`.
    " || setweight(to_tsvector('simple', 't0' || replace(title, ' ', ' t0')), 'C')) STORED)",
    # Each search reads all that is not sorted in yet: by default up to 4 MB, which took 0.2 s of CPU.
    "CREATE INDEX search_words ON search_document USING GIN (vector)"
    " WITH (gin_pending_list_limit = 64)",
    *_DUE,
)
_UNMAKE = ("DROP TABLE search_due", "DROP TABLE search_document")


async def _make(_apps: object, editor: BaseSchemaEditor) -> None:
    """Make the tables, each database in its own words."""
    on_sqlite = editor.client.capabilities.dialect == "sqlite"
    for statement in _SQLITE if on_sqlite else _POSTGRESQL:
        await editor.client.execute_script(statement)


async def _unmake(_apps: object, editor: BaseSchemaEditor) -> None:
    on_sqlite = editor.client.capabilities.dialect == "sqlite"
    for statement in ("DROP TABLE search_words", *_UNMAKE) if on_sqlite else _UNMAKE:
        await editor.client.execute_script(statement)


class Migration(migrations.Migration):
    """What people look for."""

    dependencies = [("fedcop", "0003_practice")]

    operations = [ops.RunPython(_make, reverse_code=_unmake)]
