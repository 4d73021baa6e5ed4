"""The base class for importing items as pages."""

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
from importers.bulk import append_child, bulk_create_children
from importers.context import ImportContext, free_slug
from importers.html.result import Body
from importers.pages.limits import report_markup, shorten
from importers.pages.snippets import AUTHOR, SnippetImporter
from importers.report import validation_warnings
from importers.resolver import ReferenceResolver, plain_text
from importers.source.records import Item
from importers.status import is_public, restrict, save_draft, update_page
from importers.taxonomy_map import FORMAT, SECTION, TOPIC, TaxonomyChoice
from topics.models import Topic, TopicAssignment

# Fields that are set with the position in the tree, and need no validation.
TREE_FIELDS = {field.name for field in Page._meta.fields} - {"title", "slug"}
MAX_TITLE_LENGTH, MAX_SUMMARY_LENGTH, MAX_SLUG_LENGTH = 255, 500, 200
MAX_ALT_LENGTH, MAX_CAPTION_LENGTH = 250, 250
# The title and the description that search engines display.
SEARCH_FIELDS = ("seo_title", "search_description")
# An untitled item gets so many words of its content as its title.
UNTITLED_WORDS = 8
SKIPPED_STATUSES = {
    "trash": "It was in the trash.",
    "auto-draft": "It was never saved.",
    "inherit": "It is a version of another item.",
}


def ascii_slug(text: str) -> str:
    """Return a text as an ASCII slug, transliterating other scripts."""
    return slugify(anyascii(unquote(text)))


def lead_image_texts(alternative: str, caption: str, body: Body) -> dict[str, object]:
    """Return the values of the lead image's texts."""
    return {
        "lead_image_alt": shorten(
            alternative, MAX_ALT_LENGTH, body.warn, "picture", "The description of the lead image"
        ),
        "lead_image_caption": shorten(
            caption, MAX_CAPTION_LENGTH, body.warn, "picture", "The caption of the lead image"
        ),
    }


class PageImporter:
    """Creates and updates the pages of one type of item."""

    types: tuple[str, ...] = ()
    model: type[Page]
    # The field that receives the excerpt.
    summary_field = "summary"

    def __init__(
        self, context: ImportContext, resolver: ReferenceResolver, snippets: SnippetImporter
    ) -> None:
        self.context, self.resolver, self.snippets = context, resolver, snippets

    def parent(self, item: Item) -> Page:
        """Return the parent of the page of an item."""
        raise NotImplementedError

    def body(self, item: Item) -> Body:
        """Return the content of an item as StreamField blocks."""
        name = f"{self.context.source.url}#{item.type}-{item.id}"
        return self.context.format.convert(item.content, self.resolver, name, item)

    def fields(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of the page's fields, except its slug and position."""
        summary = plain_text(item.excerpt)
        values = {
            "title": self.title(item, body),
            self.summary_field: shorten(
                summary, MAX_SUMMARY_LENGTH, body.warn, "excerpt", "The excerpt"
            ),
        }
        report_markup(item.excerpt, body, "the excerpt")
        self.report_terms(item, body)
        for field, text in zip(SEARCH_FIELDS, self.context.format.search_texts(item), strict=True):
            limit = Page._meta.get_field(field).max_length
            values[field] = shorten(text, limit, body.warn, "search", "The text for search engines")
        if is_public(item):
            values["first_published_at"] = item.published_at
            values["last_published_at"] = item.modified_at or item.published_at
        return values | self.lead_image(item, body)

    def report_terms(self, item: Item, body: Body) -> None:
        """Warn of the sections and formats of an item, as only articles have some."""
        for choice in self.choices(item):
            if choice.becomes in (SECTION, FORMAT):
                kind, name = choice.becomes, choice.term.name
                body.warn(kind, f"Only articles have a {kind}, so this term was left out: {name}")

    def title(self, item: Item, body: Body) -> str:
        """Return the title of an item; the first words of its content if it has none."""
        title = " ".join(unescape(plain_text(item.title)).split())
        if not title:
            words = plain_text(item.content).split()
            title = " ".join(words[:UNTITLED_WORDS]) or f"Untitled ({item.id})"
            body.warn("title", f"It has no title; it is now called “{title}”.")
        return shorten(title, MAX_TITLE_LENGTH, body.warn, "title", "The title")

    def lead_image(self, item: Item, body: Body) -> dict[str, object]:
        """Return the values of the lead image's fields, from the featured image."""
        number = item.get("_thumbnail_id").strip()
        if not (number.isascii() and number.isdigit() and len(number) < 18):
            return {}
        image_id = self.resolver.image("", int(number))
        if image_id is None:
            body.warn("picture", f"The featured image {number} was not imported.")
            return {"lead_image_id": None}
        alternative, caption = self.resolver.caption(int(number))
        return {"lead_image_id": image_id} | lead_image_texts(alternative, caption, body)

    def set_child_rows(self, page: Page, item: Item, body: Body) -> None:
        """Set the child relations that must be present when the page is saved."""
        if body.footnotes or page.pk:
            page.footnotes = [Footnote(uuid=mark, text=text) for mark, text in body.footnotes]

    def related_rows(self, item: Item, body: Body) -> dict[str, list[Model]]:
        """Return the rows of the child relations that can be stored after the page, by name."""
        contributors = dict.fromkeys(self.contributor_ids(item, body))
        topics = dict.fromkeys(self.topic_ids(item, body))
        return {
            "contributions": [
                Contribution(contributor_id=pk, sort_order=order)
                for order, pk in enumerate(contributors)
            ],
            "topic_assignments": [
                TopicAssignment(topic_id=pk, sort_order=order) for order, pk in enumerate(topics)
            ],
        }

    def contributor_ids(self, item: Item, body: Body) -> Iterator[int]:
        """Yield the keys of an item's co-authors, or else of its author."""
        accounts = self.context.source.authors
        authors = [self.snippets.guest(slug, name) for slug, name in item.terms_of("author")]
        if not authors and item.creator in accounts:
            authors = [accounts[item.creator]]
        for author in authors:
            pk = self.context.ledger.object_id(Contributor, AUTHOR, author.login)
            pk = pk or self.snippets.contributor(author)
            if pk:
                yield pk
            else:
                body.warn("author", f"{author.name} was deleted here and left out of the byline.")

    def topic_ids(self, item: Item, body: Body) -> Iterator[int]:
        """Yield the keys of the topics of an item."""
        for choice in self.choices_for(item, TOPIC):
            pk = self.context.ledger.object_id(Topic, choice.term.taxonomy, choice.term.slug)
            pk = pk or self.snippets.topic(choice.term, choice.name)
            if pk:
                yield pk
            else:
                body.warn("topic", f"The topic “{choice.name}” was deleted here and left out.")

    def choices(self, item: Item) -> list[TaxonomyChoice]:
        """Return the choices for the terms of an item."""
        found = (self.context.mapping.get(taxonomy, slug) for taxonomy, slug, _name in item.terms)
        return [choice for choice in found if choice]

    def choices_for(self, item: Item, becomes: str) -> list[TaxonomyChoice]:
        """Return the choices with one target: SECTION, FORMAT or TOPIC."""
        return [choice for choice in self.choices(item) if choice.becomes == becomes]

    def mapping_fingerprint(self, item: Item) -> list[tuple[str, str]]:
        """Return the choices that affect an item: it is imported again when they change."""
        targets = (SECTION, FORMAT, TOPIC)
        return [(each.becomes, each.name) for each in self.choices(item) if each.becomes in targets]

    def slug(self, item: Item, page: Page, parent: Page) -> str:
        """Return a slug that is free and not reserved, as close to the original as possible."""
        slug = ascii_slug(item.slug) or ascii_slug(page.title)
        slug = slug[: MAX_SLUG_LENGTH - 30].strip("-") or f"{item.type}-{item.id}"
        if reserved_slug_error(slug, parent):
            slug = f"{slug}-{item.id}"
        return free_slug(parent, slug, page)

    def drop_invalid_values(self, page: Page, values: dict[str, object], body: Body) -> None:
        """Reset optional fields with invalid values, rather than reject the whole page."""
        fields = {
            field.name: field for field in page._meta.get_fields() if hasattr(field, "attname")
        }
        try:
            page.clean_fields(exclude=fields.keys() - values.keys())
        except ValidationError as error:
            for warning in validation_warnings(error):
                if fields[warning.kind].blank:
                    body.warn(warning.kind, f"{values[warning.kind]}: {warning.text}")
                    setattr(page, warning.kind, fields[warning.kind].get_default())

    def insert(self, page: Page, item: Item, body: Body) -> None:
        """Insert a new page into the tree; raise ValidationError."""
        page.live = is_public(item)
        page.has_unpublished_changes = not page.live
        while not append_child(page, self._prepare_for_parent(page, item)):
            self.context.clear_cached_pages()
        if item.slug and page.slug != ascii_slug(item.slug):
            body.warn("address", f"The slug “{item.slug}” is taken here; it is now “{page.slug}”.")

    def _prepare_for_parent(self, page: Page, item: Item) -> Page:
        """Set the slug of a new page, validate the page if live, and return its parent."""
        parent = self.parent(item)
        page.slug = self.slug(item, page, parent)
        if page.live:
            page.clean_fields(exclude=TREE_FIELDS)
            page.clean()
        return parent

    def follow_parent(self, page: Page, item: Item, body: Body) -> Page:
        """Move a page if its item has another parent now, unless an editor moved it."""
        current, parent = page.get_parent(), self.parent(item)
        if parent.pk == current.pk:
            return page
        moves = PageLogEntry.objects.filter(page=page.pk, action="wagtail.move")
        if moves.exclude(user=None).exists() or parent.path.startswith(page.path):
            body.warn(
                "place",
                f"It stays below “{current.title}”; at the source it is below “{parent.title}”.",
            )
            return page
        page.slug = self.slug(item, page, parent)
        page.save()
        page.move(parent, pos="last-child")
        return self.model.objects.get(pk=page.pk)

    def write(self, item: Item, body: Body, page: Page | None) -> Page:
        """Create the page of an item, or update the one given; raise ValidationError."""
        values = self.fields(item, body)
        is_new = page is None
        page = self.follow_parent(page, item, body) if page else self.model(live=False)
        for name, value in values.items():
            setattr(page, name, value)
        self.drop_invalid_values(page, values, body)
        page.body = json.dumps(body.blocks)
        self.set_child_rows(page, item, body)
        related = self.related_rows(item, body)
        with skip_publication_checks():
            if is_new:
                self.insert(page, item, body)
                bulk_create_children(chain.from_iterable(related.values()), page)
            else:
                for relation, rows in related.items():
                    setattr(page, relation, rows)
                update_page(page, item)
            if not page.live:
                save_draft(page, item, body)
        restrict(page, item, is_new=is_new)
        for url in self.context.redirects.add(self.context.format.item_urls(item), page=page):
            body.warn("address", f"{url} has another redirect here, which was kept.")
        return page
