"""What is to be done when a picture was saved."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from images.models import SiteImage
from images.prerender import draw_ahead
from images.tasks import BACKEND, draw_picture
from page_cache.after_response import afterwards


@receiver(post_save, sender=SiteImage)
def draw_once_saved(instance: SiteImage, **_signal: object) -> None:
    """Draw it in all sizes: by a worker, or when whoever saved it has their answer."""
    if settings.PICTURE_WORKER:
        draw = partial(draw_picture.using(backend=BACKEND).enqueue, instance.pk)
    else:
        draw = partial(afterwards, partial(draw_ahead, instance))
    transaction.on_commit(draw)
