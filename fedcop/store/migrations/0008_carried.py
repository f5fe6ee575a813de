"""What was brought along from elsewhere."""

from tortoise import migrations


class Migration(migrations.Migration):
    """What was brought along from elsewhere."""

    dependencies = [("fedcop", "0007_insights")]

    operations = []
