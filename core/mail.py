"""Notices in plain text and in HTML, and style sheets for mail programs."""

from collections.abc import Sequence

from css_inline import CSSInliner
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

HTML = "text/html"
NOTICE = "mail/notice"  # the names of the templates, without their endings
AUTOMATIC = {"Auto-Submitted": "auto-generated"}  # RFC 3834: programs do not answer it.
# Mail programs know style attributes; of the style sheets, some know the rules for dark mode.
_INLINER = CSSInliner(
    load_remote_stylesheets=False,
    keep_style_tags=True,
    keep_at_rules=True,
    resolve_css_variables=True,
)


def compose(
    subject: str, to: Sequence[str], context: dict, **options: object
) -> EmailMultiAlternatives:
    """Return a notice in plain text and in HTML, in the active language.

    Its context has `paragraphs`, `links` (pairs of a label and a URL), `foot` (lines) and `name`
    (of the publication). `options` are those of Django's EmailMessage.
    """
    subject = " ".join(subject.split())
    context = context | {"subject": subject}
    text = render_to_string(f"{NOTICE}.txt", context)
    message = EmailMultiAlternatives(subject, text, to=to, headers=AUTOMATIC, **options)
    message.attach_alternative(inline_styles(render_to_string(f"{NOTICE}.html", context)), HTML)
    return message


def inline_styles(html: str) -> str:
    """Return a page with its style sheet repeated in the style attributes of the elements."""
    return _INLINER.inline(html)
