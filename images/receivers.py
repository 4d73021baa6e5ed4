"""What is to be done when a picture was saved."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from delivery.afterwards import afterwards
from images.ahead import draw_ahead
from images.models import SiteImage


@receiver(post_save, sender=SiteImage)
def draw_once_saved(instance: SiteImage, **_signal: object) -> None:
    """Draw it in all sizes, when whoever saved it has their answer."""
    transaction.on_commit(partial(afterwards, partial(draw_ahead, instance)))
