"""Choosers whose values are fetched for a whole body at once, not for each block.

Outside `deferred_choosers()` they behave like Wagtail's choosers, which forms, comparisons and
validation rely on.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

_deferring: ContextVar[bool] = ContextVar("deferring_choosers", default=False)


@contextmanager
def deferred_choosers() -> Iterator[None]:
    """Make choosers return instances of which only the key is loaded, without any query.

    They return such an instance for a deleted object too.
    """
    token = _deferring.set(True)
    try:
        yield
    finally:
        _deferring.reset(token)


class DeferredChooserMixin:
    """A chooser that does not query the database within `deferred_choosers()`."""

    def to_python(self, value: int | None) -> Model | None:
        """Return the chosen object, or within `deferred_choosers()` an instance with its key."""
        return self._stub(value) if _deferring.get() else super().to_python(value)

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Model | None]:
        """Return the chosen objects, in the order of `values`."""
        if _deferring.get():
            return [self._stub(value) for value in values]
        return super().bulk_to_python(values)

    def _stub(self, value: int | None) -> Model | None:
        if not value:
            return None
        fields = self.model_class._meta.concrete_fields
        keys = [field.attname for field in fields if field.primary_key]  # with those of parents
        return self.model_class.from_db(None, keys, [value] * len(keys))


class CardChooserBlock(DeferredChooserMixin, blocks.PageChooserBlock):
    """A chooser for a page whose card is displayed."""


class FileChooserBlock(DeferredChooserMixin, DocumentChooserBlock):
    """A chooser for a document."""


class PosterChooserBlock(DeferredChooserMixin, ImageChooserBlock):
    """A chooser for an image without alternative text."""


class PictureBlock(ImageBlock):
    """Wagtail's block for an image with its alternative text, with a deferred chooser."""

    def __init__(self, required: bool = True, **kwargs: object) -> None:
        super().__init__(required, **kwargs)
        chooser = PosterChooserBlock(required=required)
        chooser.set_name("image")
        description = blocks.CharBlock(required=False, label=_("Alternative text"))
        description.set_name("alt_text")
        self.child_blocks |= {"image": chooser, "alt_text": description}
