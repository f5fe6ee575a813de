"""How a community agrees: what it asks of a review, and what its stewards say."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from fedcop.store.tables import CreateModels


class Migration(migrations.Migration):
    """How a community agrees."""

    dependencies = [("fedcop", "0009_practice_indexes")]

    operations = [
        CreateModels(
            [
                ops.CreateModel(
                    name="Assessment",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("actor_id", fields.BigIntField()),
                        ("standard_uri", fields.CharField(max_length=2048)),
                        ("number", fields.IntField()),
                        ("work", fields.TextField(db_default="", unique=False)),
                        ("work_uri", fields.CharField(db_default="", max_length=2048)),
                        ("said", fields.TextField(unique=False)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "assessment",
                        "app": "fedcop",
                        "indexes": [Index(fields=["actor_id", "id"])],
                        "pk_attr": "id",
                        "table_description": "Somebody laid their work beside a standard, for themselves alone.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="ReviewRule",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("reviewers", fields.IntField(db_default=2)),
                        ("organizations", fields.IntField(db_default=2)),
                        ("votes", fields.IntField(db_default=1)),
                        ("unnamed", fields.IntField(db_default=0)),
                    ],
                    options={
                        "table": "review_rule",
                        "app": "fedcop",
                        "pk_attr": "id",
                        "table_description": "What a community asks of a review, a row for those that ask something else than usual.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="StewardVote",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("artifact_uri", fields.CharField(max_length=2048)),
                        ("number", fields.IntField()),
                        ("digest", fields.CharField(max_length=100)),
                        ("steward_id", fields.BigIntField()),
                        ("place", fields.IntField()),
                        ("words", fields.TextField(db_default="", unique=False)),
                        ("created", fields.BigIntField()),
                    ],
                    options={
                        "table": "steward_vote",
                        "app": "fedcop",
                        "unique_together": (
                            ("community_id", "artifact_uri", "number", "digest", "steward_id"),
                            ("community_id", "artifact_uri", "number", "digest", "place"),
                        ),
                        "pk_attr": "id",
                        "table_description": "A steward is for endorsing one exact revision.",
                    },
                    bases=["Model"],
                ),
                ops.CreateModel(
                    name="UnnamedReview",
                    fields=[
                        ("id", fields.BigIntField(primary_key=True, generated=False)),
                        ("community_id", fields.BigIntField()),
                        ("artifact_uri", fields.CharField(max_length=2048)),
                        ("mark", fields.CharField(unique=True, max_length=64)),
                        ("part", fields.TextField(db_default="", unique=False)),
                        ("due", fields.BigIntField(db_default=0)),
                        ("post_id", fields.BigIntField(db_default=0)),
                    ],
                    options={
                        "table": "unnamed_review",
                        "app": "fedcop",
                        "indexes": [Index(fields=["post_id"])],
                        "pk_attr": "id",
                        "table_description": "A review by somebody of ours who gives no name, its number says nothing.",
                    },
                    bases=["Model"],
                ),
            ]
        ),
        ops.RunSQL(
            [
                "CREATE INDEX artifact_review_by ON artifact (review_by) WHERE review_by > 0",
                "CREATE INDEX unnamed_review_due ON unnamed_review (due) WHERE due > 0",
            ],
            reverse_sql=["DROP INDEX artifact_review_by", "DROP INDEX unnamed_review_due"],
        ),
    ]
