"""What is to be done when a picture was saved."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from images.models import SiteImage
from images.prerender import generate_renditions
from images.tasks import BACKEND, draw_picture
from page_cache.after_response import run_after_response


@receiver(post_save, sender=SiteImage)
def draw_once_saved(instance: SiteImage, **_signal: object) -> None:
    """Draw it in all sizes: by a worker, or when whoever saved it has their answer."""
    if settings.RENDITION_WORKER:
        render_picture = partial(draw_picture.using(backend=BACKEND).enqueue, instance.pk)
    else:
        render_picture = partial(run_after_response, partial(generate_renditions, instance))
    transaction.on_commit(render_picture)
