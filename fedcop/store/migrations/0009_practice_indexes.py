"""Partial indexes of the practice."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = (
    ("", "adoption_page", "adoption (artifact_uri, (0 + id))"),
    ("", "adoption_by", "adoption (adopter_id, (0 + id))"),
    ("", "artifact_of", "artifact (organization_uri, id) WHERE organization_uri <> ''"),
    ("", "adoption_due", "adoption (due, id) WHERE due > 0"),
    ("", "question_open", "question ((0 + community_id), id) WHERE state = 'open'"),
    (
        "",
        "question_unanswered",
        "question ((community_id + 0), id) WHERE state = 'open' AND first_answer = 0",
    ),
    ("", "question_answered", "question ((community_id - 0), id) WHERE state = 'answered'"),
    ("", "question_begun", "question ((community_id + 0), (0 + id)) WHERE first_answer > 0"),
    ("", "question_accepted", "question (accepted_id) WHERE accepted_id <> 0"),
    ("", "question_awaits", "question (answer_uri) WHERE answer_uri <> ''"),
    (
        "",
        "question_owed",
        "question ((0 + owed), id) WHERE owed > 0 AND first_answer = 0 AND state = 'open'",
    ),
    ("", "adoption_story", "adoption (id) WHERE author_agreed > 0 AND adopter_agreed > 0"),
    ("", "adoption_of", "adoption (organization_uri, (0 + id)) WHERE organization_uri <> ''"),
)


class Migration(migrations.Migration):
    """Partial indexes of the practice."""

    dependencies = [("fedcop", "0008_carried")]

    operations = [
        ops.RunSQL(
            [f"CREATE {kind} INDEX {name} ON {what}" for kind, name, what in INDEXES],
            reverse_sql=[f"DROP INDEX {name}" for _, name, _ in INDEXES],
        ),
    ]
