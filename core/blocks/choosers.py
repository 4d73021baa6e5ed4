"""Choosers whose values a public page fetches for a whole text at once, and not block by block.

Outside `deferred_choosers()` each of them is Wagtail's own: forms, comparisons and validation get
what Wagtail would give them.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

_deferring: ContextVar[bool] = ContextVar("deferring_choosers", default=False)


@contextmanager
def deferred_choosers() -> Iterator[None]:
    """Let the choosers of texts that are read within return instances with nothing but a key.

    Such an instance is returned for an object that no longer exists, too: nothing is looked up.
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
        keys = [field.attname for field in fields if field.primary_key]  # of its parents, too
        return self.model_class.from_db(None, keys, [value] * len(keys))


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
