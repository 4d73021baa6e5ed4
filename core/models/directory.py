"""Entries of a directory: what is named once for many pages, and has a page of its own."""

from anyascii import anyascii
from django.db import models
from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.models import ReferenceIndex
from wagtail.search import index

from core.redirects import redirect_address

SLUG_LENGTH = 200


class ProtectedWhileReferenced(models.Model):
    """Something that cannot be deleted as long as a page names it.

    Keys to it say CASCADE or SET_NULL nonetheless: a draft may still name what is gone, and with
    PROTECT no version that does so could be opened again.
    """

    class Meta:
        abstract = True

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Delete it; raises ProtectedError where a page names it."""
        uses = set(ReferenceIndex.get_references_to(self))
        for relation in self._meta.related_objects:
            uses |= set(relation.related_model.objects.filter(**{relation.field.name: self}))
        if uses:
            raise models.ProtectedError(f"Pages still name {self}.", uses)
        return super().delete(*args, **kwargs)


class DirectoryEntry(index.Indexed, ProtectedWhileReferenced):
    """Somebody or something with a name, and an address made of it."""

    name = models.CharField(max_length=200, help_text="As it should be printed.")
    slug = models.SlugField(
        "address",
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text="The end of the address of its page. Leave it empty to have it made of the name.",
    )

    entry_panels = [FieldPanel("name"), FieldPanel("slug")]
    search_fields = [index.SearchField("name", boost=2), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the entry, with an address of its own; a former one leads to it."""
        if not self.slug:
            self.slug = self._free_slug()
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            redirect_address(before.get_url(), self.get_url())

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of the page of the entry, where the site has such pages."""
        raise NotImplementedError

    def _free_slug(self) -> str:
        """Return a slug of the name, in ASCII, with a number where others have the same name."""
        stem = slugify(anyascii(self.name))[: SLUG_LENGTH - 10] or self._meta.model_name
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
        """What it is, in the words of schema.org."""
        return "Thing"
