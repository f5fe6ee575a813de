"""What becomes of reports: evidence, steps, decisions, appeals, and the rules of the node."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """What becomes of reports: evidence, steps, decisions, appeals, and the rules of the node."""

    dependencies = [("fedcop", "0017_mail")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Appeal",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("decision_id", fields.BigIntField(unique=True)),
                        ("text", fields.TextField(db_default="", unique=False)),
                        ("state", fields.CharField(db_default="open", max_length=10)),
                        ("created", fields.BigIntField()),
                        ("decided", fields.BigIntField(db_default=0)),
                        ("decided_by", fields.BigIntField(db_default=0)),
                        ("answer", fields.TextField(db_default="", unique=False)),
                    ],
                    options={
                        "table": "appeal",
                        "app": "fedcop",
                        "indexes": [Index(fields=["state", "id"])],
                        "pk_attr": "id",
                        "table_description": "Whom a decision hits asks for another look, once.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="Decision",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("report_id", fields.BigIntField(db_default=0)),
                        ("subject_id", fields.BigIntField()),
                        ("post_id", fields.BigIntField(db_default=0)),
                        ("community_id", fields.BigIntField(db_default=0)),
                        ("by_id", fields.BigIntField(db_default=0)),
                        ("act", fields.CharField(max_length=20)),
                        ("rule_id", fields.BigIntField(db_default=0)),
                        ("reason", fields.TextField(db_default="", unique=False)),
                        ("words", fields.TextField(db_default="", unique=False)),
                        ("created", fields.BigIntField()),
                        ("until", fields.BigIntField(db_default=0)),
                        ("lifted", fields.BigIntField(db_default=0)),
                        ("lifted_by", fields.BigIntField(db_default=0)),
                        ("kept", fields.TextField(db_default="", unique=False)),
                        ("kept_until", fields.BigIntField(db_default=0)),
                        ("key_hash", fields.CharField(db_default="", max_length=64)),
                    ],
                    options={
                        "table": "decision",
                        "app": "fedcop",
                        "indexes": [
                            Index(fields=["subject_id", "id"]),
                            Index(fields=["community_id", "id"]),
                            Index(fields=["report_id", "id"]),
                        ],
                        "pk_attr": "id",
                        "table_description": "What was done about somebody or a post of theirs, why, and until when.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="HouseRule",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("position", fields.IntField(db_default=0)),
                        ("text", fields.TextField(db_default="", unique=False)),
                        ("hint", fields.TextField(db_default="", unique=False)),
                        ("created", fields.BigIntField()),
                        ("retired", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "house_rule",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "A rule of the node, its number stays when others come and go.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="ReportEvidence",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("report_id", fields.BigIntField(db_index=True)),
                        ("post_id", fields.BigIntField(db_default=0)),
                        ("uri", fields.CharField(max_length=2048)),
                        ("said", fields.TextField(db_default="{}", unique=False)),
                        ("taken", fields.BigIntField()),
                    ],
                    options={
                        "table": "report_evidence",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "What a post said when it was reported, as far as it was.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="ReportStep",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("report_id", fields.BigIntField()),
                        ("actor_id", fields.BigIntField(db_default=0)),
                        ("step", fields.CharField(max_length=20)),
                        ("text", fields.TextField(db_default="", unique=False)),
                        ("about", fields.TextField(db_default="{}", unique=False)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "report_step",
                        "app": "fedcop",
                        "indexes": [Index(fields=["report_id", "id"])],
                        "pk_attr": "id",
                        "table_description": "One step of the work on a report, only ever added to.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
        ops.AddField(
            model_name="Actor",
            name="limited",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Report",
            name="answer",
            field=fields.TextField(db_default="", unique=False),
        ),
        ops.AddField(
            model_name="Report",
            name="assigned_id",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Report",
            name="outcome",
            field=fields.CharField(db_default="", max_length=20),
        ),
        ops.AddField(
            model_name="Report",
            name="resolved",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Report",
            name="resolved_by",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddIndex(
            model_name="Report",
            index=Index(fields=["subject_id", "id"]),
        ),
        ops.AddIndex(
            model_name="Report",
            index=Index(fields=["reporter_id", "id"]),
        ),
        ops.AddIndex(
            model_name="Report",
            index=Index(fields=["community_id", "id"]),
        ),
        ops.RunSQL(
            [
                "CREATE INDEX decision_ends ON decision (until) WHERE until > 0 AND lifted = 0",
                "CREATE INDEX decision_kept ON decision (kept_until) WHERE kept_until > 0",
            ],
            reverse_sql=["DROP INDEX decision_ends", "DROP INDEX decision_kept"],
        ),
    ]
