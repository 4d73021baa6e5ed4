"""The message of a letter, in HTML and in plain text."""

from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from core.mail import inline_styles
from core.models import BasePage
from core.plain_text import html_to_text
from core.rich_text import prefetched_links
from core.values.languages import furniture_language
from letters.composition import LetterContent

# What stands for the recipient's own URL in the texts of a mailing; RFC 2606 reserves `invalid`.
UNSUBSCRIBE_URL = "https://unsubscribe.invalid/"


@dataclass(frozen=True)
class LetterMail:
    """A message in both forms."""

    subject: str
    html: str
    text: str


def render_letter(page: BasePage, content: LetterContent) -> LetterMail:
    """Return the message of a letter, in the language of its list.

    What stands for the recipient's own URL is replaced when it is sent.
    """
    mailing_list = page.mailing_list
    language = mailing_list.language if mailing_list else page.locale.language_code
    root = mailing_list.site.root_url if mailing_list else page.get_site().root_url
    context = {
        "page": page,
        "mailing_list": mailing_list,
        "subject": " ".join(page.title.split()),
        "preheader": page.preheader,
        "parts": content.parts,
        "cards": content.cards,
        "unsubscribe_url": UNSUBSCRIBE_URL,
        "preferences_url": f"{root}{reverse('letters_request_preferences')}",
    }
    with override(furniture_language(language)), prefetched_links(page.linked_texts()):
        html = render_to_string("letters/mail/letter.html", context)
    html = _with_full_addresses(html, f"{root}/")
    return LetterMail(context["subject"], inline_styles(html), html_to_text(html))


def _with_full_addresses(html: str, root: str) -> str:
    """Return a page whose links and images have full addresses: a mail is at none."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select("[href], [src]"):
        name = "href" if element.has_attr("href") else "src"
        try:
            element[name] = urljoin(root, element[name])
        except ValueError:  # No address, such as http://[x: the text stays without it.
            del element[name]
    return str(soup)
