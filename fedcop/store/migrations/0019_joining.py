"""How people come to have an account here: who asked, who invited them, and one-time links."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """How people come to have an account here: who asked, who invited them, one-time links."""

    dependencies = [("fedcop", "0018_moderating")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Invite",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("code_hash", fields.CharField(unique=True, max_length=64)),
                        ("creator_id", fields.BigIntField(db_default=0)),
                        ("email", fields.CharField(db_default="", max_length=254)),
                        ("community_id", fields.BigIntField(db_default=0)),
                        ("note", fields.CharField(db_default="", max_length=200)),
                        ("most", fields.IntField(db_default=1)),
                        ("used", fields.IntField(db_default=0)),
                        ("expires", fields.BigIntField(db_default=0)),
                        ("revoked", fields.BigIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "invite",
                        "app": "fedcop",
                        "indexes": [Index(fields=["creator_id", "id"])],
                        "pk_attr": "id",
                        "table_description": "A link by which people join, only the hash of its code is kept.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="Newcomer",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("held_name", fields.CharField(null=True, unique=True, max_length=64)),
                        ("name", fields.CharField(max_length=64)),
                        ("display", fields.CharField(db_default="", max_length=200)),
                        ("email", fields.CharField(db_default="", max_length=254)),
                        ("password", fields.TextField(db_default="", unique=False)),
                        ("locale", fields.CharField(db_default="", max_length=20)),
                        ("reason", fields.TextField(db_default="", unique=False)),
                        ("invite_id", fields.BigIntField(db_default=0)),
                        ("state", fields.SmallIntField(db_default=0)),
                        ("approval", fields.SmallIntField(db_default=0)),
                        ("taken", fields.SmallIntField(db_default=0)),
                        ("confirmed", fields.BigIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                        ("decided", fields.BigIntField(db_default=0)),
                        ("decided_by", fields.BigIntField(db_default=0)),
                        ("words", fields.TextField(db_default="", unique=False)),
                    ],
                    options={
                        "table": "newcomer",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["state", "id"]),
                            Index(fields=["name"]),
                            Index(fields=["email"]),
                            Index(fields=["invite_id"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "Somebody who asked for an account, and what became of it.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="OneTimeLink",
                    fields=[
                        ("token_hash", fields.CharField(primary_key=True, max_length=64)),
                        ("kind", fields.CharField(max_length=20)),
                        ("subject_id", fields.BigIntField(db_default=0)),
                        ("address", fields.CharField(db_default="", max_length=254)),
                        ("created", fields.BigIntField()),
                        ("expires", fields.BigIntField(db_index=True)),
                        ("ended", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "one_time_link",
                        "app": "fedcop",
                        "indexes": [Index(fields=["kind", "subject_id"])],
                        "pk_attr": "token_hash",
                        "table_description": "A link that does one thing once, only the hash of its token is kept.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
