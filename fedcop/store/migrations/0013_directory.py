"""Who of a community wants to be found by its members."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """Who of a community wants to be found by its members."""

    dependencies = [("fedcop", "0012_applied_links")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="DirectoryEntry",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("actor_id", fields.BigIntField()),
                        ("skills", fields.TextField(db_default="", unique=False)),
                        ("about", fields.TextField(db_default="", unique=False)),
                        ("mentor", fields.SmallIntField(db_default=0)),
                        ("changed", fields.BigIntField()),
                    ],
                    options={
                        "table": "directory_entry",
                        "app": "fedcop",
                        "unique_together": (("community_id", "actor_id"),),
                        "pk_attr": "id",
                        "table_description": "A member says what they can do, and what they may be asked about.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
