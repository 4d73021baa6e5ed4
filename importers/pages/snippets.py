"""Import contributors, topics, venues and organisers, reusing snippets of the same name."""

import json
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import Model, Q

from contributors.models import Contributor
from events.models import Organiser, Venue
from importers.context import ImportContext
from importers.html.block_writer import rich_text
from importers.html.result import Body
from importers.ledger import Outcome, digest_of, fingerprint
from importers.models import ImportedItem
from importers.pages.limits import report_markup, shorten, warn_of, with_scheme
from importers.report import ReportEntry, pairs, validation_warnings
from importers.resolver import plain_text
from importers.source.records import Author, Item, Term
from importers.taxonomy_map import NOTHING, TOPIC
from topics.models import Topic

MAX_NAME_LENGTH, MAX_TOWN, MAX_DESCRIPTION = 200, 120, 500
AUTHOR, GUEST = "author", "guest-author"
VENUE, ORGANISER = "tribe_venue", "tribe_organizer"
# The custom fields with texts for readers that have no field here.
VENUE_TEXTS = {"_VenuePhone": "phone", "_VenueURL": "website", "_VenueCountry": "country"}
ORGANISER_TEXTS = {"_OrganizerPhone": "phone", "_OrganizerEmail": "e-mail"}
# Venues of the same name are different if one of these differs.
DISTINGUISHING_FIELDS = ("town", "address")


class SnippetImporter:
    """Finds or creates the snippets that items refer to."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.ledger, self.report = context, context.ledger, context.report
        self.reported: set[tuple[str, str]] = set()

    def import_authors(self) -> None:
        """Import the accounts and the guest authors of the source site as contributors."""
        self.report.source[AUTHOR] += len(self.context.source.authors)
        for item in self.context.store.items([GUEST]):
            login = item.get("cap-user_login") or item.slug.removeprefix("cap-")
            name = item.get("cap-display_name") or item.title
            author = self.guest(login, name)
            biography = author.biography or item.get("cap-description") or item.content
            self.context.source.authors[login] = replace(author, biography=biography)
            self.report.count(GUEST, Outcome.CREATED)
        for author in list(self.context.source.authors.values()):
            self.contributor(author)

    def contributor(self, author: Author) -> int | None:
        """Find or create the contributor of an author; return its primary key."""
        values: dict[str, object] = {"biography": rich_text(plain_text(author.biography))}
        if author.links:
            values["links"] = json.dumps([_link_block(*link) for link in author.links])
        return self._import(Contributor, _entry(AUTHOR, author.login, author.name), values)

    def guest(self, slug: str, name: str) -> Author:
        """Return a guest author of Co-Authors Plus, whose terms have slugs with “cap-”."""
        login, authors = slug.removeprefix("cap-"), self.context.source.authors
        if login not in authors:
            self.report.source[AUTHOR] += 1
            authors[login] = Author(login, name)
        return authors[login]

    def import_topics(self) -> None:
        """Import the terms that become topics, and report the outcome of all terms."""
        for (taxonomy, _slug), choice in self.context.mapping.choices.items():
            self.report.source[taxonomy] += 1
            if choice.becomes == NOTHING or not choice.posts:
                self.report.count(taxonomy, Outcome.LEFT_OUT)
            elif choice.becomes == TOPIC:
                self.topic(choice.term, choice.name)
            else:  # A section is created with its first article.
                self.report.count(taxonomy, Outcome.CREATED)

    def topic(self, term: Term, name: str) -> int | None:
        """Find or create the topic of a term; return its primary key."""
        lost = Body()
        description = shorten(
            plain_text(term.description),
            MAX_DESCRIPTION,
            lost.warn,
            "description",
            "The description",
        )
        report_markup(term.description, lost, "the description")
        entry = _entry(term.taxonomy, term.slug, name, lost)
        return self._import(Topic, entry, {"description": description})

    def venue(self, item: Item) -> int | None:
        """Find or create a venue; return its primary key."""
        parts = [item.get("_VenueAddress"), item.get("_VenueZip") or item.get("_VenuePostalCode")]
        state = item.get("_VenueStateProvince") or item.get("_VenueState")
        lost = self._lost_texts(item, VENUE_TEXTS)
        values = {
            "address": "\n".join(filter(None, (part.strip() for part in [*parts, state]))),
            "town": shorten(
                item.get("_VenueCity").strip(), MAX_TOWN, lost.warn, "town", "The town"
            ),
        }
        latitude = _degrees(item.get("_VenueLat"), 90)
        longitude = _degrees(item.get("_VenueLng"), 180)
        if None not in (latitude, longitude) and (latitude, longitude) != (0.0, 0.0):
            values |= {"latitude": latitude, "longitude": longitude}
        return self._import(Venue, _entry(VENUE, str(item.id), item.title, lost), values, item)

    def organiser(self, item: Item) -> int | None:
        """Find or create an organiser; return its primary key."""
        lost = self._lost_texts(item, ORGANISER_TEXTS)
        values = {"url": with_scheme(item.get("_OrganizerWebsite"), lost.warn, "The website")}
        entry = _entry(ORGANISER, str(item.id), item.title, lost)
        return self._import(Organiser, entry, values, item)

    def _lost_texts(self, item: Item, names: dict[str, str]) -> Body:
        """Return warnings of the texts of an item that have no field here."""
        lost = Body()
        texts = {"description": item.content} | {name: item.get(key) for key, name in names.items()}
        for name, text in texts.items():
            warn_of(plain_text(text), lost.warn, name, f"The {name} was left out")
            report_markup(text, lost, f"the {name}")
        return lost

    def _import(
        self, model: type[Model], entry: ReportEntry, values: dict, item: Item | None = None
    ) -> int | None:
        """Return the primary key of a snippet; None if it is invalid or was deleted here.

        `entry` has the kind and the key of its row in the ledger, its name, and warnings of what
        has no field.
        """
        lost = Body()
        kind, key = entry.kind, entry.key
        name = " ".join(plain_text(entry.title).split()) or f"{kind} {key}"
        entry.title = shorten(name, MAX_NAME_LENGTH, lost.warn, "name", "The name")
        entry.warnings += pairs(lost.warnings)
        entry.outcome = Outcome.CREATED
        if self.context.is_dry_run:
            self._report_once(entry)
            return None
        known = self.ledger.get(kind, key)
        try:
            with transaction.atomic():
                snippet, entry = self._save(model, known, entry, values)
                if snippet:
                    is_changed = entry.outcome in (Outcome.CREATED, Outcome.UPDATED)
                    self._add_redirects(kind, key, snippet, item, only_missing=not is_changed)
        except (ValidationError, DatabaseError) as error:
            entry.outcome = Outcome.FAILED
            entry.warnings += (
                pairs(validation_warnings(error))
                if isinstance(error, ValidationError)
                else [("error", str(error)[:300])]
            )
            self._report_once(entry)
            return None
        self._report_once(entry)
        return snippet and snippet.pk

    def _save(
        self, model: type[Model], known: ImportedItem | None, entry: ReportEntry, values: dict
    ) -> tuple[Model | None, ReportEntry]:
        """Find, create or update a snippet; return it with its report entry.

        A snippet that existed before the first import is not changed; one that an import created
        is updated until an editor changes it. If the name differs now, the item gets another
        snippet, unless the import created this one and no other item uses it.
        """
        snippet, digest = known and known.target, digest_of(entry.title, values)
        if known and not (snippet and known.digest != digest):
            entry.outcome = Outcome.UNCHANGED if snippet else Outcome.KEPT
            return snippet, entry
        fields = ("name", *values)
        is_ours = bool(snippet) and known.target_fingerprint == fingerprint(snippet, fields)
        if snippet and not is_ours and known.target_fingerprint != fingerprint(snippet, ("name",)):
            entry.outcome = Outcome.KEPT
            return snippet, entry
        entry.outcome = Outcome.UPDATED if snippet else Outcome.CREATED
        if not snippet or snippet.name.casefold() != entry.title.casefold():
            match = self._find_match(model, entry.title, values)
            if match or not is_ours or self.ledger.is_shared(known):
                snippet, is_ours = match, False
        if snippet is None:
            snippet, is_ours = model(), True
        if is_ours:
            entry.warnings += self._set_values(snippet, {"name": entry.title} | values)
        known = (known or self.ledger.new(entry.kind, entry.key)).set_target(snippet)
        known.digest = digest
        # Of a snippet that existed before, only the name was compared, not the imported fields.
        known.target_fingerprint = fingerprint(snippet, fields if is_ours else ("name",))
        known.save()
        self.ledger.clear_cache()
        return snippet, entry

    def _find_match(self, model: type[Model], name: str, values: dict) -> Model | None:
        """Return a snippet of the same name whose town and address, if known, are the same."""
        matches = model.objects.filter(name__iexact=name)
        for field in DISTINGUISHING_FIELDS:
            if values.get(field):
                is_same = Q(**{f"{field}__iexact": values[field]}) | Q(**{field: ""})
                matches = matches.filter(is_same)
        return matches.order_by("pk").first()

    def _set_values(self, snippet: Model, values: dict) -> list[tuple[str, str]]:
        """Save valid values; return the others as warnings. Raise ValidationError."""
        for field, value in values.items():
            setattr(snippet, field, value)
        warnings = []
        try:
            snippet.full_clean(exclude=["slug"])
        except ValidationError as error:
            for warning in validation_warnings(error):
                if warning.kind not in values or warning.kind == "name":
                    raise
                warnings.append((warning.kind, f"{values[warning.kind]}: {warning.text}"))
                setattr(snippet, warning.kind, snippet._meta.get_field(warning.kind).get_default())
            snippet.full_clean(exclude=["slug"])
        snippet.save()
        return warnings

    def _report_once(self, entry: ReportEntry) -> None:
        """Report a snippet, unless an earlier item has caused that already."""
        if (entry.kind, entry.key) not in self.reported:
            self.reported.add((entry.kind, entry.key))
            self.report.add(entry)

    def _add_redirects(
        self, kind: str, key: str, snippet: Model, item: Item | None, *, only_missing: bool
    ) -> None:
        """Redirect the archive at the source to the page of a snippet, if it has one."""
        url = snippet.get_url() if hasattr(snippet, "get_url") else None
        if not url:
            return
        if kind == AUTHOR:
            author = self.context.source.authors.get(key)
            source_urls = self.context.format.author_urls(key, author.id if author else 0)
        elif item:
            source_urls = iter([item.link])
        else:
            term = self.context.source.terms.get((kind, key))
            parents = self.parent_slugs(term) if term else []
            source_urls = self.context.format.term_urls(kind, key, parents, term.id if term else 0)
        self.context.redirects.add(source_urls, to=url, only_missing=only_missing, has_feed=True)

    def parent_slugs(self, term: Term) -> list[str]:
        """Return the slugs of a term's ancestors, topmost first."""
        slugs: list[str] = []
        terms = self.context.source.terms
        while term.parent and (parent := terms.get((term.taxonomy, term.parent))):
            if parent.slug in slugs:  # A cycle.
                break
            slugs.insert(0, parent.slug)
            term = parent
        return slugs


def _entry(kind: str, key: str, name: str, lost: Body | None = None) -> ReportEntry:
    """Return the report entry of a snippet, with the warnings of a body."""
    return ReportEntry(kind, key, name, "", warnings=pairs(lost.warnings if lost else []))


def _link_block(label: str, url: str) -> dict:
    """Return a link in the format in which a StreamField stores it."""
    return {"type": "address", "value": {"label": label, "url": url}}


def _degrees(text: str, limit: int) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if -limit <= number <= limit else None
