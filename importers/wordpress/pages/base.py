"""What becomes a page: the parts that all sorts of pages share."""

import json
from collections.abc import Iterator
from html import unescape
from itertools import chain
from urllib.parse import unquote

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify
from wagtail.models import Page, PageLogEntry
from wagtail_footnotes.models import Footnote

from contributors.models import Contribution, Contributor
from core.forms import reserved_slug_error
from core.models.publishing import skip_publication_checks
from importers.report import faults
from importers.wordpress.bulk import append_child, bulk_create_children
from importers.wordpress.context import ImportContext, free_slug
from importers.wordpress.html.converter import convert
from importers.wordpress.html.result import Body
from importers.wordpress.pages.snippets import AUTHOR, SnippetImporter
from importers.wordpress.redirects import of_item
from importers.wordpress.resolver import ReferenceResolver, plain_text
from importers.wordpress.status import is_public, restrict, save_again, save_draft
from importers.wordpress.taxonomy_map import FORMAT, SECTION, TOPIC, TaxonomyChoice
from importers.wordpress.wxr.records import Item
from topics.models import Topic, TopicAssignment

# What a page is given with its place; nobody can have it wrong.
PLACED = {field.name for field in Page._meta.fields} - {"title", "slug"}
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_SLUG = 255, 500, 200
# Where a title should be and there is none, so much of the text stands.
UNTITLED_WORDS = 8
LEFT_OUT = {"trash": "It was in the trash.", "auto-draft": "It was never saved.",
            "inherit": "It is a version of another item."}  # fmt: skip


def ascii_slug(text: str) -> str:
    """Return a text as the end of an address."""
    return slugify(anyascii(unquote(text)))


class PageImporter:
    """Makes pages of one type of item; the types below say of what fields."""

    types: tuple[str, ...] = ()
    model: type[Page]
    # The field that takes the excerpt.
    summary_field = "summary"

    def __init__(
        self, move: ImportContext, library: ReferenceResolver, directory: SnippetImporter
    ) -> None:
        """Take the import, and what knows of files and names."""
        self.move, self.library, self.directory = move, library, directory

    def parent(self, item: Item) -> Page:
        """Return the page below which a new one stands."""
        raise NotImplementedError

    def body(self, item: Item) -> Body:
        """Return the text of an item in our blocks."""
        name = f"{self.move.old.url}#{item.type}-{item.id}"
        return convert(item.content, self.library, name, item.get("footnotes"), item.id)

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of the fields of a page, all but its place."""
        summary = plain_text(item.excerpt)
        if len(summary) > LONGEST_SUMMARY:
            body.warn(
                "excerpt", f"The excerpt was cut; it went on: {summary[LONGEST_SUMMARY - 1 :]}"
            )
            summary = summary[: LONGEST_SUMMARY - 1] + "…"
        values = {
            "title": self.title(item, body),
            self.summary_field: summary,
        }
        if is_public(item):
            values["first_published_at"] = item.moment
            values["last_published_at"] = item.changed or item.moment
        return values | self.lead_image(item, body)

    def title(self, item: Item, body: Body) -> str:
        """Return the title of an item; the beginning of its text where it has none."""
        title = " ".join(unescape(plain_text(item.title)).split())
        if not title:
            words = plain_text(item.content).split()
            title = " ".join(words[:UNTITLED_WORDS]) or f"Without a title ({item.id})"
            body.warn("title", f"It has no title; called “{title}” now.")
        if len(title) > LONGEST_TITLE:
            body.warn("title", f"The title was cut; it was: {title}")
            title = title[: LONGEST_TITLE - 1] + "…"
        return title

    def lead_image(self, item: Item, body: Body) -> dict[str, object]:
        """Return the featured image of an item."""
        number = item.get("_thumbnail_id").strip()
        if not (number.isascii() and number.isdigit() and len(number) < 18):
            return {}
        key = self.library.picture("", int(number))
        if key is None:
            body.warn("picture", f"The featured image {number} is not here.")
            return {"lead_image_id": None}
        alternative, caption = self.library.caption(int(number))
        return {
            "lead_image_id": key,
            "lead_image_alt": alternative[:250],
            "lead_image_caption": caption[:250],
        }

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Give a page the rows that it looks at when it is stored, and the notes of its text."""
        if body.notes or page.pk:
            page.footnotes = [Footnote(uuid=mark, text=text) for mark, text in body.notes]

    def names(self, item: Item, body: Body) -> dict[str, list[Model]]:
        """Return whom and what a page names, by the relations of the page."""
        people, topics = (dict.fromkeys(each(item, body)) for each in (self.people, self.topics))
        return {
            "contributions": [
                Contribution(contributor_id=key, sort_order=order)
                for order, key in enumerate(people)
            ],
            "topic_assignments": [
                TopicAssignment(topic_id=key, sort_order=order) for order, key in enumerate(topics)
            ],
        }

    def people(self, item: Item, body: Body) -> Iterator[int]:
        """Yield the keys of those who made an item: its co-authors, or else its author."""
        authors = self.move.old.authors
        found = [self.directory.guest(slug, name) for slug, name in item.of("author")]
        if not found and item.creator in authors:
            found = [authors[item.creator]]
        for author in found:
            key = self.move.ledger.object_id(Contributor, AUTHOR, author.login)
            key = key or self.directory.contributor(author)
            if key:
                yield key
            else:
                body.warn("author", f"{author.name} is not here any more; the byline lacks them.")

    def choices(self, item: Item) -> list[TaxonomyChoice]:
        """Return what the terms of an item become."""
        found = (self.move.mapping.get(taxonomy, slug) for taxonomy, slug, _name in item.terms)
        return [choice for choice in found if choice]

    def chosen(self, item: Item, becomes: str) -> list[TaxonomyChoice]:
        """Return those of them that become one thing."""
        return [choice for choice in self.choices(item) if choice.becomes == becomes]

    def topics(self, item: Item, body: Body) -> Iterator[int]:
        """Yield the keys of the topics of an item."""
        for choice in self.chosen(item, TOPIC):
            key = self.move.ledger.object_id(Topic, choice.term.taxonomy, choice.term.slug)
            key = key or self.directory.topic(choice.term, choice.name)
            if key:
                yield key
            else:
                body.warn("topic", f"The topic “{choice.name}” is not here any more.")

    def mapping_fingerprint(self, item: Item) -> list[tuple[str, str]]:
        """Return what people decided of an item beside it: where that changes, it is made anew."""
        kinds = (SECTION, FORMAT, TOPIC)
        return [(each.becomes, each.name) for each in self.choices(item) if each.becomes in kinds]

    def slug(self, item: Item, page: Page, parent: Page) -> str:
        """Return the end of the address of a new page, as near to the old one as there is room."""
        wanted = ascii_slug(item.slug) or ascii_slug(page.title)
        wanted = wanted[: LONGEST_SLUG - 30].strip("-") or f"{item.type}-{item.id}"
        if reserved_slug_error(wanted, parent):
            wanted = f"{wanted}-{item.id}"
        return free_slug(parent, wanted, page)

    def drop_invalid_values(self, page: Page, values: dict[str, object], body: Body) -> None:
        """Leave out values that a field which may be empty refuses: they cost nobody the page."""
        fields = {
            field.name: field for field in page._meta.get_fields() if hasattr(field, "attname")
        }
        try:
            page.clean_fields(exclude=fields.keys() - values.keys())
        except ValidationError as error:
            for fault in faults(error):
                if fields[fault.kind].blank:
                    body.warn(fault.kind, f"{values[fault.kind]}: {fault.text}")
                    setattr(page, fault.kind, fields[fault.kind].get_default())

    def place(self, page: Page, item: Item, body: Body) -> None:
        """Put a new page into the tree; raises ValidationError."""
        page.live = is_public(item)
        page.has_unpublished_changes = not page.live
        while not append_child(page, self.place_for(page, item)):
            self.move.forget_lists()
        if item.slug and page.slug != ascii_slug(item.slug):
            body.warn("address", f"“{item.slug}” is taken here: it ends in “{page.slug}”.")

    def place_for(self, page: Page, item: Item) -> Page:
        """Return the page below which a new one fits, with the end of its address."""
        parent = self.parent(item)
        page.slug = self.slug(item, page, parent)
        if page.live:
            page.clean_fields(exclude=PLACED)
            page.clean()
        return parent

    def moved(self, page: Page, item: Item, body: Body) -> Page:
        """Return a page at the place that its item has now, but where an editor moved it."""
        above, parent = page.get_parent(), self.parent(item)
        if parent.pk == above.pk:
            return page
        moves = PageLogEntry.objects.filter(page=page.pk, action="wagtail.move")
        if moves.exclude(user=None).exists() or parent.path.startswith(page.path):
            body.warn("place", f"It stays below “{above.title}”, not “{parent.title}” as there.")
            return page
        page.slug = self.slug(item, page, parent)
        page.save()
        page.move(parent, pos="last-child")
        return self.model.objects.get(pk=page.pk)

    def write(self, item: Item, body: Body, page: Page | None) -> Page:
        """Store an item as a page, new or as it was made before; raises ValidationError."""
        values = self.fields(item, body)
        is_new = page is None
        page = self.moved(page, item, body) if page else self.model(live=False)
        for name, value in values.items():
            setattr(page, name, value)
        self.drop_invalid_values(page, values, body)
        page.body = json.dumps(body.blocks)
        self.set_child_rows(page, item, body)
        named = self.names(item, body)
        with skip_publication_checks():
            if is_new:
                self.place(page, item, body)
                bulk_create_children(chain.from_iterable(named.values()), page)
            else:
                for relation, rows in named.items():
                    setattr(page, relation, rows)
                save_again(page, item)
            if not page.live:
                save_draft(page, item, body)
        restrict(page, item, is_new=is_new)
        for old in self.move.addresses.lead(of_item(item), page=page):
            body.warn("address", f"The old address {old} leads elsewhere here, and goes on to.")
        return page
