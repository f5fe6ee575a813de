"""What people look for."""

from tortoise import migrations


class Migration(migrations.Migration):
    """What people look for."""

    dependencies = [("fedcop", "0003_practice")]

    operations = []
