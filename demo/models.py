"""Which objects the demo created."""

import hashlib
import json

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import models
from wagtail.models import Page


class DemoObject(models.Model):
    """An object that the demo created or filled, and the state in which it left it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    content = GenericForeignKey()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        unique_together = [("content_type", "object_id")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"

    def is_unchanged(self) -> bool:
        """Return whether the object is as the demo left it."""
        return self.fingerprint == fingerprint(self.content)


def fingerprint(content: models.Model) -> str:
    """Return a hash of what people can change: of a page, its latest revision."""
    if isinstance(content, AbstractBaseUser):
        state = f"{content.get_username()} {content.email} {content.password}"
    elif isinstance(content, Page):
        parent = content.get_parent()
        state = f"revision {content.latest_revision_id} {parent.pk} {content.slug}"
    else:
        fields = json.loads(serializers.serialize("json", [content]))[0]["fields"]
        state = json.dumps(fields, sort_keys=True)
    return hashlib.sha256(state.encode()).hexdigest()
