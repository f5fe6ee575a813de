"""What a community may know of itself."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What a community may know of itself."""

    dependencies = [("fedcop", "0006_meetings")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="PulseCount",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("quarter", fields.IntField()),
                        ("item", fields.SmallIntField()),
                        ("level", fields.SmallIntField()),
                        ("answers", fields.IntField(db_default=0)),
                    ],
                    options={
                        "table": "pulse_count",
                        "app": "fedcop",
                        "unique_together": (("community_id", "quarter", "item", "level"),),
                        "pk_attr": "id",
                        "table_description": "How many chose a level for a statement in a quarter, its number says nothing.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="PulseMark",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("mark", fields.CharField(unique=True, max_length=64)),
                        ("quarter", fields.IntField(db_index=True)),
                    ],
                    options={
                        "table": "pulse_mark",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "Somebody has answered in a quarter, a mark that this node alone can make again.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
