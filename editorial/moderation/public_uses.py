"""Guard what public pages use: files, and the entries of the directory.

Changing what readers see of them needs the right to publish, as a change of the page itself would.
What a public page uses is not deleted at all.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import FileField, Model, Q
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from wagtail.contrib.settings.registry import registry
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.permissions import page_permission_policy

from core.models.directory import ProtectedWhileReferenced
from core.rich_text import is_primary_key
from documents.models import SiteDocument
from images.models import SiteImage

FILES = (SiteImage, SiteDocument)
GUARDED = (*FILES, ProtectedWhileReferenced)
# Fields that Wagtail computes from the file, also when a form is displayed.
DERIVED = {"file_size", "file_hash"}
# A portrait is used by a person, and the person by a page.
MAX_STEPS = 3
MAX_LISTED = 20
# The arguments of the views that edit an object of each model.
EDIT_VIEWS = {"wagtailimages:edit": (SiteImage, "image_id")}
EDIT_VIEWS |= {"wagtaildocs:edit": (SiteDocument, "document_id")}


class Use(NamedTuple):
    """A public page, or the settings, that uses an object."""

    title: str
    url: str


class InUseError(Exception):
    """An object in public use was to be changed without the right to publish, or deleted."""

    def __init__(self, instance: Model, uses: list[Use], *, is_deletion: bool = False) -> None:
        super().__init__(f"{instance} is in public use.")
        self.instance, self.uses, self.is_deletion = instance, uses, is_deletion


def may_change_public(user: AbstractBaseUser) -> bool:
    """Return whether a user may change what readers see."""
    return page_permission_policy.user_has_any_permission(user, {"publish"})


def public_uses(instance: Model) -> list[Use]:
    """Return the public pages and settings that use an object, also by way of an entry."""
    found, frontier, seen = {}, [instance], set()
    for _step in range(MAX_STEPS):
        sources = _sources(frontier) - seen
        pages = [int(key) for model, key in sources if model is Page]
        for page in Page.objects.filter(Q(live=True) | Q(pk__in=_scheduled(pages)), pk__in=pages):
            found[page.pk] = Use(page.title, page.get_url() or "")
        frontier = [
            entry
            for model, key in sources
            if issubclass(model, GUARDED)
            for entry in model.objects.filter(pk=key)
        ]
        seen |= sources
    return [*found.values(), *_uses_by_settings(instance)]


def _scheduled(keys: list[int]) -> list[int]:
    """Return the keys of pages that will be published: no one reviews them again."""
    revisions = Revision.objects.page_revisions().filter(
        approved_go_live_at__isnull=False, object_id__in=[str(key) for key in keys]
    )
    return [int(key) for key in revisions.values_list("object_id", flat=True)]


def _sources(instances: Iterable[Model]) -> set[tuple[type[Model], str]]:
    """Return the models and keys of what refers to the objects."""
    references = ReferenceIndex.get_references_to_in_bulk(list(instances))
    rows = references.select_related("base_content_type")
    sources = {(row.base_content_type.model_class(), row.object_id) for row in rows}
    return {(model, key) for model, key in sources if model}


def _uses_by_settings(instance: Model) -> Iterator[Use]:
    """Yield the settings that use an object: Wagtail does not index their references."""
    for model in registry:
        fields = [field for field in model._meta.concrete_fields if field.is_relation]
        for field in fields:
            if isinstance(instance, field.related_model) and (
                model.objects.filter(**{field.name: instance.pk}).exists()
            ):
                arguments = [model._meta.app_label, model._meta.model_name]
                title = str(model._meta.verbose_name)
                yield Use(title, reverse("wagtailsettings:edit", args=arguments))


@receiver(pre_save)
def guard_change(
    sender: type[Model],
    instance: Model,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **_signal: object,
) -> None:
    """Raise InUseError if a user without the right to publish changes what readers see."""
    if raw or not isinstance(instance, GUARDED) or instance.pk is None:
        return
    user = get_active_log_context().user
    if user is None or may_change_public(user):
        return
    stored = sender._default_manager.filter(pk=instance.pk).first()
    if stored and _differ(stored, instance, update_fields) and (uses := public_uses(instance)):
        raise InUseError(instance, uses)


def _differ(stored: Model, instance: Model, names: Iterable[str] | None) -> bool:
    """Return whether any stored field of two objects differs, of those with `names`, if given."""
    for field in instance._meta.concrete_fields:
        if field.name in DERIVED or (names is not None and field.name not in names):
            continue
        if isinstance(field, FileField) and not getattr(instance, field.attname)._committed:
            return True
        values = [getattr(each, field.attname) for each in (stored, instance)]
        old, new = map(field.get_prep_value, values)
        if old != new:
            return True
    return False


@receiver(pre_delete)
def guard_deletion(instance: Model, **_signal: object) -> None:
    """Raise InUseError if a file that readers see is deleted in the admin.

    Entries of the directory cannot be deleted while any page uses them.
    """
    is_file = isinstance(instance, FILES) and get_active_log_context().user is not None
    if is_file and (uses := public_uses(instance)):
        raise InUseError(instance, uses, is_deletion=True)


def guard_collection(
    request: HttpRequest, action: str, objects: list[Model], _view: object
) -> None:
    """Raise InUseError if files that readers see are moved into a collection, without a signal."""
    if action != "add_to_collection" or may_change_public(request.user):
        return
    for instance in objects:
        if uses := public_uses(instance):
            raise InUseError(instance, uses)


def warn_before_change(request: HttpRequest, view_name: str, kwargs: dict) -> None:
    """Tell a user without the right to publish that a form cannot be saved, before it is filled."""
    if request.method != "GET" or not request.user.is_authenticated:
        return
    instance = _edited(view_name, kwargs)
    if instance is None or may_change_public(request.user) or not (uses := public_uses(instance)):
        return
    text = gettext(
        "Readers see this on public pages, so that only people who may publish can change it: "
        "{pages}. Ask a moderator."
    )
    messages.warning(request, format_html(text, pages=", ".join(use.title for use in uses[:3])))


def _edited(view_name: str, kwargs: dict) -> Model | None:
    """Return the object of a form that edits a file or an entry of the directory."""
    model, argument = EDIT_VIEWS.get(view_name) or _entry_views().get(view_name) or (None, "")
    if model is None or not is_primary_key(str(kwargs[argument])):
        return None
    return model.objects.filter(pk=kwargs[argument]).first()


@cache
def _entry_views() -> dict[str, tuple[type[Model], str]]:
    return {
        f"{model._meta.app_label}_{model._meta.model_name}_modeladmin_edit": (model, "instance_pk")
        for model in _concrete(ProtectedWhileReferenced)
    }


def _concrete(model: type[Model]) -> Iterator[type[Model]]:
    for subclass in model.__subclasses__():
        if not subclass._meta.abstract:
            yield subclass
        yield from _concrete(subclass)
