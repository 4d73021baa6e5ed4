"""The link between an item of a source site and the object it was imported as."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ImportedItem(models.Model):
    """An item of a source site, and the object it was imported as.

    It is saved in the same transaction as that object, so that an interrupted import continues
    where it stopped.
    """

    # The URL of the source site, and the item's type and ID (or name) there.
    site = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    # Of the item and the import's settings: an item with the same digest is not imported again.
    digest = models.CharField(max_length=64)
    # The object, and its fingerprint, which changes when an editor edits it.
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    target_fingerprint = models.CharField(max_length=64, blank=True)
    # “links” to items that were not imported yet, “media” that was not available.
    pending = models.JSONField(default=list)
    # Whether the object is in the search index and the reference index.
    is_indexed = models.BooleanField(default=True)
    # The warnings of the last import, as (kind, text) pairs.
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "key"], name="imported_item_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def target(self) -> models.Model | None:
        """The object; None if it was deleted."""
        model = self.content_type and self.content_type.model_class()
        return model and model.objects.filter(pk=self.object_id).first()

    @property
    def target_exists(self) -> bool:
        """Whether the object still exists."""
        model = self.content_type and self.content_type.model_class()
        return bool(model) and model.objects.filter(pk=self.object_id).exists()

    def set_target(self, target: models.Model) -> Self:
        """Set the object, without saving; return self."""
        self.content_type = ContentType.objects.get_for_model(type(target))
        self.object_id = target.pk
        return self
