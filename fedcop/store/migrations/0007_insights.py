"""What a community may know of itself."""

from tortoise import migrations


class Migration(migrations.Migration):
    """What a community may know of itself."""

    dependencies = [("fedcop", "0006_meetings")]

    operations = []
