"""What came from another site, so that a second import finds it again."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models


class ImportedItem(models.Model):
    """What an item of another site became here.

    It is written in the same transaction as what the item became: an import that is stopped at any
    moment goes on where it was.
    """

    # The address of the other site, what the item was there, and its number or name.
    site = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    # A fingerprint of what came in: where it is the same again, nothing is done.
    digest = models.CharField(max_length=64)
    # What it became, and a fingerprint of that, to tell whether somebody edited it since.
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    target_fingerprint = models.CharField(max_length=64, blank=True)
    # What is still missing: “links” to what comes later, “media” that could not be had.
    pending = models.JSONField(default=list)
    # Whether the search and the list of references know what it became.
    is_indexed = models.BooleanField(default=True)
    # What did not come along, as pairs of a kind and a sentence.
    losses = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "key"], name="one_import_of_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def target(self) -> models.Model | None:
        """The object that it became, if that is still there."""
        model = self.content_type and self.content_type.model_class()
        return model and model.objects.filter(pk=self.object_id).first()

    @property
    def target_exists(self) -> bool:
        """Whether that is still there."""
        model = self.content_type and self.content_type.model_class()
        return bool(model) and model.objects.filter(pk=self.object_id).exists()

    def set_target(self, found: models.Model) -> Self:
        """Note what it became."""
        self.content_type = ContentType.objects.get_for_model(type(found))
        self.object_id = found.pk
        return self
