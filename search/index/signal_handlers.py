"""What changes the index: it is written in the transaction of the change itself."""

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

OWN_ENTRIES = {Contributor: "contributor", Topic: "topic", SiteDocument: "document"}
NAMED = (ProtectedWhileReferenced, SiteDocument)
BEFORE = "_searched_before"


def connect() -> None:
    """Begin to listen."""
    pages_changed.connect(refresh_pages)
    pre_save.connect(note_words)
    post_save.connect(refresh_named)
    post_save.connect(refresh_tagged)
    pre_delete.connect(note_pages)
    post_delete.connect(reindex_referencing_pages)
    post_delete.connect(refresh_tagged)


def refresh_pages(sender: type, ids: list[int], **_others: object) -> None:
    """Index pages as they are now."""
    reindex("page", ids)


def note_words(sender: type, instance: Model, raw: bool, **_others: object) -> None:
    """Remember the words of what pages name, before they change."""
    if isinstance(instance, NAMED) and instance.pk and not raw:
        before = sender.objects.filter(pk=instance.pk).first()
        setattr(instance, BEFORE, before and indexed_texts(before))


def refresh_named(sender: type, instance: Model, raw: bool, **_others: object) -> None:
    """Index an entry of the directory or a file, and the pages that name it if it is renamed."""
    if raw or not isinstance(instance, NAMED):
        return
    before = instance.__dict__.pop(BEFORE, None)
    if sender in OWN_ENTRIES:
        reindex(OWN_ENTRIES[sender], [instance.pk])
    if before and before != indexed_texts(instance):
        reindex("page", pages_referencing(instance))


def note_pages(sender: type, instance: Model, **_others: object) -> None:
    """Remember which pages name what is about to be deleted."""
    if isinstance(instance, NAMED):
        setattr(instance, BEFORE, pages_referencing(instance))


def reindex_referencing_pages(sender: type, instance: Model, **_others: object) -> None:
    """Index the pages that named what is deleted."""
    if isinstance(instance, NAMED):
        reindex("page", instance.__dict__.pop(BEFORE, ()))


def refresh_tagged(sender: type, instance: Model, raw: bool = False, **_others: object) -> None:
    """Index a file whose tags are stored, or taken away, after it; and all of a renamed tag."""
    if raw:
        return
    if isinstance(instance, TagBase):
        tagged = SiteDocument.objects.filter(tags=instance.pk).values_list("pk", flat=True)
        reindex("document", list(tagged))
    elif issubclass(sender, ItemBase):
        documents = ContentType.objects.get_for_model(SiteDocument)
        if getattr(instance, "content_type_id", None) == documents.pk:
            reindex("document", [instance.object_id])
