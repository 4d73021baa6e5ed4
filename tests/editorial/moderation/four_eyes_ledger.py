"""Who wrote what, and who let it become public: a model that knows nothing of the product's own.

The ledger compares what is stored before and after each step. What a step changed in a draft was
written by the person who took the step. Whatever became public in a step must have been published,
scheduled or approved, exactly as it is, by a reviewer who wrote none of it.
"""

import json
import re

from bs4 import BeautifulSoup
from wagtail.models import Revision

from news.models import ArticlePage

TOKEN = re.compile(r"tok\d+by[A-Z][a-z]+")
FIELDS = (
    *("title", "slug", "standfirst", "seo_title", "search_description"),
    *("lead_image", "lead_image_alt", "title_language"),
)
ROWS = {"contributions": "contributor", "related_links": "related", "footnotes": "text"}


def content_of(data):
    """Return what readers get of a page, from its serialisable data; the order of rows counts."""
    content = {name: data.get(name) or "" for name in FIELDS}
    blocks = json.loads(data.get("body") or "[]")
    content["body"] = tuple(_plain(block["value"]) for block in blocks)
    for name, field in ROWS.items():
        rows = sorted(data.get(name, []), key=lambda row: row["sort_order"] or 0)
        content[name] = tuple(_plain(row[field]) for row in rows)
    return content


def _plain(value):
    """Return rich text without the keys of its paragraphs, which are attributes of elements."""
    soup = BeautifulSoup(str(value), "html.parser")
    for element in soup.find_all(attrs={"data-block-key": True}):
        del element["data-block-key"]
    return str(soup)


def atoms_of(content):
    """Return each value of a field and each token as one thing that a user wrote."""
    return set(content.items()) | {("word", token) for token in TOKEN.findall(str(content))}


class Ledger:
    def __init__(self, reviewers):
        self.reviewers = reviewers
        self.writers = {}  # page -> atom -> who brought it into the draft last
        self.drafts = {}  # page -> atoms of the draft
        self.versions = {}  # page -> latest revision, and when it was saved
        self.public = {}  # page -> what readers saw last
        self.origins = {}  # page -> the page of which it is a copy or an alias
        self.consents = []  # (page, who, content): who approved or scheduled what
        self.scheduled = set()

    def observe(self, actor, source=None):
        """Record what a step of `actor` has changed; return the pages whose public words changed.

        `source` is the page of which the step may have made a copy.
        """
        pages = sorted(ArticlePage.objects.order_by("pk"), key=lambda page: bool(page.alias_of_id))
        for page in pages:
            if page.alias_of_id:
                self.origins[page.pk] = page.alias_of_id
            else:
                self._note_draft(page, actor, source)
        self._note_schedules(actor)
        return [page for page in pages if self._note_publication(page, actor)]

    def _note_draft(self, page, actor, source):
        revision = page.latest_revision
        version = revision and (revision.pk, revision.created_at)
        if version == self.versions.get(page.pk):
            return
        self.versions[page.pk] = version
        now = atoms_of(content_of(revision.content))
        if page.pk not in self.writers:
            self.origins.setdefault(page.pk, source)
            known = self.writers_of(self.origins[page.pk])
            self.writers[page.pk] = {atom: known.get(atom, actor) for atom in now}
        for atom in now - self.drafts.get(page.pk, now):
            self.writers[page.pk][atom] = actor
        self.drafts[page.pk] = now

    def writers_of(self, pk):
        if pk in self.writers or pk not in self.origins:
            return self.writers.get(pk, {})
        return self.writers_of(self.origins[pk])

    def _note_schedules(self, actor):
        pending = Revision.objects.exclude(approved_go_live_at=None)
        for revision in pending.exclude(pk__in=self.scheduled):
            self.scheduled.add(revision.pk)
            pk, content = int(revision.object_id), content_of(revision.content)
            self.check(pk, content, actor, "scheduled")
            self.consents.append((pk, actor, content))
        self.scheduled &= set(pending.values_list("pk", flat=True))

    def _note_publication(self, page, actor):
        if not page.live:
            return False
        content = content_of(page.serializable_data())
        if content == self.public.get(page.pk):
            return False
        self.check(page.pk, content, actor, "published", is_alias=bool(page.alias_of_id))
        self.public[page.pk] = content
        return True

    def new_atoms(self, pk, content):
        """Return what of a content readers have not seen on this page, nor on its originals."""
        new = atoms_of(content)
        while pk:
            new -= atoms_of(self.public.get(pk, {}))
            pk = self.origins.get(pk)
        return new

    def check(self, pk, content, actor, how, *, is_alias=False):
        """Fail unless a user who wrote none of it agreed to what becomes public."""
        new = self.new_atoms(pk, content)
        if is_alias:  # whose address is its own; what else it says is that of its original
            new = {atom for atom in new if atom[0] != "slug"}
        if not new:
            return
        known = self.writers_of(pk)
        written = {atom: known.get(atom) for atom in new}
        assert None not in written.values(), f"No one wrote this, yet it was {how}: {written}"
        consenting = {who for page, who, seen in self.consents if (page, seen) == (pk, content)}
        consenting |= {actor} & set(self.reviewers)
        assert consenting - set(written.values()), (
            f"Page {pk} was {how} by {actor}, with the consent of {sorted(consenting)}, who all "
            f"wrote a part of it: {sorted((who, str(atom)) for atom, who in written.items())}"
        )

    def approve(self, page, actor, before, shown):
        """Record an approval of the latest revision, whose new words the review must have shown.

        `before` are the public words before the approval, which may have published the page.
        """
        content = content_of(page.latest_revision.content)
        new = atoms_of(content) - atoms_of(before)
        tokens = {text for kind, text in new if kind == "word"}
        unseen = sorted(token for token in tokens if token not in shown)
        assert not unseen, f"{actor} approved page {page.pk}, but the review did not show {unseen}"
        mine = [str(atom) for atom in new if self.writers_of(page.pk).get(atom) == actor]
        assert not mine, f"{actor} approved what {actor} wrote: {mine}"
        self.consents.append((page.pk, actor, content))

    def public_tokens(self):
        """Return all words that readers have been shown lawfully."""
        return {token for content in self.public.values() for token in TOKEN.findall(str(content))}
