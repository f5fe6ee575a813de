"""Links by which those who use other programs confirm what they apply."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """Links by which those who use other programs confirm what they apply."""

    dependencies = [("fedcop", "0011_routing")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="AppliedLink",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("hash", fields.CharField(unique=True, max_length=100)),
                        ("actor_id", fields.BigIntField()),
                        ("artifact_uri", fields.CharField(max_length=2048)),
                        ("number", fields.IntField()),
                        ("digest", fields.CharField(db_default="", max_length=100)),
                        ("expires", fields.BigIntField()),
                        ("used", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "applied_link",
                        "app": "fedcop",
                        "indexes": [Index(fields=["actor_id"])],
                        "pk_attr": "id",
                        "table_description": "Lets somebody elsewhere confirm what they apply, shares the id of their reply.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
