"""Write HTML."""

from html import escape

from importers.ghost.values import text


def element(name: str, content: str = "", css: str = "", **attributes: object) -> str:
    """Return an element with HTML as its content, without attributes that are empty."""
    named = {"class": css} | {key.replace("_", "-"): text(each) for key, each in attributes.items()}
    written = "".join(f' {key}="{escape(each)}"' for key, each in named.items() if each)
    return f"<{name}{written}>{content}</{name}>"


def image(source: object, **attributes: object) -> str:
    """Return an image, or an empty string without a URL."""
    return element("img", src=source, **attributes).removesuffix("</img>") if text(source) else ""


def optional(name: str, content: str, css: str = "", **attributes: object) -> str:
    """Return an element unless it is empty."""
    return element(name, content, css, **attributes) if content.strip() else ""
