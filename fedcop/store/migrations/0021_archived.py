"""Communities that no directory names or that are archived, and rules of their own."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Communities that no directory names or that are archived, and rules of their own."""

    dependencies = [("fedcop", "0020_media")]

    operations = [
        ops.AddField(
            model_name="Community",
            name="archived",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddField(
            model_name="Community",
            name="hidden",
            field=fields.SmallIntField(db_default=0),
        ),
        ops.AddField(
            model_name="HouseRule",
            name="community_id",
            field=fields.BigIntField(db_default=0),
        ),
    ]
