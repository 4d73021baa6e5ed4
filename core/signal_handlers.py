"""Signal handlers that keep the sharing cards of pages."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_unpublished

from core.metadata.cards import delete_cards, delete_files, delete_hidden_cards, draw_cards
from core.models import PublicationSettings
from core.signals import pages_changed
from core.tasks import draw_page_cards
from images.models import SharingCard
from images.tasks import BACKEND
from page_cache.after_response import run_after_response


@receiver(pages_changed)
def schedule_cards(ids: Iterable[int], **_signal: object) -> None:
    """Draw the cards of changed pages: in the worker, or after the response."""
    keys = list(ids)
    SharingCard.objects.filter(page__in=keys, is_current=True).update(is_current=False)
    if settings.RENDITION_WORKER:
        job = partial(draw_page_cards.using(backend=BACKEND).enqueue, keys)
    else:
        job = partial(run_after_response, partial(draw_cards, keys))
    transaction.on_commit(job)


@receiver(page_unpublished)
def delete_card_of_unpublished(instance: Page, **_signal: object) -> None:
    """Delete the card of a page that is not public any more.

    Wagtail unpublishes pages while it deletes them, when they are still public in the database.
    """
    delete_cards(SharingCard.objects.filter(page=instance.pk))


@receiver(post_save, sender=PageViewRestriction)
def delete_cards_of_restricted(**_signal: object) -> None:
    """Delete the cards of pages that have become private."""
    delete_hidden_cards()


@receiver(post_save, sender=PublicationSettings)
def outdate_cards(**_signal: object) -> None:
    """Have all cards drawn again by `draw_cards`: they show the name and the colour."""
    SharingCard.objects.filter(is_current=True).update(is_current=False)


@receiver(pre_delete, sender=SharingCard)
def delete_file(instance: SharingCard, **_signal: object) -> None:
    """Delete the file of a card after its page was deleted."""
    if instance.file:
        name = instance.file.name
        transaction.on_commit(lambda: delete_files([name]))
