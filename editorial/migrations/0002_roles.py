"""Create the groups for the roles of the newsroom, and the moderation workflow.

Wagtail's own migrations create Editors and Moderators, with permissions for pages, images and
documents, and a workflow for the whole tree. This migration adds Contributors and Administrators,
the permissions of all four groups for snippets, and the review task. docs/roles.md has a table of
what each role may do.
"""

from django.db import migrations

DIRECTORY = [
    ("books", "bookseller"),
    ("books", "bookseries"),
    ("books", "imprint"),
    ("contributors", "contributor"),
    ("topics", "topic"),
    ("events", "organiser"),
    ("events", "venue"),
]
WRITING = ["add", "change", "view"]
ALL = ["add", "change", "delete", "view"]
# Permissions of each group for snippets.
DIRECTORY_RIGHTS = {
    "Contributors": ["view"],
    "Editors": WRITING,
    "Moderators": ALL,
    "Administrators": ALL,
}
# Permissions for all pages, and for all images and documents, of groups not made by Wagtail.
PAGE_RIGHTS = {
    "Contributors": ["add"],
    "Administrators": ["add", "bulk_delete", "change", "lock", "publish", "unlock"],
}
FILE_RIGHTS = {
    "Contributors": ["add", "choose"],
    "Administrators": ["add", "change", "choose", "delete"],
}
# Groups that manage promoted search results.
PROMOTING = ["Editors", "Moderators", "Administrators"]
# Further permissions of administrators.
ADMINISTRATION = {
    ("accounts", "securitysettings"): ["change"],
    ("auth", "group"): ALL,
    ("core", "publicationsettings"): ["change"],
    ("editorial", "moderationsettings"): ["change"],
    ("users", "user"): ALL,
    ("wagtailcore", "site"): ALL,
    ("wagtailcore", "task"): ALL,
    ("wagtailcore", "workflow"): ALL,
    ("wagtailredirects", "redirect"): ALL,
}


class Rights:
    """Groups and permissions, created if the post_migrate handlers have not yet done so."""

    def __init__(self, apps):
        self.apps = apps

    def permission(self, app_label, model, action):
        content_type, _ = self.apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        permission, _ = self.apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {model}"},
        )
        return permission

    def group(self, name):
        return self.apps.get_model("auth", "Group").objects.get_or_create(name=name)[0]


def make_roles(apps, schema_editor):
    rights = Rights(apps)
    for name in PAGE_RIGHTS:
        rights.group(name).permissions.add(rights.permission("wagtailadmin", "admin", "access"))
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    for name, actions in PAGE_RIGHTS.items():
        for action in actions:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
                group=rights.group(name),
                page=root,
                permission=rights.permission("wagtailcore", "page", action),
            )
    files = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    granted = [
        (name, *model, action)
        for name, actions in FILE_RIGHTS.items()
        for action in actions
        for model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    ]
    granted += [
        ("Administrators", "wagtailcore", "collection", action)
        for action in ("add", "change", "delete")
    ]
    for name, app_label, model, action in granted:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
            group=rights.group(name),
            collection=files,
            permission=rights.permission(app_label, model, action),
        )


def grant(apps, schema_editor):
    rights = Rights(apps)
    for name, actions in DIRECTORY_RIGHTS.items():
        for app_label, model in DIRECTORY:
            for action in actions:
                rights.group(name).permissions.add(rights.permission(app_label, model, action))
    # Contributors may add guest authors from within their articles.
    add_contributor = rights.permission("contributors", "contributor", "add")
    rights.group("Contributors").permissions.add(add_contributor)
    for name in PROMOTING:
        for action in ("add", "change", "delete"):
            promotion = rights.permission("wagtailsearchpromotions", "searchpromotion", action)
            rights.group(name).permissions.add(promotion)
    for (app_label, model), actions in ADMINISTRATION.items():
        for action in actions:
            permission = rights.permission(app_label, model, action)
            rights.group("Administrators").permissions.add(permission)


def set_up_workflow(apps, schema_editor):
    """Create the review task, and rename the workflow for the button “Submit to moderation”."""
    review, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="editorial", model="reviewtask"
    )
    rights = Rights(apps)
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects
    steps.all().delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.all().delete()
    for workflow in apps.get_model("wagtailcore", "Workflow").objects.all():
        task = apps.get_model("editorial", "ReviewTask").objects.create(
            name="Review", content_type=review
        )
        task.groups.set([rights.group("Moderators"), rights.group("Administrators")])
        steps.create(workflow=workflow, task_id=task.pk, sort_order=0)
        workflow.name = "moderation"
        workflow.save()


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("contributors", "0001_initial"),
        ("core", "0001_initial"),
        ("topics", "0001_initial"),
        ("books", "0001_initial"),
        ("events", "0001_initial"),
        ("users", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
        migrations.RunPython(set_up_workflow, migrations.RunPython.noop),
    ]
