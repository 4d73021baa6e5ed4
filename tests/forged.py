"""The data of a forged POST request: one that carries the fields of every form of the admin."""

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection, Workflow
from wagtail_factories import ImageFactory

from tests.editing import form

PASSWORD = "a-long-enough-password"
PICTURE = ImageFactory.build().file.read()
# The prefixes of the forms with which choosers create entries.
PREFIXES = [
    *("image-chooser-upload", "document-chooser-upload"),
    *(
        f"{name}_chooser-create-form"
        for name in (
            *("organiser", "venue", "imprint", "book_series"),
            *("bookseller", "contributor", "topic"),
        )
    ),
]


def formset(name, **row):
    """Return the fields of a formset with one new row, or with none."""
    counts = {f"{name}-TOTAL_FORMS": "1" if row else "0", f"{name}-INITIAL_FORMS": "0"}
    return counts | {f"{name}-0-{field}": value for field, value in row.items()}


def data(office, page):
    """Return the fields of every form, without files."""
    root = Collection.get_first_root_node().pk
    administrators = Group.objects.get(name="Administrators").pk
    found = (
        form(page, title="Forged", slug="forged")
        | {
            "name": "Forged",
            "locale": "",
            "label": "Forged",
            "collection": root,
            "parent": root,
            "tags": "forged",
        }
        | of_accounts(administrators)
        | of_page_actions(office, page)
        | of_administration(office)
        | of_settings()
    )
    for prefix in PREFIXES:
        found |= {f"{prefix}-{field}": "Forged" for field in ("title", "name")}
        found |= {f"{prefix}-collection": root, f"{prefix}-slug": "forged"}
    for prefix in (f"image-{office.image.pk}", f"uploaded-image-{office.uploads['image'].pk}"):
        found |= {f"{prefix}-title": "Forged", f"{prefix}-collection": root}
    uploaded = office.uploads["document"].pk
    for prefix in (f"doc-{office.document.pk}", f"uploaded-document-{uploaded}"):
        found |= {f"{prefix}-title": "Forged", f"{prefix}-collection": root}
    return found


def of_accounts(administrators):
    """Return the fields of the forms of accounts."""
    passwords = ("password1", "password2", "new_password1", "new_password2")
    return dict.fromkeys(passwords, PASSWORD) | {
        "username": "forged",
        "email": "forged@example.org",
        "first_name": "Forged",
        "last_name": "Forged",
        "password": "sesame",
        "return_url": "/",
        "is_active": "on",
        "is_superuser": "on",
        "groups": administrators,
        "role": administrators,
        "mark_as_active": "False",
        "url": "https://example.org/forged",
        "erase_username": "other",
        "name_email-first_name": "Forged",
        "name_email-last_name": "Forged",
        "name_email-email": "forged@example.org",
    }


def of_page_actions(office, page):
    """Return the fields of the forms that act on a page, and of the admin API."""
    tree, submitted = office.tree, office.submitted.latest_revision
    return {
        "new_title": "Forged",
        "new_slug": "forged",
        "new_parent_page": tree.section.pk,
        "destination_page_id": tree.series.pk,
        "destination_page": tree.series.pk,
        "destination": tree.series.pk,
        "chooser": tree.series.pk,
        "revision_id": page.latest_revision_id,
        "restriction_type": "login",
        "position": "0",
        "comment": "Forged",
        "action": "override",
        "override-comment": "Forged",
        "seen": f"{submitted.pk} {submitted.created_at.isoformat()}",
        "external-link-chooser-url": "https://example.org/",
        "next": "/admin/",
    }


def of_administration(office):
    """Return the fields of the forms of workflows, groups, sites, redirects and promotions."""
    page = office.public.pk
    return (
        {
            "hostname": "forged.example",
            "port": "80",
            "site_name": "Forged",
            "root_page": office.tree.home.pk,
            "old_path": "/forged",
            "redirect_link": "https://example.org/",
            "is_permanent": "on",
            "site": "",
            "query_string": "forged",
            "into": office.remaining.pk,
            "active": "on",
            "workflow": Workflow.objects.get().pk,
        }
        | formset("workflow_tasks")
        | formset("pages")
        | formset("content_types")
        | formset("page_permissions", page=page, permissions="publish_page")
        | formset("collection_permissions")
        | formset("image_permissions")
        | formset("document_permissions")
        | formset("collection_management_permissions")
        | formset("editors_picks", page=page, description="", ORDER="1")
        | formset("redirects")
    )


def of_settings():
    """Return the fields of the forms of settings."""
    return {
        "idle_hours": "5",
        "log_days": "30",
        "one_person": "on",
        "accent_colour": "#a3321b",
        "notice": "null",
        "statement": "null",
        "repost_notice": "null",
        "biography": "null",
        "description": "null",
        "links-count": "0",
        **{f"{name}_links-count": "0" for name in ("header", "footer", "social")},
        "appeal-count": "0",
        "sign_up-count": "0",
        "support_link-count": "0",
    }


def of_form(name):
    """Return the fields that the forms of two URLs have, but with other values."""
    kinds = {"contributor": "person", "topic": "topic", "bookseller": "independent"}
    kind = next((kinds[word] for word in kinds if word in name), "")
    return {
        "kind": kind,
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }


def files(name):
    """Return the files of the forms that upload one, for the URL of a name."""
    found = {"image-chooser-upload-file": picture(), "document-chooser-upload-file": paper()}
    field = "files[]" if name.endswith(":add_multiple") else "file"
    if name.startswith("wagtailimages:"):
        return found | {field: picture()}
    return found | {field: paper()} if name.startswith("wagtaildocs:") else found


def picture():
    return SimpleUploadedFile("forged.jpg", PICTURE, "image/jpeg")


def paper():
    return SimpleUploadedFile("forged.txt", b"A file", "text/plain")
