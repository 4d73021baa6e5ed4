"""Keep the sharing cards of public pages: draw those that are missing, delete those of no use."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.crypto import salted_hmac
from PIL import Image
from wagtail.models import Page

from core.models import BasePage, PublicationSettings
from core.queries import visible
from core.values.languages import furniture_language
from images.cards import CardText, draw_card
from images.memory import one_image_at_a_time
from images.models import SharingCard
from images.rendition_cache import RENDITION_ERRORS
from images.rendition_specs import RENDITION_SPECS

FOLDER = "images/cards/"  # Other media files are not served.
VERSION = "1"  # of the design
HASH_LENGTH = 20


def card_text(page: BasePage) -> CardText:
    """Return what the card of a page shows, in the language of the page."""
    site = page.get_site()
    publication = PublicationSettings.for_site(site)
    is_front = page.pk == site.root_page_id
    with translation.override(furniture_language(page.locale.language_code)):
        return CardText(
            cover=_cover_name(page),
            name=publication.name,
            colour=publication.accent_colour,
            title="" if is_front else page.card_title,
            kicker="" if is_front else page.kicker or _section(page),
            byline="" if is_front else page.card_line,
        )


def _section(page: BasePage) -> str:
    """Return the title of the list that contains a page, unless that is the front page."""
    return page.get_parent().title if page.depth > 3 else ""


def uses_card(page: BasePage) -> bool:
    """Return whether a card stands for a page: without an image, or with one higher than wide."""
    image = page.shared_image
    return not image or (not page.sharing_image and image.is_portrait())


def _cover_name(page: BasePage) -> str:
    """Return the name of the file of a cover, or an empty string if it cannot be made."""
    if not page.shared_image:
        return ""
    try:
        spec = RENDITION_SPECS["cover"].fallback
        return page.shared_image.get_rendition(spec).file.name
    except RENDITION_ERRORS:
        return ""


def draw_cards(ids: Iterable[int]) -> None:
    """Draw the cards of the visible pages with these ids, and delete those of the others."""
    ids = set(ids)
    pages = visible(Page.objects.filter(pk__in=ids)).specific()
    drawable = [page for page in pages if isinstance(page, BasePage) and page.get_site()]
    for page in drawable:
        _store(page, _draw(card_text(page)) if uses_card(page) else "")
    delete_cards(SharingCard.objects.filter(page__in=ids - {page.pk for page in drawable}))


def outdated_pages(most: int) -> list[int]:
    """Return the ids of visible pages whose cards are to be drawn, or drawn again."""
    current = SharingCard.objects.filter(is_current=True).values("page")
    pages = visible(Page.objects.filter(depth__gt=1)).exclude(pk__in=current)
    return list(pages.order_by("-pk").values_list("pk", flat=True)[:most])


def delete_hidden_cards() -> None:
    """Delete the cards of pages that are not visible any more."""
    delete_cards(
        SharingCard.objects.exclude(page__in=visible(Page.objects.all()).order_by().values("pk"))
    )


def _draw(text: CardText) -> str:
    """Return the name of the file of a card, which is drawn unless it exists."""
    digest = salted_hmac("images.SharingCard", f"{VERSION}{text!r}").hexdigest()[:HASH_LENGTH]
    name = f"{FOLDER}{digest}.png"
    if not default_storage.exists(name):
        with one_image_at_a_time():
            content = draw_card(text, _open(text.cover))
        name = default_storage.save(name, ContentFile(content))
    return name


def _open(name: str) -> Image.Image | None:
    if not name:
        return None
    with default_storage.open(name) as file:
        image = Image.open(file)
        image.load()
        return image


def _store(page: Page, name: str) -> None:
    """Set the file of a page's card, and delete the former one."""
    former = SharingCard.objects.filter(page=page.pk).exclude(file=name).exclude(file="")
    names = list(former.values_list("file", flat=True))
    values = {"file": name, "is_current": True}
    SharingCard.objects.update_or_create(page_id=page.pk, defaults=values)
    delete_files(names)


def delete_cards(cards: QuerySet) -> None:
    """Delete cards and their files."""
    names = [card.file.name for card in cards if card.file]
    cards.delete()
    delete_files(names)


def delete_files(names: list[str]) -> None:
    """Delete the files of cards that no page uses, after the transaction."""
    used = set(SharingCard.objects.filter(file__in=names).values_list("file", flat=True))
    for name in set(names) - used:
        transaction.on_commit(lambda name=name: default_storage.delete(name))
