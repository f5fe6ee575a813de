"""Who asks without a name."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """Who asks without a name."""

    dependencies = [("fedcop", "0004_search")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="QuietLink",
                    fields=[
                        ("question_id", fields.BigIntField(primary_key=True, generated=False)),
                        ("sealed", fields.BinaryField()),
                    ],
                    options={
                        "table": "quiet_link",
                        "app": "fedcop",
                        "pk_attr": "question_id",
                        "table_description": "Who asked, under a key that no one person here can put together.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="QuietOpening",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("question_id", fields.BigIntField()),
                        ("community_id", fields.BigIntField(db_index=True)),
                        ("by_id", fields.BigIntField()),
                        ("reason", fields.TextField(unique=False)),
                        ("at", fields.BigIntField()),
                    ],
                    options={
                        "table": "quiet_opening",
                        "app": "fedcop",
                        "unique_together": (("question_id", "by_id"),),
                        "pk_attr": "id",
                        "table_description": "Somebody wants to know who asked, this stays for the stewards to see.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="QuietQuestion",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("state", fields.CharField(max_length=10)),
                        ("slot", fields.CharField(unique=True, max_length=64)),
                        ("blind", fields.CharField(db_default="", max_length=64)),
                        ("title", fields.TextField(db_default="", unique=False)),
                        ("body", fields.TextField(db_default="", unique=False)),
                        ("tried", fields.TextField(db_default="", unique=False)),
                        ("language", fields.CharField(db_default="", max_length=35)),
                        ("due", fields.BigIntField(db_default=0)),
                        ("post_id", fields.BigIntField(db_default=0)),
                        ("home_uri", fields.CharField(db_default="", max_length=2048)),
                        ("relay_id", fields.BigIntField(db_default=0)),
                        ("relay_uri", fields.CharField(db_default="", max_length=2048)),
                        ("expires", fields.BigIntField(db_default=0)),
                        ("seen", fields.IntField(db_default=0)),
                        ("reason", fields.TextField(db_default="", unique=False)),
                    ],
                    options={
                        "table": "quiet_question",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["blind"]),
                            Index(fields=["post_id"]),
                            Index(fields=["relay_uri"]),
                            Index(fields=["community_id", "state"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "A question without a name, before and after it is published, its number says nothing.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="QuietRule",
                    fields=[
                        ("community_id", fields.BigIntField(primary_key=True, generated=False)),
                        ("mode", fields.CharField(max_length=10)),
                    ],
                    options={
                        "table": "quiet_rule",
                        "app": "fedcop",
                        "pk_attr": "community_id",
                        "table_description": "Whether one may ask a community of ours without a name.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="QuietShare",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("question_id", fields.BigIntField()),
                        ("holder_id", fields.BigIntField()),
                        ("sealed", fields.BinaryField()),
                    ],
                    options={
                        "table": "quiet_share",
                        "app": "fedcop",
                        "unique_together": (("question_id", "holder_id"),),
                        "pk_attr": "id",
                        "table_description": "What one person holds of such a key, sealed.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="QuietWord",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("question_id", fields.BigIntField(db_index=True)),
                        ("text", fields.TextField(db_default="", unique=False)),
                        ("answers_uri", fields.CharField(db_default="", max_length=2048)),
                        ("due", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "quiet_word",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "What an asker says next, waits for its time.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
