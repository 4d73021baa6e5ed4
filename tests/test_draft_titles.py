"""Titles of drafts of other users, which contributors see nowhere in the admin."""

import io
import re
import zipfile
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now
from wagtail.log_actions import LogContext, log
from wagtail.models import Comment, Page, Revision

from books.models import BookImprint, Imprint
from core.models.publishing import skip_publication_checks
from tests import factories, office
from tests.access import member
from tests.addresses import Visitor, close, fill, patterns_by_name, rolled_back
from tests.review_helpers import submit
from tests.site_tree import raw_body

pytestmark = pytest.mark.once

SECRET = "zugzwang"
WORDS = "beneath the pier"  # the rest of each title, for which one can search
NAMES = {
    name: found for name, found in patterns_by_name().items() if any(one.is_admin for one in found)
}
# The parameters of URLs of which each page has another address.
OF_PAGES = {"page_id", "parent_page_id", "page_to_move_id", "content_type_model_name"}
# Names under which an editor sees such a title.
SEEN_BY_EDITORS = [
    "articles:index",
    "wagtail_bulk_action",
    "wagtailadmin_api:pages:listing",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_explore",
    "wagtailadmin_home",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow",
    "wagtaildocs:document_usage",
    "wagtailimages:image_usage",
]


def draft(things, factory, parent, kind, **fields):
    """Return a draft of another user with a revision and entries in the log."""
    title = f"{SECRET} {kind} {WORDS}"
    page = factory(parent=parent, title=title, live=False, owner=things.other, **fields)
    with LogContext(user=things.other):
        log(instance=page, action="wagtail.create", user=things.other)
        page.save_revision(user=things.other, log_action=True)
    return page


def create_drafts(things):
    """Return drafts of another user by kind; what can point at pages points at them."""
    tree = things.tree
    used = {
        "lead_image": things.image,
        "series": tree.series,
        "body": raw_body(
            ("document", {"document": things.document.pk, "title": ""}),
            ("related_page", {"page": tree.standard.pk}),
        ),
    }
    kinds = {
        "article": (factories.ArticlePageFactory, tree.section, used),
        "event": (factories.EventPageFactory, tree.calendar, {"lead_image": things.image}),
        "book": (factories.BookPageFactory, tree.catalogue, {"lead_image": things.image}),
        "index": (factories.ArticleIndexPageFactory, tree.home, {}),
        "submitted": (factories.ArticlePageFactory, tree.section, {}),
        "locked": (factories.ArticlePageFactory, tree.section, {"locked": True}),
        "scheduled": (factories.ArticlePageFactory, tree.section, {}),
    }
    drafts = {
        kind: draft(things, factory, parent, kind, **fields)
        for kind, (factory, parent, fields) in kinds.items()
    }
    for kind in ("article", "event", "book"):
        factories.attribute(drafts[kind], tree.person)
        factories.assign(drafts[kind], tree.topic)
    factories.host(drafts["event"], "Entry")
    BookImprint.objects.create(page=drafts["book"], imprint=things.snippets[Imprint])
    return drafts | finish(things, drafts)


def finish(things, drafts):
    """Put drafts into every state, and return those that come of other pages."""
    other, tree = things.other, things.tree
    things.state = submit(drafts["submitted"], other)
    Page.objects.filter(pk=drafts["locked"].pk).update(locked_by=other, locked_at=now())
    tomorrow = now() + timedelta(days=1)
    Page.objects.filter(pk=drafts["scheduled"].pk).update(go_live_at=tomorrow)
    Revision.objects.filter(pk=drafts["scheduled"].latest_revision_id).update(
        approved_go_live_at=tomorrow
    )
    Comment.objects.create(
        page=drafts["article"], user=other, text=f"{SECRET}?", contentpath="title"
    )
    gone = draft(things, factories.ArticlePageFactory, tree.section, "deleted")
    gone.delete(user=other)
    changed = factories.ArticlePageFactory(parent=tree.section, title="Plain", owner=other)
    changed.title = f"{SECRET} changed {WORDS}"
    with LogContext(user=other):
        changed.save_revision(user=other, log_action=True)
    with skip_publication_checks():
        alias = drafts["article"].create_alias(parent=tree.home, update_slug="alias-of-a-draft")
    copy = drafts["article"].copy(update_attrs={"slug": "copy-of-a-draft"}, user=other)
    for page in (alias, copy):
        Page.objects.filter(pk=page.pk).update(owner=other)
    return {"changed": Page.objects.get(pk=changed.pk).specific, "alias": alias, "copy": copy}


class Desk:
    """A person who asks for every address of the admin, and what shows the secret word."""

    def __init__(self, things, user):
        self.things, self.user, self.visitor = things, user, Visitor(user)
        self.cases = office.cases(things)

    def leaks(self, name):
        """Return the titles that are seen under each address of a name that shows any."""
        seen = {path: self.titles(path) for path in self.paths(name)}
        return {path: titles for path, titles in seen.items() if titles}

    def titles(self, path):
        with self.visitor.get(path) as response:
            found = re.findall(rf"{SECRET}[\W_]*(?:\w+)?", text(response).lower())
            return sorted(set(found))

    def paths(self, name):
        """Return the addresses of a name for every draft, with all that widens them."""
        found = []
        for pattern in NAMES[name]:
            each_page = OF_PAGES & set(pattern.parameters) or ":pages:" in name
            for kind, page in self.things.drafts.items():
                if each_page or kind == "article":
                    values = office.values(self.things, page)
                    queries = self.queries(name, page) if kind == "article" else [""]
                    filled = [path for _label, path in fill(pattern, values, self.cases)]
                    found += [path + query for path in filled for query in queries]
        return dict.fromkeys(found)

    def queries(self, name, page):
        """Return the query strings that make a view show more."""
        drafts, section = self.things.drafts.values(), self.things.tree.section
        ids = urlencode([("id", each.pk) for each in drafts])
        if name == "wagtail_bulk_action":
            everything = {"id": "all", "childOf": section.pk}
            return [f"?{ids}", f"?{urlencode(everything)}", f"?{urlencode({'id': 'all'})}"]
        single = [urlencode({"id": each.pk}) for each in drafts]
        found = [ids, *single] if depends_on_id(name) else []
        rest = [
            {"q": WORDS},
            {"q": page.pk},
            {"search": WORDS},
            {"page_type": "", "ordering": "-latest_revision_created_at"},
            {"page_type": "news.ArticlePage,events.EventPage"},
            {"export": "csv"},
            {"export": "xlsx"},
            {"parent": section.pk, "child_of": section.pk},
            {"descendant_of": self.things.tree.home.pk, "fields": "*"},
            {"ordering": "title", "p": 1},
        ]
        return [""] + [f"?{query}" for query in [*found, *map(urlencode, rest)]]


def depends_on_id(name):
    """Return whether the answer of a URL depends on the parameter `id`."""
    return name.endswith((":find", "chosen_multiple", "block_preview"))


def text(response):
    """Return everything that a response tells: its body, where it leads, and messages."""
    told = [response.headers.get("Location", "")]
    told += [str(message) for message in get_messages(response.wsgi_request)]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    close(response)
    if body.startswith(b"PK"):  # a spreadsheet
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    return "\n".join([*told, body.decode(errors="replace")])


@pytest.fixture(scope="module")
def desks(django_db_setup, django_db_blocker, site_snapshot):
    with django_db_blocker.unblock(), rolled_back():
        things = office.create_office(site_snapshot)
        things.drafts = create_drafts(things)
        yield SimpleNamespace(
            contributor=Desk(things, member("contributor", "Contributors")),
            editor=Desk(things, member("editor", "Editors")),
        )


@pytest.mark.parametrize("name", NAMES)
def test_contributor_sees_no_title(desks, name):
    leaks = desks.contributor.leaks(name)
    assert not leaks, f"{len(leaks)} addresses show: {sorted(set().union(*leaks.values()))}"


@pytest.mark.parametrize("name", SEEN_BY_EDITORS)
def test_editor_sees_a_title(desks, name):
    assert any(desks.editor.titles(path) for path in desks.editor.paths(name))


@pytest.mark.parametrize("view", ["edit", "history", "view_draft", "usage"])
def test_own_draft_that_refers_to_a_draft_shows_no_title(desks, view):
    """A forged form can refer to any page by its number."""
    things = desks.contributor.things
    with rolled_back():
        page = factories.ArticlePageFactory(
            parent=things.tree.section,
            title="Own",
            live=False,
            owner=desks.contributor.user,
            body=raw_body(("related_page", {"page": things.drafts["article"].pk})),
        )
        page.save_revision(user=desks.contributor.user)
        address = reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
        with desks.contributor.visitor.get(address) as response:
            assert response.status_code == 200
            assert SECRET not in text(response).lower()
