"""Whom one may ask about what."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Whom one may ask about what."""

    dependencies = [("fedcop", "0010_review")]

    operations = [
        ops.CreateModel(
            name="AskMe",
            fields=[
                ("id", fields.BigIntField(primary_key=True, generated=False)),
                ("topics", fields.TextField(db_default="", unique=False)),
                ("most", fields.SmallIntField(db_default=2)),
                ("quiet_from", fields.SmallIntField(db_default=0)),
                ("quiet_to", fields.SmallIntField(db_default=0)),
                ("timezone", fields.CharField(db_default="", max_length=60)),
                ("changed", fields.BigIntField()),
            ],
            options={
                "table": "ask_me",
                "app": "fedcop",
                "pk_attr": "id",
                "table_description": "What somebody may be asked about, and how often, shares the id of its actor.",
            },
            bases=["Model"],
        ),
    ]
