"""Choosers whose values are fetched for a whole text at once, and not block by block."""

from collections.abc import Iterable

from django.db.models import Model
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock


class DeferredChooserMixin:
    """A chooser whose value knows its key alone; the database is asked where more is read.

    The value of something that is gone is there, too, until it is looked for.
    """

    def to_python(self, value: int | None) -> Model | None:
        """Return what has this key, with all else left to be fetched."""
        if not value:
            return None
        fields = self.model_class._meta.concrete_fields
        keys = [field.attname for field in fields if field.primary_key]  # its own, its parents'
        return self.model_class.from_db(None, keys, [value] * len(keys))

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Model | None]:
        """Return what has these keys."""
        return [self.to_python(value) for value in values]

    def get_form_state(self, value: Model | None) -> dict | None:
        """Return what the chooser of a form shows: nothing where it is gone."""
        return self.widget.get_value_data(value and value.pk)

    def render_basic(self, value: Model | None, context: dict | None = None) -> str:
        """Return what the comparison of two drafts shows."""
        found = value and self.model_class.objects.filter(pk=value.pk).first()
        return super().render_basic(found, context)


class CardChooserBlock(DeferredChooserMixin, blocks.PageChooserBlock):
    """A page whose card is drawn."""


class FileChooserBlock(DeferredChooserMixin, DocumentChooserBlock):
    """A document."""


class PosterChooserBlock(DeferredChooserMixin, ImageChooserBlock):
    """A picture that needs no words."""


class PictureBlock(ImageBlock):
    """A picture with its alternative text, or the word that it only decorates."""

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        """Take the chooser of Wagtail's block away, and put ours there."""
        super().__init__(required, **kwargs)
        chooser = PosterChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
