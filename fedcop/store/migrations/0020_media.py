"""What is read beside a recording, and what files of one person take."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

INDEXES = (
    ("media_parts", "media (part_of, id) WHERE part_of > 0"),
    ("media_own", "media (owner_id, size) WHERE remote = '' AND place <> 4"),
    ("media_all", "media (size) WHERE remote = '' AND place <> 4"),
)


class Migration(migrations.Migration):
    """What is read beside a recording, and what files of one person take."""

    dependencies = [("fedcop", "0019_joining")]

    operations = [
        ops.AddField(
            model_name="Media",
            name="part_of",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Media",
            name="language",
            field=fields.CharField(db_default="", max_length=35),
        ),
        ops.RunSQL(
            [f"CREATE INDEX {name} ON {what}" for name, what in INDEXES],
            reverse_sql=[f"DROP INDEX {name}" for name, _ in INDEXES],
        ),
    ]
