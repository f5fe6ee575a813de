"""What those who look after a node are shown over time, and what they note and open."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What those who look after a node are shown over time, and what they note and open."""

    dependencies = [("fedcop", "0015_house")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Glass",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("actor_id", fields.BigIntField()),
                        ("reason", fields.TextField(unique=False)),
                        ("opened", fields.BigIntField()),
                        ("until", fields.BigIntField()),
                        ("reads", fields.IntField(db_default=0)),
                        ("last_read", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "glass",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["community_id", "id"]),
                            Index(fields=["actor_id", "until"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "Somebody who runs the node reads a community for its members, for a while and a reason.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="NodeDay",
                    fields=[
                        ("day", fields.IntField(primary_key=True, generated=False)),
                        ("posts", fields.IntField(db_default=0)),
                        ("people", fields.IntField(db_default=0)),
                        ("arrived", fields.IntField(db_default=0)),
                        ("told", fields.IntField(db_default=0)),
                    ],
                    options={
                        "table": "node_day",
                        "app": "fedcop",
                        "pk_attr": "day",
                        "table_description": "What one day was like on this node, in numbers that name nobody.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="PeerSample",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("peer_id", fields.BigIntField()),
                        ("hour", fields.BigIntField()),
                        ("lag", fields.BigIntField(db_default=0)),
                        ("behind", fields.BigIntField(db_default=0)),
                        ("beside", fields.IntField(db_default=0)),
                        ("failing", fields.SmallIntField(db_default=0)),
                    ],
                    options={
                        "table": "peer_sample",
                        "app": "fedcop",
                        "unique_together": (("peer_id", "hour"),),
                        "indexes": [Index(fields=["hour"])],
                        "pk_attr": "id",
                        "table_description": "How one peer stood in one hour in which it lagged or failed.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="PersonNote",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("subject_id", fields.BigIntField()),
                        ("author_id", fields.BigIntField(db_default=0)),
                        ("text", fields.TextField(unique=False)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "person_note",
                        "app": "fedcop",
                        "indexes": [Index(fields=["subject_id", "id"])],
                        "pk_attr": "id",
                        "table_description": "What those who run the node note about a person, for each other.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
        ops.AddField(
            model_name="DomainRule",
            name="public",
            field=fields.TextField(db_default="", unique=False),
        ),
    ]
