"""Read the posts and pages of an export as items."""

from collections import defaultdict
from dataclasses import dataclass, field
from html import escape
from zoneinfo import ZoneInfo

from importers.ghost.body.cards import Note
from importers.ghost.body.gated import without_gated_blocks
from importers.ghost.body.lexical import email_notes, lexical_html
from importers.ghost.body.mobiledoc import mobiledoc_html
from importers.ghost.permalinks import permalink
from importers.ghost.site_files import site_file
from importers.ghost.site_url import SiteUrl
from importers.ghost.values import (
    as_dict,
    as_list,
    flag,
    line,
    moment,
    number_of,
    text,
    whole_number,
)
from importers.source.records import Author, Item
from importers.status import MEMBERS_ONLY

# The custom fields of our items.
NOTES, SITE_URL = "notes", "site_url"
FEATURE_ALT, FEATURE_CAPTION = "feature_alt", "feature_caption"
META_TITLE, META_DESCRIPTION, CANONICAL_URL = "meta_title", "meta_description", "canonical_url"
THUMBNAIL = "_thumbnail_id"
TAXONOMY = "tag"
STATUSES = {"published": "publish", "scheduled": "future", "draft": "draft", "sent": "draft"}
SENT = "It was only sent by e-mail, so it is a draft here."
# Texts for other places, which our pages do not have.
OTHER_TEXTS = (
    *("og_title", "og_description", "og_image", "twitter_title", "twitter_description"),
    *("twitter_image", "email_subject", "codeinjection_head", "codeinjection_foot"),
)


@dataclass
class Tables:
    """What posts refer to, by the IDs of the export."""

    authors: dict[str, Author] = field(default_factory=dict)
    # (slug, name)
    tags: dict[str, tuple[str, str]] = field(default_factory=dict)
    internal_tags: set[str] = field(default_factory=set)
    # The metadata of a post, and the IDs of its tags and authors in their order.
    meta: dict[str, dict] = field(default_factory=dict)
    tags_of: dict[str, list[str]] = field(default_factory=dict)
    authors_of: dict[str, list[str]] = field(default_factory=dict)


def relations(rows: object, name: str) -> dict[str, list[str]]:
    """Return the IDs in a column of a table by the IDs of posts, in their order."""
    found = defaultdict(list)
    for at, row in enumerate(map(as_dict, as_list(rows))):
        order = (whole_number(row.get("sort_order")), at)
        found[text(row.get("post_id"))].append((order, text(row.get(name))))
    return {key: list(dict.fromkeys(each for _, each in sorted(found[key]))) for key in found}


class PostReader:
    """Reads the rows of the table of posts."""

    def __init__(self, tables: Tables, url: SiteUrl, pattern: str, zone: ZoneInfo) -> None:
        self.tables, self.url, self.pattern, self.zone = tables, url, pattern, zone

    def key(self, row: dict) -> str:
        """Return what identifies a post in every export; an empty string if nothing does."""
        names = ("id", "uuid", "slug", "title")
        return next(filter(None, (text(row.get(name)).strip() for name in names)), "")

    def read(self, row: dict) -> Item:
        """Return a post or a page."""
        key = self.key(row)
        is_page = text(row.get("type")) == "page" or flag(row.get("page"))
        notes: list[Note] = []
        item = Item(
            id=number_of("post", key),
            type="page" if is_page else "post",
            status=self._status(row, notes),
            # Titles are plain text here, HTML in other software.
            title=line(row.get("title")).replace("<", "&lt;"),
            slug=line(row.get("slug")),
            excerpt=escape(self._excerpt(row, notes), quote=False),
            is_sticky=flag(row.get("featured")) and not is_page,
            date_gmt=moment(row.get("published_at")) or moment(row.get("created_at")),
            modified_gmt=moment(row.get("updated_at")),
        )
        is_restricted = self._restrict(row, item, notes)
        item.content = self._content(row, notes, is_restricted=is_restricted)
        self._add_meta(row, key, item, notes)
        self._add_terms(row, key, item, notes)
        item.link = self._link(item)
        item.meta[NOTES] = [f"{note.kind}\t{note.text}" for note in notes]
        item.meta[SITE_URL] = [self.url.url]
        return item

    def _status(self, row: dict, notes: list[Note]) -> str:
        status = text(row.get("status"))
        if status == "sent":
            notes.append(Note("state", SENT))
        if status not in STATUSES:
            notes.append(Note("state", f"Its state “{status}” is unknown, so it is a draft here."))
        return STATUSES.get(status, "draft")

    def _excerpt(self, row: dict, notes: list[Note]) -> str:
        excerpt = row.get("custom_excerpt")
        if excerpt and not isinstance(excerpt, str):
            notes.append(Note("excerpt", "Its excerpt cannot be read."))
        return line(excerpt)

    def _restrict(self, row: dict, item: Item, notes: list[Note]) -> bool:
        """Restrict an item that was not public; any value that is unknown is not."""
        visibility = row.get("visibility")
        if visibility in (None, "", "public"):
            return False
        item.meta[MEMBERS_ONLY] = ["1"]
        sentence = f"It was not public (“{text(visibility)[:60]}”); here, readers must sign in."
        notes.append(Note("visibility", sentence))
        return True

    def _content(self, row: dict, notes: list[Note], *, is_restricted: bool) -> str:
        """Return the body as HTML: as Ghost rendered it, or else from what its editor stored."""
        html = text(row.get("html"))
        if html.strip():
            if '"email' in text(row.get("lexical")):
                notes += email_notes(row.get("lexical"))
        elif text(row.get("lexical")).strip():
            html, found = lexical_html(row.get("lexical"))
            notes += found
        elif text(row.get("mobiledoc")).strip():
            html, found = mobiledoc_html(row.get("mobiledoc"))
            notes += found
        elif text(row.get("plaintext")).strip():
            paragraphs = text(row.get("plaintext")).split("\n\n")
            html = "".join(f"<p>{escape(each, quote=False)}</p>" for each in paragraphs)
            notes.append(Note("text", "Only the plain text of its body is in the export."))
        if not is_restricted:
            html = without_gated_blocks(html, notes)
        return self.url.expand(html)

    def _add_meta(self, row: dict, key: str, item: Item, notes: list[Note]) -> None:
        """Add the metadata, which later versions keep in a table of its own."""
        meta = row | {
            name: each for name, each in self.tables.meta.get(key, {}).items() if name != "id"
        }
        for name, own in ((META_TITLE, "meta_title"), (META_DESCRIPTION, "meta_description")):
            if value := line(meta.get(own)):
                item.meta[name] = [value]
        if canonical := line(meta.get("canonical_url")):
            item.meta[CANONICAL_URL] = [self.url.absolute(canonical)]
        known = {item.title, item.excerpt, line(meta.get("feature_image"))}
        for name in OTHER_TEXTS:
            value = line(meta.get(name))
            if value and value not in known:
                notes.append(Note("metadata", f"“{name}” has no place here: {value}"))
        self._add_feature_image(meta, item, notes)

    def _add_feature_image(self, meta: dict, item: Item, notes: list[Note]) -> None:
        url = self.url.absolute(line(meta.get("feature_image") or meta.get("image")))
        alternative = line(meta.get("feature_image_alt"))
        caption = meta.get("feature_image_caption")
        if not url:
            return
        if file := site_file(url, self.url.url):
            item.meta[THUMBNAIL] = [str(file.id)]
            item.meta[FEATURE_ALT] = [alternative]
            item.meta[FEATURE_CAPTION] = [text(caption)]
            return
        words = " – ".join(filter(None, (alternative, line(caption))))
        notes.append(Note("picture", f"The picture of another site was left out: {url} {words}"))

    def _add_terms(self, row: dict, key: str, item: Item, notes: list[Note]) -> None:
        for tag_id in self.tables.tags_of.get(key, []):
            if tag_id in self.tables.tags:
                item.terms.append((TAXONOMY, *self.tables.tags[tag_id]))
            elif tag_id not in self.tables.internal_tags:
                notes.append(Note("tag", f"Its tag {tag_id} is not in the export."))
        fallback = text(row.get("author_id")) or text(row.get("author"))
        for author_id in self.tables.authors_of.get(key) or filter(None, [fallback]):
            author = self.tables.authors.get(author_id)
            if author:
                # The importer of pages removes a prefix that WordPress adds.
                item.terms.append(("author", f"cap-{author.login}", author.name))
            else:
                notes.append(Note("author", f"Its author {author_id} is not in the export."))

    def _link(self, item: Item) -> str:
        pattern = self.pattern if item.type == "post" else "/{slug}/"
        return self.url.absolute(permalink(pattern, item, self.zone)) if item.slug else ""
