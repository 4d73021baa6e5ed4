"""What the edit form of an article posts, made from the data of a revision, with changes."""

import json
from types import SimpleNamespace
from uuid import uuid4

from django.urls import reverse

from core.blocks import BodyBlock
from tests.editing import form
from tests.form_data import rich_text

PARAGRAPH = BodyBlock().child_blocks["paragraph"]
NOTE = ["bold", "italic", "link"]
COLUMNS = {
    "contributions": ("contributor", "role"),
    "related_links": ("related",),
    "footnotes": ("uuid", "text"),
}
KEPT = ("seo_title", "search_description", "lead_image_alt", "title_language")


def admin(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def edit_data(data, *, paragraphs=None, rows=None, **changes):
    """Return the POST data of the form that displays the data of a revision.

    `paragraphs` replaces the HTML of all paragraphs, `rows` the child rows by relation; a row that
    is the same object as a displayed one is moved or kept, others are added, the rest is deleted.
    """
    shown = SimpleNamespace(**{name: data[name] for name in ("title", "slug", "standfirst")})
    posted = form(shown) | {name: data.get(name) or "" for name in KEPT}
    posted["lead_image"] = str(data.get("lead_image") or "")
    posted |= body_data(json.loads(data.get("body") or "[]"), paragraphs)
    for name in COLUMNS:
        displayed = data.get(name, [])
        posted |= rows_data(name, displayed, (rows or {}).get(name, displayed))
    return posted | changes


def body_data(blocks, paragraphs=None):
    """Return the fields of a body of paragraphs."""
    if paragraphs is None:
        paragraphs = [block["value"] for block in blocks]
    posted = {"body-count": str(len(paragraphs))}
    for number, html in enumerate(paragraphs):
        known = blocks[number].get("id", "") if number < len(blocks) else ""
        posted |= {
            f"body-{number}-deleted": "",
            f"body-{number}-order": str(number),
            f"body-{number}-type": "paragraph",
            f"body-{number}-id": known,
            f"body-{number}-value": rich_text(html, PARAGRAPH.features),
        }
    return posted


def rows_data(name, displayed, wanted):
    """Return the fields of a formset whose rows were moved, added and deleted."""
    added = [row for row in wanted if not any(row is other for other in displayed)]
    order = {id(row): place for place, row in enumerate(wanted, start=1)}
    everything = [*displayed, *added]
    posted = {
        f"{name}-TOTAL_FORMS": str(len(everything)),
        f"{name}-INITIAL_FORMS": str(len(displayed)),
    }
    for number, row in enumerate(everything):
        prefix = f"{name}-{number}"
        posted |= {f"{prefix}-{column}": field(column, row[column]) for column in COLUMNS[name]}
        posted[f"{prefix}-id"] = str(row.get("pk") or "")
        posted[f"{prefix}-ORDER"] = str(order.get(id(row), 0))
        if id(row) not in order:
            posted[f"{prefix}-DELETE"] = "on"
    return posted


def field(column, value):
    return rich_text(value, NOTE) if column == "text" else str(value)


def contribution(contributor):
    return {"contributor": contributor, "role": "author"}


def link(page):
    return {"related": page}


def note(words):
    return {"uuid": str(uuid4()), "text": f"<p>{words}</p>"}
