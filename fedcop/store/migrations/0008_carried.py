"""What was brought along from elsewhere."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What was brought along from elsewhere."""

    dependencies = [("fedcop", "0007_insights")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Bringing",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("actor_id", fields.BigIntField()),
                        ("program", fields.CharField(max_length=20)),
                        ("name", fields.CharField(db_default="", max_length=200)),
                        ("total", fields.IntField(db_default=0)),
                        ("skipped", fields.TextField(db_default="", unique=False)),
                        ("created", fields.BigIntField()),
                        ("finished", fields.BigIntField(db_default=0)),
                        ("released", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "bringing",
                        "app": "fedcop",
                        "indexes": [Index(fields=["community_id", "id"])],
                        "pk_attr": "id",
                        "table_description": "One export of another program, on its way into a community.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="BroughtThing",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("bringing_id", fields.BigIntField()),
                        ("community_id", fields.BigIntField()),
                        ("source", fields.CharField(max_length=500)),
                        ("post_id", fields.BigIntField()),
                        ("versions", fields.IntField(db_default=1)),
                        ("told", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "brought_thing",
                        "app": "fedcop",
                        "unique_together": (("community_id", "source"),),
                        "indexes": [Index(fields=["bringing_id", "id"]), Index(fields=["post_id"])],
                        "pk_attr": "id",
                        "table_description": "One thing of an export, and the post it became.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
