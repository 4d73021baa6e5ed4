"""Base classes of snippets that pages refer to, and that have a page of their own."""

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import ReferenceIndex
from wagtail.search import index

from core.redirects import add_redirects
from core.values.xml import xml_text

MAX_SLUG_LENGTH = 200  # characters


class ProtectedWhileReferenced(models.Model):
    """A model whose instances cannot be deleted while a page refers to them.

    Foreign keys to it should still use CASCADE or SET_NULL: old revisions may refer to a deleted
    instance, and with PROTECT Wagtail could not open them.
    """

    class Meta:
        abstract = True

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Delete the instance. Raise ProtectedError if a page refers to it."""
        uses = set(ReferenceIndex.get_references_to(self))
        for relation in self._meta.related_objects:
            uses |= set(relation.related_model.objects.filter(**{relation.field.name: self}))
        if uses:
            message = gettext("%(entry)s is still used on pages.") % {"entry": self}
            raise models.ProtectedError(message, uses)
        return super().delete(*args, **kwargs)


class DirectoryEntry(index.Indexed, ProtectedWhileReferenced):
    """A snippet with a name, and a page whose slug is made from the name."""

    name = models.CharField(
        _("name"), max_length=200, help_text=_("As it should appear on the site.")
    )
    slug = models.SlugField(
        _("web address"),
        max_length=MAX_SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The last part of the web address. Leave it empty to use the name."),
    )

    entry_panels = [FieldPanel("name"), FieldPanel("slug")]
    search_fields = [index.SearchField("name", boost=2), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the snippet, with a unique slug, and redirect its former URL."""
        if not self.slug:
            self.slug = self._free_slug()
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            add_redirects(before.get_url(), self.get_url())

    def clean(self) -> None:
        """Drop characters from the name that no feed and no spreadsheet can hold."""
        super().clean()
        self.name = " ".join(xml_text(self.name).split())
        if not self.name:
            raise ValidationError({"name": gettext("Enter a name.")})

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the snippet's page, or None if the site has no such index."""
        raise NotImplementedError

    def _free_slug(self) -> str:
        """Return an ASCII slug made from the name, with a number if it is taken."""
        stem = slugify(anyascii(self.name))[: MAX_SLUG_LENGTH - 10] or self._meta.model_name
        taken = set(
            type(self)
            .objects.filter(slug__startswith=stem)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
        return next(slug for slug in candidates if slug not in taken)

    @property
    def schema_type(self) -> str:
        """The schema.org type."""
        return "Thing"

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the schema.org properties that the page of the snippet displays."""
        return {}
