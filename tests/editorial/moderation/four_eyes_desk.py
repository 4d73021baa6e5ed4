"""An article at whose publication people try their hand, by request."""

from django.test import Client
from django.urls import reverse

from news.models import ArticlePage
from tests.editing import edit_address
from tests.editorial.moderation.four_eyes_forms import admin, edit_data
from tests.review_helpers import OVERRIDE, seen

PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}


class Desk:
    """An article, and requests of people about it."""

    def __init__(self, page, people):
        self.pk = page.pk
        self.clients = {name: Client() for name in people}
        for name, user in people.items():
            self.clients[name].force_login(user)

    @property
    def page(self):
        return ArticlePage.objects.get(pk=self.pk)

    @property
    def draft(self):
        """What the edit form displays."""
        return self.page.get_latest_revision_as_object().serializable_data()

    def save(self, who, button=None, **changes):
        """Post the edit form with changes."""
        data = edit_data(self.draft, **changes) | (button or {})
        return self.clients[who].post(edit_address(self.page), data)

    def api(self, who, action, pk=None, **data):
        url = f"/admin/api/main/pages/{pk or self.pk}/action/{action}/"
        return self.clients[who].post(url, data, content_type="application/json")

    def publish(self, who):
        """Publish the latest revision in every way that needs no form."""
        self.api(who, "publish")
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        self.clients[who].post(f"{bulk}?id={self.pk}&next=/admin/", {})

    def seen(self, who):
        return seen(self.clients[who], self.page)

    def approve(self, who, loaded=None):
        url = reverse("review", args=[self.pk])
        self.clients[who].post(url, OVERRIDE | {"seen": loaded or self.seen(who)})

    def reject(self, who):
        url = reverse("review", args=[self.pk])
        data = {"action": "reject", "reject-comment": "No.", "seen": self.seen(who)}
        self.clients[who].post(url, data)

    def decide_step(self, who, step, name="override"):
        """Approve a step of a review by its key, as the dialog of Wagtail does."""
        url = admin("workflow_action", self.pk, name, step)
        return self.clients[who].post(url, {"comment": "It is short."})

    def step(self):
        return self.page.current_workflow_task_state.pk

    def copy(self, who, pk=None, **data):
        """Copy a page to another section, and return the copy, if there is one."""
        known = set(ArticlePage.objects.values_list("pk", flat=True))
        section = ArticlePage.objects.get(pk=self.pk).get_parent().get_siblings().last()
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(section.pk)} | data
        self.clients[who].post(admin("copy", pk or self.pk), data)
        return ArticlePage.objects.exclude(pk__in=known).first()


def public_html(page):
    """Return what readers get of a page, or nothing."""
    page = ArticlePage.objects.get(pk=page.pk)
    response = Client().get(page.get_url())
    return response.content.decode() if response.status_code == 200 else ""


def started(page, people, writer, publisher=None):
    page.owner = people[writer]
    page.save()
    page.save_revision(user=people[writer])
    desk = Desk(page, people)
    if publisher:
        desk.api(publisher, "publish")
        assert desk.page.live
    return desk
