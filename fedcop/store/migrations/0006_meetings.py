"""People who meet and help."""

from tortoise import migrations


class Migration(migrations.Migration):
    """People who meet and help."""

    dependencies = [("fedcop", "0005_voices")]

    operations = []
