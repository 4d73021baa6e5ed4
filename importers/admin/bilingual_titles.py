"""Titles of events in two languages, which have a field for each."""

import re
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from wagtail.models import Page

from events.models import EventPage
from importers.admin.imported_pages import change_page, page_models, pages_of
from importers.models import ImportRun

SEPARATOR = re.compile(r" [–—/|] ")
WORD = re.compile(r"[^\W\d_]+")
# Frequent short words that tell a language: no more is needed to tell two halves apart.
WORDS = {
    "cy": "y yr yn ar gyda dros gan ac i o am mewn ein eich",
    "de": "der die das und für mit von im zum zur ein eine gegen über nach ist nicht den dem des",
    "en": "the of and for with on to at by from against our your how what why is are in an",
    "es": "el la los las y de del para con por en una un contra nuestra sobre cómo",
    "fr": "le la les et de des du pour avec sur une un contre dans aux notre au",
    "it": "il lo la gli le e di del della per con contro una un nella come nostro",
    "nl": "de het een en van voor met op tegen naar is niet onze in te",
    "pl": "i w na z dla do nie o przeciw jest się od",
    "pt": "o a os as e de do da para com por contra uma um no na nossa",
}
WORDS_BY_LANGUAGE = {tag: set(words.split()) for tag, words in WORDS.items()}
SCRIPTS = {
    "el": re.compile(r"[\u0370-\u03ff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh-hans": re.compile(r"[\u4e00-\u9fff]"),
}
# Scripts of several languages: they tell that the halves differ, but not the name.
SHARED_SCRIPTS = {"ru", "ar"}


class BilingualTitle(NamedTuple):
    """A title, and what its two fields would be."""

    page_id: int
    title: str
    first: str
    second: str
    first_language: str
    second_language: str

    @property
    def url(self) -> str:
        """The address of the form of the event."""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id])


def languages_of(text: str) -> set[str]:
    """Return the tags of the languages that a few words may be in; none if it cannot be told."""
    for tag, letters in SCRIPTS.items():
        if letters.search(text):
            return {tag}
    words = {word.casefold() for word in WORD.findall(text)}
    counts = {tag: len(words & known) for tag, known in WORDS_BY_LANGUAGE.items()}
    most = max(counts.values())
    return {tag for tag, count in counts.items() if count == most} if most else set()


def halves(title: str) -> tuple[str, str, str, str] | None:
    """Return both halves of a title in two languages, and their tags; None for another title.

    A tag is empty if the half may be in several languages.
    """
    parts = [part.strip() for part in SEPARATOR.split(title)]
    if len(parts) != 2 or not all(parts):
        return None
    first, second = map(languages_of, parts)
    if not first or not second or first & second:
        return None
    return (*parts, _only(first), _only(second))


def _only(tags: set[str]) -> str:
    known = {tag for tag, _name in settings.LANGUAGES} - SHARED_SCRIPTS
    return next(iter(tags)) if len(tags) == 1 and tags <= known else ""


def bilingual_titles(run: ImportRun) -> list[BilingualTitle]:
    """Return the imported events whose title seems to be in two languages."""
    if EventPage not in page_models(run):
        return []
    pages = pages_of(run, EventPage).filter(second_title="").order_by("pk")
    split = {
        pk: (title, *found)
        for pk, title in pages.values_list("pk", "draft_title")
        if (found := halves(title))
    }
    # The draft may have a second title already.
    drafts = Page.objects.filter(pk__in=split).exclude(latest_revision=None)
    for page in drafts.select_related("latest_revision"):
        if page.latest_revision.content.get("second_title"):
            del split[page.pk]
    return [BilingualTitle(pk, *values) for pk, values in split.items()]


def split_title(title: BilingualTitle, user: AbstractBaseUser) -> bool:
    """Write a title into both fields, and return whether readers see it already.

    Raise PermissionDenied or ValidationError.
    """

    def split(page: EventPage) -> None:
        if page.title != title.title:
            return
        page.title, page.second_title = title.first, title.second
        page.second_title_language = title.second_language
        is_of_page = title.first_language == page.locale.language_code.partition("-")[0]
        page.title_language = "" if is_of_page else title.first_language

    return change_page(Page.objects.get(pk=title.page_id), user, split)
