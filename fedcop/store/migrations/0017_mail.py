"""Who wants which mail, and where none arrives."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """Who wants which mail, and where none arrives."""

    dependencies = [("fedcop", "0016_looking_after")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="MailAddress",
                    fields=[
                        ("address", fields.CharField(primary_key=True, max_length=254)),
                        ("fails", fields.SmallIntField(db_default=0)),
                        ("failing", fields.BigIntField(db_default=0)),
                        ("said", fields.TextField(db_default="", unique=False)),
                        ("changed", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "mail_address",
                        "app": "fedcop",
                        "indexes": [Index(fields=["failing"])],
                        "pk_attr": "address",
                        "table_description": "An address that refused mail for good, and how often.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="MailDigest",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("account_id", fields.BigIntField()),
                        ("community_id", fields.BigIntField()),
                        ("every", fields.SmallIntField(db_default=0)),
                    ],
                    options={
                        "table": "mail_digest",
                        "app": "fedcop",
                        "unique_together": (("account_id", "community_id"),),
                        "pk_attr": "id",
                        "table_description": "How often somebody wants to read of one community, where it is not as usual.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="MailReader",
                    fields=[
                        ("account_id", fields.BigIntField(primary_key=True, generated=False)),
                        ("needs", fields.SmallIntField(db_default=2)),
                        ("every", fields.SmallIntField(db_default=2)),
                        ("hour", fields.SmallIntField(db_default=7)),
                        ("timezone", fields.CharField(db_default="", max_length=60)),
                        ("quoting", fields.SmallIntField(db_default=0)),
                        ("needs_id", fields.BigIntField(db_default=0)),
                        ("needs_due", fields.BigIntField(db_default=0)),
                        ("digest_due", fields.BigIntField(db_default=0)),
                        ("daily_at", fields.BigIntField(db_default=0)),
                        ("weekly_at", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "mail_reader",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["digest_due"]),
                            Index(fields=["needs_due"]),
                        ],
                        "pk_attr": "account_id",
                        "table_description": "How somebody wants mail, and what they had, shares the id of its account.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
