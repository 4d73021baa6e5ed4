"""People, topics, venues and organisers: found by their names, or made."""

from html import escape

from django.db import transaction
from django.db.models import Model

from contributors.models import Contributor
from events.models import Organiser, Venue
from importers.addresses import Addresses, of_author, of_term
from importers.ledger import Outcome, digest_of, fingerprint
from importers.library import plain_text
from importers.mapping import NOTHING, TOPIC
from importers.moving import Move
from importers.report import Entry
from importers.wordpress.records import Author, Item, Term
from topics.models import Topic

LONGEST_NAME = 200
AUTHOR, GUEST = "author", "guest-author"
VENUE, ORGANISER = "tribe_venue", "tribe_organizer"


class Directory:
    """Finds or makes the entries that items name."""

    def __init__(self, move: Move) -> None:
        """Take the import."""
        self.move, self.ledger, self.report = move, move.ledger, move.report

    def authors(self) -> None:
        """Take all who have an account on the old site and wrote something."""
        for author in self.move.old.authors.values():
            self.move.report.source[AUTHOR] += 1
            self.contributor(author)

    def contributor(self, author: Author) -> int | None:
        """Return the key of a contributor, made if need be."""
        biography = plain_text(author.biography)
        values = {"biography": f"<p>{escape(biography, quote=False)}</p>" if biography else ""}
        return self._entry(Contributor, (AUTHOR, author.login), author.name, values)

    def guest(self, slug: str, name: str) -> int | None:
        """Return the key of a guest of Co-Authors Plus, whose terms begin with “cap-”."""
        login = slug.removeprefix("cap-")
        if known := self.ledger.object_id(Contributor, AUTHOR, login):
            return known
        if login not in self.move.old.authors:
            self.move.old.authors[login] = Author(login, name)
            self.report.source[AUTHOR] += 1
        return self.contributor(self.move.old.authors[login])

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
        """Return the key of an entry; a new one where nobody of that name is known.

        What is there already stays as it is, but for an entry that an earlier run made and that
        nobody changed since.
        """
        kind, key = origin
        name = " ".join(plain_text(name).split())[:LONGEST_NAME] or f"{kind} {key}"
        if self.move.is_dry_run:
            self.report.count(kind, Outcome.CREATED)
            return None
        known = self.ledger.get(kind, key)
        digest = digest_of(name, values)
        if known and (known.digest == digest or not known.became):
            self.report.count(kind, Outcome.UNCHANGED if known.became else Outcome.KEPT)
            return known.object_id
        fields = ("name", *values)
        with transaction.atomic():
            found = known and known.became
            if found and fingerprint(found, fields) != known.written:
                self.report.add(Entry(kind, key, name, Outcome.KEPT))
                return found.pk
            outcome = Outcome.UPDATED if found else Outcome.CREATED
            found = found or model.objects.filter(name__iexact=name).order_by("pk").first()
            is_ours = known or not found
            found = found or model(name=name)
            if is_ours:
                for field, value in values.items():
                    setattr(found, field, value)
                found.name = name
                found.full_clean(exclude=["slug"])
                found.save()
            known = (known or self.ledger.new(kind, key)).is_about(found)
            known.digest, known.written = digest, fingerprint(found, fields)
            known.save()
            self._lead(kind, key, found, item)
        self.ledger.forget()
        self.report.count(kind, outcome)
        return found.pk

    def _lead(self, kind: str, key: str, found: Model, item: Item | None) -> None:
        """Let the old archive of an entry lead to its page."""
        address = found.get_url() if hasattr(found, "get_url") else None
        if not address:
            return
        if kind == AUTHOR:
            olds = of_author(key)
        elif item:
            olds = iter([item.link])
        else:
            term = self.move.old.terms.get((kind, key))
            parents = self.parents(term) if term else []
            olds = of_term(kind, key, parents, term.id if term else 0)
        Addresses(self.move.site).lead(olds, to=address)

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
