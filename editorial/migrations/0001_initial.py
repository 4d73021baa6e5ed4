"""Let editors and moderators name contributors, topics, organisers and venues.

The two groups, their rights to pages (editors change, moderators publish), images and documents,
and the workflow of moderation on the whole tree come with Wagtail's own migrations.
"""

from django.db import migrations

DIRECTORY = [
    ("contributors", "contributor"),
    ("topics", "topic"),
    ("events", "organiser"),
    ("events", "venue"),
]
RIGHTS = {
    "Editors": ["add", "change", "view"],
    "Moderators": ["add", "change", "delete", "view"],
}


def grant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for group_name, actions in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=group_name)
        for app_label, model in DIRECTORY:
            content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
            for action in actions:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )
                group.permissions.add(permission)


def name_workflow(apps, schema_editor):
    """Let the editor's button say “Submit to moderation”."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Workflow.objects.filter(name="Moderators approval").update(name="moderation")


class Migration(migrations.Migration):
    dependencies = [
        ("contributors", "0001_initial"),
        ("topics", "0001_initial"),
        ("events", "0001_initial"),
        ("wagtailcore", "0048_add_default_workflows"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(name_workflow, migrations.RunPython.noop),
    ]
