from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def grant(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let moderators stop letters that are being sent."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="letters", model="mailing"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="change_mailing",
        defaults={"name": "Can change mailing"},
    )
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=["Moderators", "Administrators"]):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_initial"), ("editorial", "0005_forms")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
