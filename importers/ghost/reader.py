"""Read the export of a Ghost site into a store, and report what cannot be read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.text import slugify

from importers.ghost import redirects_file
from importers.ghost.accounts import author_of, lost_details
from importers.ghost.export_file import load
from importers.ghost.permalinks import DEFAULT_PATTERN, checked_pattern, zone_of
from importers.ghost.posts import FEATURE_ALT, TAXONOMY, THUMBNAIL, PostReader, Tables, relations
from importers.ghost.site_files import SiteFile, displayed_files, site_file
from importers.ghost.site_url import SiteUrl
from importers.ghost.subscribers import GhostMember, read_members, subscribers_in
from importers.ghost.values import as_dict, as_list, line, number_of, parsed, text
from importers.pages.menus import MENU_ITEM
from importers.resolver import ATTACHMENT
from importers.source.errors import ExportError, NotAnExportError, SourceError
from importers.source.item_store import ItemStore
from importers.source.records import Item, Site, Term

# Types of items that are only reported.
INTERNAL_TAG, DETAIL, NEWSLETTER, TIER = "internal_tag", "detail", "newsletter", "tier"
REDIRECT = "redirect"
# The settings of the menus, in the order of our own.
MENUS = {"navigation": "Navigation", "secondary_navigation": "Secondary navigation"}
PICTURE_SETTINGS = ("logo", "icon", "cover_image", "og_image", "twitter_image")
CODE_SETTINGS = ("codeinjection_head", "codeinjection_foot")
SITE_NAME = "Ghost"
REDIRECTS_NAME = re.compile(r"redirects[^/]*\.(?:json|ya?ml)$", re.IGNORECASE)


@dataclass(frozen=True)
class GhostOptions:
    """What the export of a Ghost site does not contain."""

    url: str = ""
    permalinks: str = DEFAULT_PATTERN
    redirects: Path | None = None


class GhostReader:
    """Implements `ExportReader`."""

    def __init__(self, store: ItemStore, options: GhostOptions = GhostOptions()) -> None:
        self.store, self.options = store, options
        self.site = Site()
        self.errors: list[ExportError] = []
        self.subscribers: list[GhostMember] = []
        self.url = SiteUrl(options.url.strip().rstrip("/"))
        self.pattern = checked_pattern(options.permalinks)
        self.file = ""
        # What the IDs of posts stand for, to notice the same ID of two.
        self.keys: dict[int, str] = {}

    def read(self, files: Iterable[Path]) -> Site:
        """Return the site after reading all files; raise SourceError.

        Besides exports, these may be what Ghost exports apart: its redirects and its members.
        """
        _check_url(self.url.url)
        redirects, exports = [self.options.redirects] if self.options.redirects else [], []
        for file in files:
            if file.suffix.lower() == ".csv":
                self.subscribers += read_members(file)
            else:
                (redirects if REDIRECTS_NAME.match(file.name) else exports).append(file)
        if not exports:
            raise NotAnExportError("There is no export of Ghost among the files.")
        for file in exports:
            self.file = file.name
            self._read(load(file))
        for file in redirects:
            self._read_redirects(file)
        return self.site

    def _read(self, tables: dict[str, object]) -> None:
        settings = {
            text(row.get("key")): row.get("value") for row in self._rows(tables, "settings")
        }
        self._read_site(settings, line(as_dict(tables.get("meta")).get("version")))
        found = Tables(
            meta={text(row.get("post_id")): row for row in self._rows(tables, "posts_meta")},
            tags_of=relations(tables.get("posts_tags"), "tag_id"),
            authors_of=relations(tables.get("posts_authors"), "author_id"),
        )
        self._read_users(tables, found)
        self._read_tags(tables, found)
        zone = zone_of(line(settings.get("timezone") or settings.get("active_timezone")))
        self._read_posts(tables, PostReader(found, self.url, self.pattern, zone))
        self._read_menus(settings)
        self._read_others(tables, settings)
        self.subscribers += subscribers_in(tables)

    def _read_site(self, settings: dict[str, object], version: str) -> None:
        title = line(settings.get("title"))
        if not self.url.url:
            url = line(settings.get("url")).rstrip("/")
            self.url = SiteUrl(url if url.startswith(("http://", "https://")) else "")
        site = replace(
            self.site,
            title=title or self.site.title,
            url=self.url.url,
            description=line(settings.get("description")),
            language=line(settings.get("locale") or settings.get("lang")),
            version=version,
            name=slugify(title, allow_unicode=True)[:200] or self.site.name or SITE_NAME,
        )
        if self.site.name and self.site.key != site.key:
            raise NotAnExportError(
                f"{self.file} is of {site.title}, but the file before it is of {self.site.title}. "
                "Import one site at a time."
            )
        self.site = site

    def _read_users(self, tables: dict[str, object], found: Tables) -> None:
        for row in self._rows(tables, "users"):
            login = line(row.get("slug")) or text(row.get("id"))
            if not login:
                self._lose("A user without an ID")
                continue
            if login in self.site.authors:
                self._note(f"The user “{login}” occurs twice; the later one was imported.")
            author = author_of(row, login)
            found.authors[text(row.get("id"))] = self.site.authors[login] = author
            if lost := lost_details(row):
                self._add_detail(f"{author.name}: {lost}")

    def _read_tags(self, tables: dict[str, object], found: Tables) -> None:
        used = Counter(tag for tags in found.tags_of.values() for tag in tags)
        for row in self._rows(tables, "tags"):
            key, name = text(row.get("id")), line(row.get("name"))
            slug = line(row.get("slug")) or name or key
            if not slug:
                self._lose("A tag without a name")
            elif text(row.get("visibility")) == "internal" or name.startswith("#"):
                found.internal_tags.add(key)
                self._add(INTERNAL_TAG, slug, f"{name or slug} ({used[key]})")
            else:
                name = (name or slug).replace("<", "&lt;")
                if (TAXONOMY, slug) in self.site.terms:
                    self._note(f"The tag “{slug}” occurs twice; its last name is “{name}”.")
                found.tags[key] = (slug, name)
                about = line(row.get("description")).replace("<", "&lt;")
                self.site.terms[TAXONOMY, slug] = Term(TAXONOMY, slug, name, description=about)
                if picture := line(row.get("feature_image") or row.get("image")):
                    self._add_detail(f"{name}: {picture}")

    def _read_posts(self, tables: dict[str, object], reader: PostReader) -> None:
        for at, row in enumerate(self._rows(tables, "posts"), 1):
            if not (key := reader.key(row)):
                self._lose(f"Post {at}, which has neither an ID nor a title")
                continue
            try:
                item = reader.read(row)
                files = list(displayed_files(item.content, self.url.url))
            except Exception as error:  # One broken post must not stop the import.
                self._lose(f"The post “{key[:100]}” ({type(error).__name__}: {error})")
                continue
            if self.keys.setdefault(item.id, key) != key:
                self._lose(f"The post “{key[:100]}”, whose ID stands for another one")
            elif not self.store.add(item):
                sentence = f"The post {key[:100]} occurs twice; the later one was imported."
                self._note(sentence)
            self._add_files(item, files, line(row.get("feature_image") or row.get("image")))

    def _add_files(self, item: Item, files: list[SiteFile], feature_image: str) -> None:
        for file in files:
            self._add_file(file, "")
        url = self.url.absolute(feature_image)
        if item.get(THUMBNAIL) and (file := site_file(url, self.url.url)):
            self._add_file(file, item.get(FEATURE_ALT))

    def _add_file(self, file: SiteFile, alternative: str) -> None:
        known = self.store.get(file.id, [ATTACHMENT])
        if known and (known.get("_wp_attachment_image_alt") or not alternative):
            return
        self.store.add(
            Item(
                id=file.id,
                type=ATTACHMENT,
                status="inherit",
                title=file.path.rsplit("/", 1)[-1],
                slug=file.path,
                link=file.path,
                attachment_url=file.url,
                meta={"_wp_attachment_image_alt": [alternative]} if alternative else {},
            )
        )

    def _read_menus(self, settings: dict[str, object]) -> None:
        order = 0
        for key, name in MENUS.items():
            rows = as_list(parsed(settings.get(key)) or settings.get(key))
            for row in map(as_dict, rows):
                order += 1
                url = self.url.absolute(line(row.get("url")))
                self.store.add(
                    Item(
                        id=number_of(MENU_ITEM, f"{key}:{order}"),
                        type=MENU_ITEM,
                        title=line(row.get("label")).replace("<", "&lt;") or url,
                        order=order,
                        terms=[("nav_menu", key, name)],
                        meta={"_menu_item_type": ["custom"], "_menu_item_url": [url]},
                    )
                )

    def _read_others(self, tables: dict[str, object], settings: dict[str, object]) -> None:
        for kind, name in ((NEWSLETTER, "newsletters"), (TIER, "products")):
            for row in self._rows(tables, name):
                title = line(row.get("name"))
                self._add(kind, text(row.get("id")) or title, title)
        for key in (*PICTURE_SETTINGS, *CODE_SETTINGS):
            if value := line(settings.get(key)):
                self._add_detail(f"{key}: {value}")

    def _read_redirects(self, file: Path) -> None:
        for number, rule in enumerate(redirects_file.read(file), 1):
            item = self._item(REDIRECT, f"{number}", rule.source)
            item.link, item.content = rule.path, self.url.expand(rule.target)
            self.store.add(item)

    def _rows(self, tables: dict[str, object], name: str) -> Iterator[dict]:
        """Yield the rows of a table; report what is none."""
        table = tables.get(name)
        if table is not None and not isinstance(table, list):
            self._lose(f"The table “{name}”, which is not a list")
        for at, row in enumerate(as_list(table), 1):
            if isinstance(row, dict):
                yield row
            else:
                self._lose(f"Row {at} of the table “{name}”, which is not an object")

    def _item(self, kind: str, key: str, title: str) -> Item:
        return Item(id=number_of(kind, key), type=kind, title=title, slug=key)

    def _add(self, kind: str, key: str, title: str) -> None:
        self.store.add(self._item(kind, key, title or key))

    def _add_detail(self, title: str) -> None:
        self._add(DETAIL, title, title)

    def _lose(self, what: str) -> None:
        self.errors.append(ExportError(self.file, 0, f"{what} was lost.", is_loss=True))

    def _note(self, sentence: str) -> None:
        self.errors.append(ExportError(self.file, 0, sentence))


def _check_url(url: str) -> None:
    """Raise SourceError for a URL without a scheme, which no link of the export would have."""
    if url and not url.startswith(("http://", "https://")):
        raise SourceError(f"{url} is no web address; write it as https://old.example")
