"""People who try everything, with and without the right to: no words of one person are public.

The steps are requests to the views of the admin. `four_eyes_ledger.py` keeps who wrote what, and
fails as soon as readers see words to which only their writers agreed.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signal_handlers import disable_reference_index_auto_update

from editorial.models import ModerationSettings
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.editing import edit_address
from tests.editorial.moderation.four_eyes_forms import admin, contribution, edit_data, link, note
from tests.editorial.moderation.four_eyes_ledger import ROWS, TOKEN, Ledger, content_of
from tests.hostile.examples import EXAMPLES
from users.models import User

pytestmark = pytest.mark.once

GROUPS = {
    "Carla": "Contributors",
    "Emil": "Editors",
    "Mona": "Moderators",
    "Milo": "Moderators",
    "Root": None,  # a superuser
}
REVIEWERS = ("Mona", "Milo", "Root")
PEOPLE = st.sampled_from(list(GROUPS))
REVIEWER = st.sampled_from(REVIEWERS)
NUMBER = st.integers(0, 5)
MAX_PAGES = 4
LATER = "2040-01-01 10:00"
EDITS = ("nothing", "title", "standfirst", "body", "byline", "links", "notes", "image", "empty")
SAVES = {
    "save": {},
    "overwrite": {},
    "submit": {"action-submit": "1"},
    "publish": {"action-publish": "1"},
    "schedule": {"action-publish": "1", "go_live_at": LATER},
    "restart": {"action-restart-workflow": "1"},
    "cancel": {"action-cancel-workflow": "1"},
}
APPROVALS = ("approve", "override")
REASON = "It is short."


def signed_in(name, group):
    user = member(name, group) if group else User.objects.create_superuser(name, password="x")
    client = Client(raise_request_exception=False)  # An error 500 publishes nothing by itself.
    client.force_login(user)
    return client


@pytest.fixture
def newsroom(home, site):
    """People who are signed in, sections, and what articles may refer to."""
    index = factories.ArticleIndexPageFactory
    image = factories.SiteImageFactory
    sections = [index(parent=home, title=name, slug=name.lower()) for name in ("News", "Other")]
    return SimpleNamespace(
        site=site,
        sections=sections,
        clients={name: signed_in(name, group) for name, group in GROUPS.items()},
        people=[factories.ContributorFactory().pk for _ in range(3)],
        images=[image(title=title).pk for title in ("Harbour", "Bridge")],
        targets=[section.pk for section in sections],
    )


class FourEyes(RuleBasedStateMachine):
    """Articles that people write, review and publish by the form, the review and the API."""

    newsroom = None

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        for cache in caches.all():
            cache.clear()
        self.ledger = Ledger(REVIEWERS)
        self.count = 0
        self.reviews = {}  # (who, page) -> what the review showed, and of which revision

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        super().teardown()

    # The world of the steps

    def word(self, who):
        self.count += 1
        return f"tok{self.count}by{who}"

    def page(self, number):
        pages = ArticlePage.objects.order_by("-pk")
        return pages[number % len(pages)]

    def draft(self, page):
        """Return what the edit form displays."""
        return page.get_latest_revision_as_object().serializable_data()

    def post(self, who, url, data=None, **headers):
        return self.newsroom.clients[who].post(url, data or {}, **headers)

    def api(self, who, page, action, **data):
        url = f"/admin/api/main/pages/{page.pk}/action/{action}/"
        self.post(who, url, data, content_type="application/json")

    def settle(self, actor, source=None):
        """Check what the step has made public, also as readers get it."""
        changed = self.ledger.observe(actor, source)
        for page in changed:
            html = Client().get(page.get_url()).content.decode()
            shown = set(TOKEN.findall(html))
            assert shown, f"Readers do not get {page.get_url()}."
            assert shown <= self.ledger.public_tokens()

    def edited(self, who, data, edit):
        """Return the POST data of a form with one change."""
        word, rows = self.word(who), {name: list(data.get(name, [])) for name in ROWS}
        if edit in ("title", "standfirst"):
            return edit_data(data, **{edit: word})
        if edit == "body":
            return edit_data(data, paragraphs=[f"<p>{word}</p>", *self.paragraphs(data)])
        if edit == "empty":
            return edit_data(data, paragraphs=[], standfirst="")
        if edit == "image":
            image = self.newsroom.images[self.count % len(self.newsroom.images)]
            return edit_data(data, lead_image=str(image), lead_image_alt=word)
        if edit == "notes":
            rows["footnotes"] = [note(word), *reversed(rows["footnotes"])]
        elif edit == "byline":
            rows["contributions"].reverse()
        elif edit == "links":
            rows["related_links"] = rows["related_links"][1:] + rows["related_links"][:1]
        return edit_data(data, rows=rows)

    def paragraphs(self, data):
        return [text for text in content_of(data)["body"] if text][:3]

    # Steps

    @initialize(approve_only=st.booleans(), who=PEOPLE, live=st.booleans())
    def begin(self, approve_only, who, live):
        """Write the first article, which may be public by the decision of another user."""
        ModerationSettings.objects.create(site=self.newsroom.site, approve_only=approve_only)
        self.create(who, "save")
        if live:
            self.press("Milo" if who == "Root" else "Root", 0, "nothing", "publish")

    def create(self, who, action):
        self.count += 1
        blank = {"title": self.word(who), "slug": f"page-{self.count}", "standfirst": ""}
        rows = {
            "contributions": [contribution(pk) for pk in self.newsroom.people],
            "related_links": [link(pk) for pk in self.newsroom.targets],
            "footnotes": [note(self.word(who))],
        }
        data = edit_data(blank, paragraphs=[f"<p>{self.word(who)}</p>"], rows=rows)
        section = self.newsroom.sections[0].pk
        url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section])
        self.post(who, url, data | SAVES[action])
        self.settle(who)

    @rule(
        who=PEOPLE,
        number=NUMBER,
        edit=st.sampled_from(EDITS),
        action=st.sampled_from(["save", *SAVES]),
    )
    def press(self, who, number, edit, action):
        """Change something in the edit form, and press one of its buttons, visible or not."""
        page = self.page(number)
        data = self.edited(who, self.draft(page), edit) | SAVES[action]
        if action == "overwrite":
            data["overwrite_revision_id"] = str(page.latest_revision_id or "")
        self.post(who, edit_address(page), data)
        self.settle(who)

    @rule(who=PEOPLE, number=NUMBER, version=NUMBER, action=st.sampled_from(list(SAVES)))
    def revert(self, who, number, version, action):
        """Post the form that displays an older revision."""
        page = self.page(number)
        revisions = page.revisions.order_by("pk")
        if not revisions:
            return
        older = revisions[version % len(revisions)]
        texts = {name: older.content[name] for name in ("title", "standfirst")}
        paragraphs = self.paragraphs(older.content)
        data = edit_data(self.draft(page), paragraphs=paragraphs, **texts)
        data |= SAVES[action] | {"revision": str(older.pk)}
        self.post(who, edit_address(page), data)
        self.settle(who)

    @rule(who=PEOPLE, number=NUMBER, edit=st.sampled_from(EDITS))
    def hand_in(self, who, number, edit):
        self.press(who, number, edit, "submit")

    @rule(who=PEOPLE, reviewer=REVIEWER, number=NUMBER, edit=st.sampled_from(EDITS), way=NUMBER)
    def pass_on(self, who, reviewer, number, edit, way):
        """Submit a change to a reviewer, who approves it at once."""
        self.press(who, number, edit, "submit")
        self.review(reviewer, number, way)

    @rule(who=REVIEWER, number=NUMBER)
    def open_review(self, who, number):
        page = self.page(number)
        if page.latest_revision:
            url = reverse("review", args=[page.pk])
            html = self.newsroom.clients[who].get(url).content.decode()
            seen = html.partition('name="seen" value="')[2].partition('"')[0]
            self.reviews.pop((who, page.pk), None)  # The last one that was opened comes last.
            self.reviews[who, page.pk] = (html, page.latest_revision, seen)

    @rule(who=REVIEWER, number=NUMBER, way=NUMBER)
    def review(self, who, number, way):
        """Open a review, and approve at once."""
        self.open_review(who, number)
        if self.reviews:
            self.approve(0, "nothing", way)

    @rule(
        people=st.tuples(PEOPLE, REVIEWER, PEOPLE),
        edit=st.sampled_from(EDITS),
        version=st.none() | NUMBER,
        way=NUMBER,
    )
    def interrupt(self, people, edit, version, way):
        """Submit a change and open its review; another user changes it again; then approve."""
        who, reviewer, other = people
        self.press(who, 0, edit, "submit")
        self.open_review(reviewer, 0)
        if version is None:
            self.press(other, 0, edit, "save")
        else:
            self.revert_by_api(other, 0, version)
        if way > 3:
            self.forge_decision(reviewer, 0, 0, "override")
        elif self.reviews:
            self.approve(0, "nothing", way)

    @precondition(lambda self: self.reviews)
    @rule(index=NUMBER, edit=st.sampled_from(["nothing", "nothing", "title"]), way=NUMBER)
    def approve(self, index, edit, way):
        """Approve what a review showed, in the review or in the edit form, now or later."""
        reviews = list(self.reviews.items())
        (who, pk), (html, revision, seen) = reviews[-1 - index % len(reviews)]
        page = ArticlePage.objects.get(pk=pk)
        if not page.workflow_in_progress:
            return
        name = "override" if 'value="override"' in html else "approve"
        if way < 3:
            url = reverse("review", args=[pk])
            data = {"action": name, "seen": seen, f"{name}-comment": REASON}
        else:
            url = edit_address(page)
            data = self.edited(who, self.draft(page), edit) | {
                "action-workflow-action": "true",
                "workflow-action-name": name,
                "workflow-action-extra-data": f'{{"comment": "{REASON}"}}',
                "loaded_revision_id": str(revision.pk),
                "loaded_revision_created_at": revision.created_at.isoformat(),
            }
        self.decide(who, page, url, data, html)

    def decide(self, who, page, url, data, html):
        """Post a decision; if the page is approved now, check what the reviewer had seen."""
        before = self.ledger.public.get(page.pk, {})
        waited = page.current_workflow_state
        self.post(who, url, data)
        self.settle(who)
        page = ArticlePage.objects.get(pk=page.pk)
        if waited and WorkflowState.objects.get(pk=waited.pk).status == "approved":
            self.ledger.approve(page, who, before, html)

    @rule(who=PEOPLE, number=NUMBER, step=NUMBER, name=st.sampled_from([*APPROVALS, "reject"]))
    def forge_decision(self, who, number, step, name):
        """Decide a step of a review by its key: this one, an ended one or one of another page."""
        page = self.page(number)
        steps = TaskState.objects.order_by("-pk")
        review = self.reviews.get((who, page.pk))
        if not steps or (name != "reject" and not review):
            return
        url = admin("workflow_action", page.pk, name, steps[step % len(steps)].pk)
        self.decide(who, page, url, {"comment": REASON}, review[0] if review else "")

    @rule(who=PEOPLE, number=NUMBER, way=st.sampled_from(["bulk", "api"]))
    def publish(self, who, number, way):
        page = self.page(number)
        if way == "api":
            self.api(who, page, "publish")
        else:
            bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            self.post(who, f"{bulk}?id={page.pk}&next=/admin/", {"include_descendants": "on"})
        self.settle(who)

    @rule(who=PEOPLE, number=NUMBER, version=NUMBER)
    def revert_by_api(self, who, number, version):
        page = self.page(number)
        revisions = page.revisions.order_by("pk")
        if revisions:
            key = revisions[version % len(revisions)].pk
            self.api(who, page, "revert_to_page_revision", revision_id=key)
            self.settle(who)

    @rule()
    def time_passes(self):
        """Let the scheduled time come, and publish what is due."""
        past = now() - timedelta(seconds=1)
        for revision in Revision.objects.exclude(approved_go_live_at=None):
            revision.content["go_live_at"] = past.isoformat()
            Revision.objects.filter(pk=revision.pk).update(
                content=revision.content, approved_go_live_at=past
            )
        call_command("publish_scheduled")
        self.settle(None)

    @rule(
        who=PEOPLE,
        number=NUMBER,
        name=st.sampled_from(["unpublish", "unschedule", "lock", "unlock", "unlock", "move"]),
    )
    def manage(self, who, number, name):
        page = self.page(number)
        scheduled = page.revisions.exclude(approved_go_live_at=None).first()
        other = next(each for each in self.newsroom.sections if not page.is_child_of(each))
        urls = {
            "unpublish": admin("unpublish", page.pk),
            "lock": admin("lock", page.pk),
            "unlock": admin("unlock", page.pk),
            "move": admin("move_confirm", page.pk, other.pk),
        }
        if scheduled:
            urls["unschedule"] = admin("revisions_unschedule", page.pk, scheduled.pk)
        if name in urls:
            self.post(who, urls[name])
            self.settle(who)

    @rule(who=PEOPLE, number=NUMBER, live=st.booleans(), alias=st.booleans(), api=st.booleans())
    def copy(self, who, number, live, alias, api):
        page = self.page(number)
        if ArticlePage.objects.count() >= MAX_PAGES:
            return
        if api and alias:
            self.api(who, page, "create_alias", update_slug=f"alias-{self.count}")
        elif api:
            self.api(who, page, "copy", keep_live=live, title=self.word(who))
        else:
            data = {"new_title": self.word(who), "new_slug": f"copy-{self.count}"}
            data["new_parent_page"] = str(self.newsroom.sections[1].pk)
            data |= {"publish_copies": "on"} if live else {}
            data |= {"alias": "on"} if alias else {}
            self.post(who, admin("copy", page.pk), data)
        self.count += 1
        self.settle(who, page.pk)

    @rule(who=PEOPLE, number=NUMBER, api=st.booleans())
    def convert(self, who, number, api):
        page = self.page(number)
        if not page.alias_of_id:
            return
        if api:
            self.api(who, page, "convert_alias")
        else:
            self.post(who, admin("convert_alias", page.pk))
        self.settle(who)


def test_no_words_of_one_person_become_public(newsroom):
    limits = settings(max_examples=EXAMPLES // 20, stateful_step_count=25, print_blob=False)
    machine = type("FourEyes", (FourEyes,), {"newsroom": newsroom})
    with disable_reference_index_auto_update():
        run_state_machine_as_test(machine, settings=limits)
