"""Plain text made of HTML, for the readers of mail who prefer it."""

import re

from bs4 import BeautifulSoup, Tag

SPACE = re.compile(r"\s+")
BLANK_LINES = re.compile(r"\n{3,}")
HIDDEN = "script, style, [hidden], .preheader"
BLOCKS = ["h1", "h2", "h3", "h4", "p", "li", "blockquote", "figcaption", "tr", "ul", "ol"]
UNDERLINES = {"h1": "=", "h2": "-"}


def html_to_text(html: str) -> str:
    """Return the text of a page in paragraphs, with the addresses of links in angle brackets."""
    page = BeautifulSoup(html, "html.parser")
    soup = page.body or page
    for element in soup.select(HIDDEN):
        element.decompose()
    for string in soup.find_all(string=True):
        string.replace_with(SPACE.sub(" ", string))
    for image in soup.find_all("img"):
        image.replace_with(f"[{image['alt']}]" if image.get("alt") else "")
    for link in soup.find_all("a", href=True):
        _add_address(link)
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for element in soup.find_all(BLOCKS):
        _set_apart(element)
    lines = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip() + "\n"


def _add_address(link: Tag) -> None:
    address = link["href"].removeprefix("mailto:")
    if link.get_text().strip() != address:
        link.append(f" <{address}>")


def _set_apart(element: Tag) -> None:
    text = element.get_text().strip()
    if element.name in UNDERLINES and text:
        element.append("\n" + UNDERLINES[element.name] * min(len(text), 72))
    if element.name == "li":
        element.insert(0, "- ")
    margin = "\n" if element.name == "li" else "\n\n"
    element.insert(0, margin)
    element.append(margin)
