"""Write the cards of Ghost's editors as the HTML that Ghost makes of them.

Lexical and Mobiledoc store the same values for a card. Captions, and texts in which an editor can
format words, are HTML there; titles are plain text.
"""

from collections.abc import Callable
from typing import NamedTuple

from markdown_it import MarkdownIt

from importers.ghost.body.markup import element, image, optional
from importers.ghost.values import as_dict, as_list, escaped, flag, line, strings, text

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class Note(NamedTuple):
    """Something that a body cannot contain: the kind and the text of a warning."""

    kind: str
    text: str


def card_html(kind: str, values: object, notes: list[Note]) -> str:
    """Return the HTML of a card; note one that has none."""
    card = as_dict(values)
    if kind in EMAIL_CARDS:
        notes.append(email_note(card))
        return ""
    if kind in CARDS:
        return CARDS[kind](card)
    words = " ".join(strings(card)) or "it has no text"
    notes.append(Note("card", f"A card of the type “{kind[:60]}” was left out: {words}"))
    return ""


def email_note(card: dict) -> Note:
    """Return the note on a card that only e-mails contained."""
    words = " ".join(strings(card))
    return Note("email", f"A text that only e-mails contained was left out: {words}")


def _caption(card: dict) -> str:
    return optional("figcaption", text(card.get("caption")))


def _figure(kind: str, *parts: str, **attributes: object) -> str:
    return element("figure", "".join(parts), f"kg-card kg-{kind}-card", **attributes)


def _box(kind: str, *parts: str, **attributes: object) -> str:
    return element("div", "".join(parts), f"kg-card kg-{kind}-card", **attributes)


def _button(css: str, url: object, label: object) -> str:
    words = escaped(label) or escaped(url)
    return optional("a", words, css, href=url) if text(url) else optional("p", words)


def _picture(card: dict) -> str:
    found = image(
        card.get("src"),
        css="kg-image",
        alt=card.get("alt"),
        title=card.get("title"),
        width=card.get("width"),
        height=card.get("height"),
    )
    return element("a", found, href=card.get("href")) if text(card.get("href")) else found


def _image(card: dict) -> str:
    return _figure("image", _picture(card), _caption(card))


def _gallery(card: dict) -> str:
    pictures = [_picture(as_dict(each)) for each in as_list(card.get("images"))]
    boxes = "".join(element("div", each, "kg-gallery-image") for each in pictures if each)
    return _figure("gallery", element("div", boxes, "kg-gallery-container"), _caption(card))


def _bookmark(card: dict) -> str:
    about = as_dict(card.get("metadata")) or card
    content = [
        element("div", escaped(about.get("title")), "kg-bookmark-title"),
        optional("div", escaped(about.get("description")), "kg-bookmark-description"),
        image(about.get("icon"), css="kg-bookmark-icon"),
        # Ghost gives the publisher the class of the author, and the other way round.
        optional("span", escaped(about.get("publisher")), "kg-bookmark-author"),
        optional("span", escaped(about.get("author")), "kg-bookmark-publisher"),
        optional("div", image(about.get("thumbnail")), "kg-bookmark-thumbnail"),
    ]
    link = element("a", "".join(content), "kg-bookmark-container", href=card.get("url"))
    return _figure("bookmark", link, _caption(card))


def _embed(card: dict) -> str:
    url = escaped(card.get("url"))
    title = line(as_dict(card.get("metadata")).get("title"))
    html = text(card.get("html"))
    link = element("a", escaped(title) or url, href=card.get("url")) if url else ""
    return _figure("embed", html if html.strip() else link, _caption(card))


def _callout(card: dict) -> str:
    emoji = optional("div", escaped(card.get("calloutEmoji")), "kg-callout-emoji")
    words = element("div", text(card.get("calloutText")), "kg-callout-text")
    return _box("callout", emoji, words)


def _toggle(card: dict) -> str:
    heading = element("h4", text(card.get("heading")), "kg-toggle-heading-text")
    return _box("toggle", heading, element("div", text(card.get("content")), "kg-toggle-content"))


def _audio(card: dict) -> str:
    thumbnail = image(card.get("thumbnailSrc"), css="kg-audio-thumbnail")
    title = element("div", escaped(card.get("title")), "kg-audio-title")
    player = element("audio", src=card.get("src")) if text(card.get("src")) else ""
    return _box("audio", thumbnail, player, title, _caption(card))


def _video(card: dict) -> str:
    player = element("video", src=card.get("src")) if text(card.get("src")) else ""
    thumbnail = card.get("customThumbnailSrc")
    return _figure("video", player, _caption(card), data_kg_custom_thumbnail=thumbnail)


def _file(card: dict) -> str:
    title = card.get("fileTitle") or card.get("fileName") or card.get("src")
    content = element("div", escaped(title), "kg-file-card-title")
    content += optional("div", escaped(card.get("fileCaption")), "kg-file-card-caption")
    if not text(card.get("src")):
        return _box("file", content)
    return _box("file", element("a", content, "kg-file-card-container", href=card.get("src")))


def _product(card: dict) -> str:
    stars = ""
    if flag(card.get("productRatingEnabled")):
        rating = card.get("productStarRating")
        number = min(max(rating, 0), 5) if isinstance(rating, int) else 0
        star = element("span", css="kg-product-card-rating-active kg-product-card-rating-star")
        stars = element("div", star * number, "kg-product-card-rating")
    button = ""
    if flag(card.get("productButtonEnabled")):
        url, label = card.get("productUrl"), card.get("productButton")
        button = _button("kg-product-card-button", url, label)
    return _box(
        "product",
        image(card.get("productImageSrc"), css="kg-product-card-image"),
        optional("h4", text(card.get("productTitle")), "kg-product-card-title"),
        stars,
        optional("div", text(card.get("productDescription")), "kg-product-card-description"),
        button,
    )


def _header(card: dict) -> str:
    button = ""
    if flag(card.get("buttonEnabled")):
        url, label = card.get("buttonUrl"), card.get("buttonText")
        button = _button("kg-header-card-button", url, label)
    return _box(
        "header",
        image(card.get("backgroundImageSrc"), css="kg-header-card-image"),
        optional("h2", text(card.get("header")), "kg-header-card-heading"),
        optional("p", text(card.get("subheader")), "kg-header-card-subheading"),
        button,
    )


def _signup(card: dict) -> str:
    form = escaped(card.get("buttonText")) + " " + escaped(card.get("successMessage"))
    return _box(
        "signup",
        image(card.get("backgroundImageSrc"), css="kg-signup-card-image"),
        optional("h2", text(card.get("header")), "kg-signup-card-heading"),
        optional("p", text(card.get("subheader")), "kg-signup-card-subheading"),
        element("form", form, "kg-signup-card-form"),
        optional("p", text(card.get("disclaimer")), "kg-signup-card-disclaimer"),
    )


def _call_to_action(card: dict) -> str:
    label, button = "", ""
    if flag(card.get("hasSponsorLabel")):
        label = optional("div", text(card.get("sponsorLabel")), "kg-cta-sponsor-label")
    if flag(card.get("showButton")):
        button = _button("kg-cta-button", card.get("buttonUrl"), card.get("buttonText"))
    picture = image(card.get("imageUrl"))
    words = optional("div", text(card.get("textValue")), "kg-cta-text")
    return _box("cta", label, picture, words, button)


def _code(card: dict) -> str:
    listing = element("pre", element("code", escaped(card.get("code"))))
    return _figure("code", listing, _caption(card))


def _html(card: dict) -> str:
    return text(card.get("html"))


def _markdown(card: dict) -> str:
    return MARKDOWN.render(text(card.get("markdown")))


def _button_card(card: dict) -> str:
    return _box("button", _button("kg-btn", card.get("buttonUrl"), card.get("buttonText")))


def _rule(_card: dict) -> str:
    return "<hr>"


def _paywall(_card: dict) -> str:
    return "<!--members-only-->"


EMAIL_CARDS = {"email", "email-cta"}
CARDS: dict[str, Callable[[dict], str]] = {
    "image": _image,
    "gallery": _gallery,
    "bookmark": _bookmark,
    "embed": _embed,
    "callout": _callout,
    "toggle": _toggle,
    "audio": _audio,
    "video": _video,
    "file": _file,
    "product": _product,
    "header": _header,
    "signup": _signup,
    "call-to-action": _call_to_action,
    "codeblock": _code,
    "code": _code,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "button": _button_card,
    "horizontalrule": _rule,
    "hr": _rule,
    "paywall": _paywall,
}
