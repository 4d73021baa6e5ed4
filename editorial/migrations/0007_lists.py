from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CODENAMES = {
    "mailinglist": ("add", "change", "view"),
    "subscription": ("add", "delete", "view"),
}


def grant(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let moderators keep lists, and read, import and erase their subscribers."""
    groups = apps.get_model("auth", "Group").objects.filter(
        name__in=["Moderators", "Administrators"]
    )
    for model, actions in CODENAMES.items():
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="letters", model=model
        )
        for action in actions:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            for group in groups:
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("letters", "0002_lists"), ("editorial", "0006_letters")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
