"""Partial indexes of the practice."""

from tortoise import migrations


class Migration(migrations.Migration):
    """Partial indexes of the practice."""

    dependencies = [("fedcop", "0008_carried")]

    operations = []
