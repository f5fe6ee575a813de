"""What those who run the node did, and the mail it has yet to send."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What those who run the node did, and the mail it has yet to send."""

    dependencies = [("fedcop", "0014_sign_in")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="AuditEntry",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("actor_id", fields.BigIntField(db_default=0)),
                        ("act", fields.CharField(max_length=60)),
                        ("subject", fields.CharField(db_default="", max_length=2048)),
                        ("about", fields.TextField(db_default="{}", unique=False)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "audit_entry",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["act", "id"]),
                            Index(fields=["actor_id", "id"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "One act of somebody who runs the node, only ever added to.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="MailLetter",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("mark", fields.CharField(unique=True, max_length=200)),
                        ("account_id", fields.BigIntField(db_default=0)),
                        ("address", fields.CharField(max_length=254)),
                        ("kind", fields.CharField(max_length=40)),
                        ("locale", fields.CharField(db_default="", max_length=20)),
                        ("facts", fields.TextField(db_default="{}", unique=False)),
                        ("state", fields.SmallIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                        ("due", fields.BigIntField(db_default=0)),
                        ("tries", fields.SmallIntField(db_default=0)),
                        ("sent", fields.BigIntField(db_default=0)),
                        ("error", fields.TextField(db_default="", unique=False)),
                    ],
                    options={
                        "table": "mail_letter",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["state", "due"]),
                            Index(fields=["account_id", "id"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "A mail to somebody: owed, sent, or given up.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
    ]
