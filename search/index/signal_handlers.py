"""Keep the index up to date, within the transaction of each change."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from taggit.models import ItemBase, TagBase

from contributors.models import Contributor
from core.models import ProtectedWhileReferenced
from core.signals import pages_changed
from documents.models import SiteDocument
from search.index.documents import indexed_texts, pages_referencing, reindex
from topics.models import Topic

# Models that have entries of their own, with the name of the source.
INDEXED_MODELS = {Contributor: "contributor", Topic: "topic", SiteDocument: "document"}
# Models whose names are part of the texts of pages.
REFERENCED_MODELS = (ProtectedWhileReferenced, SiteDocument)
# The attribute of an instance that holds its texts or its pages before a change.
BEFORE = "_searched_before"


def connect() -> None:
    """Connect all signal handlers."""
    pages_changed.connect(refresh_pages)
    pre_save.connect(store_previous_texts)
    post_save.connect(refresh_referenced)
    post_save.connect(refresh_tagged)
    pre_delete.connect(store_referencing_pages)
    post_delete.connect(reindex_referencing_pages)
    post_delete.connect(refresh_tagged)


def refresh_pages(sender: type, ids: list[int], **_others: object) -> None:
    """Reindex changed pages."""
    reindex("page", ids)


def store_previous_texts(sender: type, instance: Model, raw: bool, **_others: object) -> None:
    """Store the indexed texts of an instance before it is saved."""
    if isinstance(instance, REFERENCED_MODELS) and instance.pk and not raw:
        before = sender.objects.filter(pk=instance.pk).first()
        setattr(instance, BEFORE, before and indexed_texts(before))


def refresh_referenced(sender: type, instance: Model, raw: bool, **_others: object) -> None:
    """Reindex a snippet or document, and the pages that reference it if its texts changed."""
    if raw or not isinstance(instance, REFERENCED_MODELS):
        return
    before = instance.__dict__.pop(BEFORE, None)
    if sender in INDEXED_MODELS:
        reindex(INDEXED_MODELS[sender], [instance.pk])
    if before and before != indexed_texts(instance):
        reindex("page", pages_referencing(instance))


def store_referencing_pages(sender: type, instance: Model, **_others: object) -> None:
    """Store the ids of the pages that reference an instance before it is deleted."""
    if isinstance(instance, REFERENCED_MODELS):
        setattr(instance, BEFORE, pages_referencing(instance))


def reindex_referencing_pages(sender: type, instance: Model, **_others: object) -> None:
    """Reindex the pages that referenced a deleted instance."""
    if isinstance(instance, REFERENCED_MODELS):
        reindex("page", instance.__dict__.pop(BEFORE, ()))


def refresh_tagged(sender: type, instance: Model, raw: bool = False, **_others: object) -> None:
    """Reindex the document whose tags changed, or all documents of a renamed tag.

    Tags are saved after the document, so its own signal comes too early.
    """
    if raw:
        return
    if isinstance(instance, TagBase):
        tagged = SiteDocument.objects.filter(tags=instance.pk).values_list("pk", flat=True)
        reindex("document", list(tagged))
    elif issubclass(sender, ItemBase):
        documents = ContentType.objects.get_for_model(SiteDocument)
        if getattr(instance, "content_type_id", None) == documents.pk:
            reindex("document", [instance.object_id])
