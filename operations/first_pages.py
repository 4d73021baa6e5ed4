"""The first texts about privacy and accessibility, which editors complete and publish.

They say what the software does by itself; square brackets mark what editors complete.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FirstPage:
    """A page whose text is a draft until editors have completed it."""

    slug: str
    title: Promise
    body: tuple[tuple[str, Promise | tuple[Promise, ...]], ...]


PRIVACY = FirstPage(
    "privacy",
    _("Privacy policy"),
    (
        ("paragraph", _("Responsible for this site: [name, address, email].")),
        ("heading", _("What we keep when you read")),
        (
            "paragraph",
            _(
                "You can read everything here without telling us who you are. This site sets no "
                "cookies for readers, counts no visits and requests nothing from other servers. "
                "The choice of light or dark colours stays in your browser."
            ),
        ),
        (
            "paragraph",
            _(
                "Words that a search finds nothing for are counted for thirty days, without "
                "anything about who searched. To stop abuse, the server counts requests by a hash "
                "of your address, for a minute."
            ),
        ),
        ("heading", _("Videos")),
        (
            "paragraph",
            _(
                "A video loads only when you start it. Then your browser requests it from the "
                "platform that hosts it, which learns your address."
            ),
        ),
        ("heading", _("Staff")),
        (
            "paragraph",
            _(
                "People who work on this site have an account. The site keeps what they changed "
                "and when they signed in."
            ),
        ),
        ("heading", _("Your rights")),
        (
            "paragraph",
            _(
                "You may ask us what we keep about you, and have it corrected or deleted. You may "
                "complain to a data protection authority: [name of the authority]."
            ),
        ),
    ),
)

# Each line is the result of a test: `tests/operations/test_setup.py` names it.
TESTED = (
    _(
        "Every kind of page passes the rules of WCAG 2.2, level AA, that the program axe can "
        "check, in light and dark colours, on a phone and on a desktop."
    ),
    _("The menu, the calendar, the search and videos can be used with a keyboard alone."),
    _("Everything can be read without JavaScript."),
    _("No page scrolls sideways on a screen that is 320 pixels wide, or when it is enlarged."),
    _("If your system asks for dark colours, more contrast or less motion, the site complies."),
    _("Links to notes lead to the note and back to where you were reading."),
)

ACCESSIBILITY = FirstPage(
    "accessibility",
    _("Accessibility"),
    (
        (
            "paragraph",
            _(
                "We want everyone to be able to read this site: on any screen, with a keyboard, "
                "with a screen reader and with large type."
            ),
        ),
        ("heading", _("What is tested")),
        ("paragraph", _("The software of this site is tested before each of its releases:")),
        ("list", TESTED),
        ("heading", _("What programs cannot test")),
        (
            "paragraph",
            _(
                "Our editors write the descriptions of pictures and the transcripts of recordings. "
                "These parts of the site are not accessible: [pictures, recordings and documents, "
                "or: none that we know of]."
            ),
        ),
        ("heading", _("If you cannot use something")),
        (
            "paragraph",
            _(
                "Write to [email] and say which page it is. We will answer within [number] days, "
                "and send you the content in a form that you can use."
            ),
        ),
        ("paragraph", _("We last checked this statement on [date].")),
    ),
)
