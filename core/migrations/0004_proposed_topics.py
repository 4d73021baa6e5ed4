from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CHECK = "topic-proposed"


def block_proposed_topics(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let the new page check stop publications on sites that exist, as on new ones."""
    for settings in apps.get_model("core", "PublicationSettings").objects.all():
        if CHECK not in settings.blocking_checks:
            settings.blocking_checks = [*settings.blocking_checks, CHECK]
            settings.save(update_fields=["blocking_checks"])


class Migration(migrations.Migration):
    dependencies = [("core", "0003_support_link")]
    operations = [migrations.RunPython(block_proposed_topics, migrations.RunPython.noop)]
