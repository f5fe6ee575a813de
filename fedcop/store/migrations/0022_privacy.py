"""What people ask of what is kept about them: a copy of it, or an end to it."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What people ask of what is kept about them: a copy of it, or an end to it."""

    dependencies = [("fedcop", "0021_archived")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="PrivacyRequest",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("kind", fields.CharField(max_length=10)),
                        ("actor_id", fields.BigIntField()),
                        ("by_id", fields.BigIntField(db_default=0)),
                        ("keep", fields.SmallIntField(db_default=0)),
                        ("state", fields.CharField(max_length=10)),
                        ("phase", fields.SmallIntField(db_default=0)),
                        ("counts", fields.TextField(db_default="", unique=False)),
                        ("created", fields.BigIntField()),
                        ("told", fields.BigIntField(db_default=0)),
                        ("done", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "privacy_request",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["state", "id"]),
                            Index(fields=["actor_id", "id"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "Somebody asked for all that is kept about a person, or for its end, and what became of it.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
