"""Who asks without a name."""

from tortoise import migrations


class Migration(migrations.Migration):
    """Who asks without a name."""

    dependencies = [("fedcop", "0004_search")]

    operations = []
