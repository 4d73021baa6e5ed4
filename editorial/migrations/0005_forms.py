from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PERMISSIONS = {
    "view_submission": ("Can view form submission", ["Editors", "Moderators", "Administrators"]),
    "delete_submission": ("Can delete form submission", ["Moderators", "Administrators"]),
}


def grant(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let editors read what readers sent by forms, and moderators delete it."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="form_pages", model="submission"
    )
    for codename, (name, groups) in PERMISSIONS.items():
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=groups):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("form_pages", "0001_initial"), ("editorial", "0004_menus")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
