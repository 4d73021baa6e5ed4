"""People, topics, venues and organisers: found by their names, or made."""

from dataclasses import replace
from html import escape

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import Model, Q

from contributors.models import Contributor
from events.models import Organiser, Venue
from importers.ledger import Outcome, digest_of, fingerprint
from importers.models import ImportedItem
from importers.report import ReportEntry, faults, pairs
from importers.wordpress.context import ImportContext
from importers.wordpress.redirects import of_author, of_term
from importers.wordpress.resolver import plain_text
from importers.wordpress.taxonomy_map import NOTHING, TOPIC
from importers.wordpress.wxr.records import Author, Item, Term
from topics.models import Topic

LONGEST_NAME = 200
AUTHOR, GUEST = "author", "guest-author"
VENUE, ORGANISER = "tribe_venue", "tribe_organizer"
# What tells two places of one name apart.
PLACING = ("town", "address")


class SnippetImporter:
    """Finds or makes the entries that items name."""

    def __init__(self, move: ImportContext) -> None:
        """Take the import."""
        self.move, self.ledger, self.report = move, move.ledger, move.report
        self.counted: set[tuple[str, str]] = set()

    def authors(self) -> None:
        """Take all who have an account on the old site and wrote something, and its guests."""
        self.report.source[AUTHOR] += len(self.move.old.authors)
        for item in self.move.store.items([GUEST]):
            login = item.get("cap-user_login") or item.slug.removeprefix("cap-")
            name = item.get("cap-display_name") or item.title
            author = self.guest(login, name)
            told = author.biography or item.get("cap-description") or item.content
            self.move.old.authors[login] = replace(author, biography=told)
            self.report.count(GUEST, Outcome.CREATED)
        for author in list(self.move.old.authors.values()):
            self.contributor(author)

    def contributor(self, author: Author) -> int | None:
        """Return the key of a contributor, made if need be."""
        biography = plain_text(author.biography)
        values = {"biography": f"<p>{escape(biography, quote=False)}</p>" if biography else ""}
        return self._entry(Contributor, (AUTHOR, author.login), author.name, values)

    def guest(self, slug: str, name: str) -> Author:
        """Return a guest of Co-Authors Plus, whose terms begin with “cap-”."""
        login, authors = slug.removeprefix("cap-"), self.move.old.authors
        if login not in authors:
            self.report.source[AUTHOR] += 1
            authors[login] = Author(login, name)
        return authors[login]

    def topics(self) -> None:
        """Take the categories and tags that become topics."""
        for (taxonomy, _slug), choice in self.move.mapping.choices.items():
            self.move.report.source[taxonomy] += 1
            if choice.becomes == NOTHING or not choice.posts:
                self.report.count(taxonomy, Outcome.LEFT_OUT)
            elif choice.becomes == TOPIC:
                self.topic(choice.term, choice.name)
            else:  # Its section is made with the first article in it.
                self.report.count(taxonomy, Outcome.CREATED)

    def topic(self, term: Term, name: str) -> int | None:
        """Return the key of the topic that a term becomes."""
        values = {"description": plain_text(term.description)[:500]}
        return self._entry(Topic, (term.taxonomy, term.slug), name, values)

    def venue(self, item: Item) -> int | None:
        """Return the key of a venue of The Events Calendar."""
        parts = [item.get("_VenueAddress"), item.get("_VenueZip") or item.get("_VenuePostalCode")]
        state = item.get("_VenueStateProvince") or item.get("_VenueState")
        values = {
            "address": "\n".join(filter(None, (part.strip() for part in [*parts, state]))),
            "town": item.get("_VenueCity").strip()[:120],
        }
        place = _degrees(item.get("_VenueLat"), 90), _degrees(item.get("_VenueLng"), 180)
        if None not in place and place != (0.0, 0.0):
            values |= {"latitude": place[0], "longitude": place[1]}
        return self._entry(Venue, (VENUE, str(item.id)), item.title, values, item)

    def organiser(self, item: Item) -> int | None:
        """Return the key of an organiser of The Events Calendar."""
        address = item.get("_OrganizerWebsite").strip()
        values = {"url": address if address.startswith(("http://", "https://")) else ""}
        return self._entry(Organiser, (ORGANISER, str(item.id)), item.title, values, item)

    def _entry(
        self,
        model: type[Model],
        origin: tuple[str, str],
        name: str,
        values: dict[str, object],
        item: Item | None = None,
    ) -> int | None:
        """Return the key of an entry; None where it cannot be made, or was deleted here."""
        kind, key = origin
        name = " ".join(plain_text(name).split())[:LONGEST_NAME] or f"{kind} {key}"
        if self.move.is_dry_run:
            self._count(ReportEntry(kind, key, name, Outcome.CREATED))
            return None
        known = self.ledger.get(kind, key)
        try:
            with transaction.atomic():
                found, entry = self._stored(model, known, ReportEntry(kind, key, name, ""), values)
                if found and entry.outcome in (Outcome.CREATED, Outcome.UPDATED):
                    self._lead(kind, key, found, item)
        except (ValidationError, DatabaseError) as error:
            losses = (
                pairs(faults(error))
                if isinstance(error, ValidationError)
                else [("error", str(error)[:300])]
            )
            self._count(ReportEntry(kind, key, name, Outcome.FAILED, losses=losses))
            return None
        self._count(entry)
        return found and found.pk

    def _stored(
        self, model: type[Model], known: ImportedItem | None, entry: ReportEntry, values: dict
    ) -> tuple[Model | None, ReportEntry]:
        """Return an entry as it is stored now, and what became of it.

        What was here before stays as it is; what an earlier run made is changed where nobody here
        did so since. Where it has another name now, it is another entry, unless it is only ours.
        """
        found, digest = known and known.became, digest_of(entry.title, values)
        if known and not (found and known.digest != digest):
            entry.outcome = Outcome.UNCHANGED if found else Outcome.KEPT
            return found, entry
        fields = ("name", *values)
        is_ours = bool(found) and known.written == fingerprint(found, fields)
        if found and not is_ours and known.written != fingerprint(found, ("name",)):
            entry.outcome = Outcome.KEPT
            return found, entry
        entry.outcome = Outcome.UPDATED if found else Outcome.CREATED
        if not found or found.name.casefold() != entry.title.casefold():
            other = self._alike(model, entry.title, values)
            if other or not is_ours or self.ledger.is_shared(known):
                found, is_ours = other, False
        if found is None:
            found, is_ours = model(), True
        if is_ours:
            entry.losses = self._fill(found, {"name": entry.title} | values)
        known = (known or self.ledger.new(entry.kind, entry.key)).set_target(found)
        # Of what was here before, only the name is ours to compare.
        known.digest, known.written = digest, fingerprint(found, fields if is_ours else ("name",))
        known.save()
        self.ledger.forget()
        return found, entry

    def _alike(self, model: type[Model], name: str, values: dict) -> Model | None:
        """Return an entry of the same name that contradicts none of what places it."""
        found = model.objects.filter(name__iexact=name)
        for field in PLACING:
            if values.get(field):
                found = found.filter(Q(**{f"{field}__iexact": values[field]}) | Q(**{field: ""}))
        return found.order_by("pk").first()

    def _fill(self, found: Model, values: dict) -> list[tuple[str, str]]:
        """Store values, all but those that are none here; return these. Raises ValidationError."""
        for field, value in values.items():
            setattr(found, field, value)
        losses = []
        try:
            found.full_clean(exclude=["slug"])
        except ValidationError as error:
            for fault in faults(error):
                if fault.kind not in values or fault.kind == "name":
                    raise
                losses.append((fault.kind, f"{values[fault.kind]}: {fault.text}"))
                setattr(found, fault.kind, found._meta.get_field(fault.kind).get_default())
            found.full_clean(exclude=["slug"])
        found.save()
        return losses

    def _count(self, entry: ReportEntry) -> None:
        """Count an entry once, however many items name it."""
        if (entry.kind, entry.key) not in self.counted:
            self.counted.add((entry.kind, entry.key))
            self.report.add(entry)

    def _lead(self, kind: str, key: str, found: Model, item: Item | None) -> None:
        """Let the old archive of an entry lead to its page."""
        address = found.get_url() if hasattr(found, "get_url") else None
        if not address:
            return
        if kind == AUTHOR:
            author = self.move.old.authors.get(key)
            olds = of_author(key, author.id if author else 0)
        elif item:
            olds = iter([item.link])
        else:
            term = self.move.old.terms.get((kind, key))
            parents = self.parents(term) if term else []
            olds = of_term(kind, key, parents, term.id if term else 0)
        self.move.addresses.lead(olds, to=address)

    def parents(self, term: Term) -> list[str]:
        """Return the slugs of the terms above one, from the top."""
        found: list[str] = []
        while term.parent and (above := self.move.old.terms.get((term.taxonomy, term.parent))):
            if above.slug in found:
                break
            found.insert(0, above.slug)
            term = above
        return found


def _degrees(text: str, most: int) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if -most <= number <= most else None
