"""Which tables hold texts that may name a person, and what becomes of them."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Func, Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from operations.personal_data.identity import Identity

TEXTS = {"CharField", "TextField", "EmailField", "SlugField", "URLField", "JSONField", "FileField"}
# Records of the work: a name in them is replaced.
RECORDS = {
    "editorial.undeliveredmail",
    "form_pages.submission",
    "letters.recipient",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.taskstate",
    "django_tasks_database.dbtaskresult",
}
# What editors wrote and configured: a name in it is listed, and stays.
CONTENT_APPS = {
    *("home", "news", "events", "books", "contributors", "topics", "core", "images", "documents"),
    *("form_pages", "wagtailforms", "wagtail_footnotes", "wagtailredirects", "wagtailimages"),
    *("wagtaildocs", "taggit"),
}
CONTENT = {
    "accounts.securitysettings",
    "auth.group",
    "editorial.withdrawal",
    "letters.letterindexpage",
    "letters.letterpage",
    "letters.mailing",
    "letters.mailinglist",
    "letters.subscriber",
    "letters.subscription",
    "wagtailcore.collection",
    "wagtailcore.page",
    "wagtailcore.revision",
    "wagtailcore.site",
    "wagtailcore.task",
    "wagtailcore.workflow",
    "wagtailsearchpromotions.searchpromotion",
}
# What is made of the content, the ledger of imports, and vocabulary of the software.
DERIVED_APPS = {"search", "wagtailsearch", "wagtailembeds", "importers", "contenttypes"}
DERIVED = {
    "auth.permission",
    "demo.demoobject",
    "editorial.contentgap",
    "editorial.reviewstate",
    "images.sharingcard",
    "images.siterendition",
    "operations.taskrun",
    "wagtailcore.collectionviewrestriction",
    "wagtailcore.locale",
    "wagtailcore.pageviewrestriction",
    "wagtailcore.referenceindex",
    "wagtailcore.workflowstate",
    "wagtailimages.rendition",
}
# Rows of one account or client, deleted by their owner; those of others are theirs.
OWNED_APPS = {"account", "axes", "mfa", "usersessions", "sessions", "wagtailusers", "wagtailadmin"}
OWNED = {"users.user", "wagtailcore.uploadedfile", "wagtailsearchpromotions.query"}
# Columns with words of the software, such as the action of a log entry.
TECHNICAL = {
    *("action", "object_id", "contentpath", "position", "status"),
    *("task_path", "queue_name", "backend_name", "worker_ids", "exception_class_path"),
}
BATCH = 200


def class_of(model: type[Model]) -> str | None:
    """Return what a table holds: records, content, derived or owned rows; None if unknown."""
    label, app = model._meta.label_lower, model._meta.app_label
    for name, labels, app_labels in (
        ("records", RECORDS, set()),
        ("derived", DERIVED, DERIVED_APPS),
        ("owned", OWNED, OWNED_APPS),
        ("content", CONTENT, CONTENT_APPS),
    ):
        if label in labels or app in app_labels:
            return name
    return None


def text_columns(model: type[Model]) -> list[str]:
    """Return the names of the fields of a table in which people's words may be, also in JSON."""
    return [
        field.name
        for field in model._meta.local_concrete_fields
        if field.get_internal_type() in TEXTS and not field.choices and field.name not in TECHNICAL
    ]


def models_of(name: str) -> Iterator[type[Model]]:
    """Yield the models that hold records, or content; what is unknown counts as content."""
    for model in apps.get_models(include_auto_created=True):
        if (class_of(model) or "content") == name and text_columns(model):
            yield model


class Joined(Func):
    """Texts one after another; Django's Concat is too deep for SQLite with many of them."""

    template, arg_joiner = "(%(expressions)s)", " || "
    output_field = TextField()


def stored_text(name: str) -> Combinable:
    """Return the expression for what a column stores, as text."""
    return Coalesce(Cast(name, TextField()), Value(""), output_field=TextField())


def rows_naming(model: type[Model], identity: Identity) -> QuerySet:
    """Return the rows of a table whose texts hold the letters of a name."""
    texts = Joined(*map(stored_text, text_columns(model)))
    return model._base_manager.alias(all_text=texts).filter(identity.in_text("all_text"))
