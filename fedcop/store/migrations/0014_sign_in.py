"""How people prove who they are besides a password, and how a browser came to be signed in."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """How people prove who they are besides a password, and how a browser came to be signed in."""

    dependencies = [("fedcop", "0013_directory")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Passkey",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("account_id", fields.BigIntField(db_index=True)),
                        ("credential", fields.CharField(unique=True, max_length=1400)),
                        ("public_key", fields.BinaryField()),
                        ("sign_count", fields.BigIntField(db_default=0)),
                        ("name", fields.CharField(db_default="", max_length=60)),
                        ("transports", fields.CharField(db_default="", max_length=100)),
                        ("backed_up", fields.SmallIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                        ("used", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "passkey",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "A key that a device of somebody keeps for this node.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("account_id", fields.BigIntField(db_index=True)),
                        ("code", fields.CharField(max_length=64)),
                        ("used", fields.BigIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "recovery_code",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "A code on paper that stands in for a second factor once, only its mark is kept.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="SignInStep",
                    fields=[
                        ("token_hash", fields.CharField(primary_key=True, max_length=64)),
                        ("kind", fields.CharField(max_length=20)),
                        ("account_id", fields.BigIntField(db_default=0)),
                        ("body", fields.BinaryField()),
                        ("tries", fields.SmallIntField(db_default=0)),
                        ("expires", fields.BigIntField(db_index=True)),
                    ],
                    options={
                        "table": "sign_in_step",
                        "app": "fedcop",
                        "pk_attr": "token_hash",
                        "table_description": "What a browser is in the middle of, only the hash of its token is kept.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="SignOnLink",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("account_id", fields.BigIntField(db_index=True)),
                        ("issuer", fields.CharField(max_length=500)),
                        ("subject", fields.CharField(max_length=255)),
                        ("shown", fields.CharField(db_default="", max_length=254)),
                        ("created", fields.BigIntField()),
                        ("used", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "sign_on_link",
                        "app": "fedcop",
                        "unique_together": (("issuer", "subject"),),
                        "pk_attr": "id",
                        "table_description": "Somebody here is the one whom an issuer calls by this subject.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="Totp",
                    fields=[
                        ("account_id", fields.BigIntField(primary_key=True, generated=False)),
                        ("secret", fields.BinaryField()),
                        ("last_step", fields.BigIntField(db_default=0)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "totp",
                        "app": "fedcop",
                        "pk_attr": "account_id",
                        "table_description": "The second factor of an account that an app counts, its secret sealed.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
        ops.AddField(
            model_name="Session",
            name="issuer",
            field=fields.CharField(db_default="", max_length=500),
        ),
        ops.AddField(
            model_name="Session",
            name="means",
            field=fields.CharField(db_default="", max_length=40),
        ),
        ops.AddField(
            model_name="Session",
            name="proved",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Session",
            name="sid",
            field=fields.CharField(db_default="", max_length=255),
        ),
        ops.RunSQL(
            ["CREATE INDEX session_sid ON session (issuer, sid) WHERE sid <> ''"],
            reverse_sql=["DROP INDEX session_sid"],
        ),
    ]
