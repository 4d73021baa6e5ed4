"""Signal handlers of images."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from images.models import SiteImage
from images.prerender import generate_renditions
from images.tasks import BACKEND, generate_image_renditions
from page_cache.after_response import run_after_response


@receiver(post_save, sender=SiteImage)
def schedule_renditions(instance: SiteImage, **_signal: object) -> None:
    """Generate the renditions of a saved image: in the worker, or after the response."""
    if settings.RENDITION_WORKER:
        enqueue = generate_image_renditions.using(backend=BACKEND).enqueue
        job = partial(enqueue, instance.pk)
    else:
        job = partial(run_after_response, partial(generate_renditions, instance))
    transaction.on_commit(job)
