from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def grant(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let moderators change the menus and the notice; who changed all settings still does."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="core", model="publicationsettings"
    )
    change, administer = (
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in (
            ("change_publicationsettings", "Can change publication"),
            (
                "administer_publicationsettings",
                "Can change name, look, statements and page checks, besides menus and notice",
            ),
        )
    )
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(permissions=change):
        group.permissions.add(administer)
    for user in apps.get_model("users", "User").objects.filter(user_permissions=change):
        user.user_permissions.add(administer)
    for group in groups.filter(name="Moderators"):
        group.permissions.add(change)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_submenus"),
        ("editorial", "0003_withdrawal"),
        ("users", "0001_initial"),
    ]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
