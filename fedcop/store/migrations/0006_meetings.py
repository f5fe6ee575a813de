"""People who meet and help: what is looked for now and then, by small indexes."""

from tortoise import migrations
from tortoise.migrations import operations as ops

INDEXES = (
    ("UNIQUE", "meeting_nth", "meeting (series_uri, nth) WHERE nth > 0"),
    ("", "meeting_grows", "meeting (starts) WHERE grows = 1"),
    ("", "meeting_due", "meeting (due) WHERE due > 0"),
    ("", "meeting_soon", "meeting (starts) WHERE reminded = 0"),
    ("", "rsvp_answer", "rsvp (meeting_id, answer, created)"),
    ("", "rsvp_uri", "rsvp (uri) WHERE uri <> ''"),
    ("", "mentor_open", "mentor_profile (changed) WHERE open = 1"),
)


class Migration(migrations.Migration):
    """People who meet and help."""

    dependencies = [("fedcop", "0005_voices")]

    operations = [
        ops.RunSQL(
            [f"CREATE {unique} INDEX {name} ON {what}" for unique, name, what in INDEXES],
            reverse_sql=[f"DROP INDEX {name}" for _, name, _ in INDEXES],
        )
    ]
