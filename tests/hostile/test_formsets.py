"""Forged forms of the admin are answered, whatever their fields hold."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from contributors.models import Contribution
from tests.form_data import page_data
from tests.hostile.examples import EXAMPLES, assert_survived, text_of, undone
from tests.hostile.forms import fields_of, forged, query_dict
from tests.hostile.readers import submitted
from tests.hostile.scripts import SNIPPETS
from tests.hostile.values import one_in

pytestmark = pytest.mark.slow

SETTINGS = ("core/publicationsettings/2/", "editorial/moderationsettings/2/")
BULK = ("delete", "move", "publish", "unpublish")


@pytest.fixture
def pages(filled_tree, admin):
    for page in (filled_tree.event, filled_tree.book, filled_tree.home, filled_tree.article):
        page.refresh_from_db()
        page.body = list(page.body.raw_data)[:2]  # Forms of streams have tests of their own.
        page.save()
        page.save_revision(user=admin)
    submitted(filled_tree.article, admin)
    return filled_tree


class Forms:
    """The forms at some addresses, read when they are first drawn."""

    def __init__(self, client, addresses: list[str]) -> None:
        self.client = client
        self.addresses = addresses
        self.usual: dict[str, dict[str, list[str]]] = {}
        keys = Page.objects.values_list("pk", flat=True)
        rows = Contribution.objects.values_list("pk", flat=True)
        self.keys = [str(key) for key in [*keys, *rows]]

    def draw(self, data):
        address = data.draw(st.sampled_from(self.addresses))
        if address not in self.usual:
            self.usual[address] = self.read(address)
        usual = self.usual[address]
        return address, usual, data.draw(forged(usual, self.keys))

    def read(self, address: str) -> dict[str, list[str]]:
        response = self.client.get(address)
        page = response.context and response.context.get("page")
        if page and address.endswith("/edit/"):
            return page_data(response.content.decode(), page)
        return fields_of(text_of(response))

    def post(self, data, **headers) -> None:
        address, usual, changes = self.draw(data)
        with undone((address, changes, headers)):
            response = self.client.post(address, query_dict(usual, changes), headers=headers)
            assert_survived(response, address)


def page_address(name, *arguments):
    return reverse(f"wagtailadmin_pages:{name}", args=arguments)


@pytest.fixture
def edit_forms(pages, client):
    found = [pages.article, pages.event, pages.book, pages.home, pages.topics]
    return Forms(client, [page_address("edit", page.pk) for page in found])


# An invalid form is displayed again, which takes long, unless a script has sent it.
ACCEPT = one_in(8, st.just({}), st.just({"accept": "application/json"}))


@settings(max_examples=EXAMPLES // 20)
@given(data=st.data(), headers=ACCEPT)
def test_edit_forms_of_pages(edit_forms, data, headers):
    edit_forms.post(data, **headers)


@pytest.fixture
def page_forms(pages, client):
    article, event = pages.article.pk, pages.event.pk
    found = [
        page_address("add", "news", "articlepage", pages.section.pk),
        page_address("add", "events", "eventpage", pages.calendar.pk),
        page_address("add", "books", "bookpage", pages.catalogue.pk),
    ]
    for name in ("copy", "move", "delete", "unpublish", "lock", "unlock", "set_privacy"):
        found += [page_address(name, article), page_address(name, event)]
    found += [page_address("move_confirm", article, pages.home.pk)]
    found += [page_address("convert_alias", article), page_address("set_page_position", article)]
    found += [page_address("confirm_workflow_cancellation", article)]
    found += [
        reverse("review", args=[article]),
        reverse("catalogue_sheet", args=[pages.catalogue.pk]),
    ]
    state = pages.article.current_workflow_task_state.pk
    for action in ("approve", "reject"):
        found.append(page_address("workflow_action", article, action, state))
        found.append(page_address("collect_workflow_action_data", article, action, state))
    for action in BULK:
        found.append(f"/admin/bulk/wagtailcore/page/{action}/?id={article}&id={event}")
    return Forms(client, found)


@settings(max_examples=EXAMPLES * 13 // 20)
@given(data=st.data(), headers=ACCEPT)
def test_forms_that_create_and_move_pages(page_forms, data, headers):
    page_forms.post(data, **headers)


@pytest.fixture
def other_forms(pages, client, admin):
    person, image, document = pages.person, pages.image, pages.document
    found = [f"/admin/{name}/create/" for name in SNIPPETS]
    found += [f"/admin/contributors/contributor/edit/{person.pk}/"]
    found += [f"/admin/topics/topic/edit/{pages.topic.pk}/"]
    found += [f"/admin/directory/contributors.contributor/{person.pk}/merge/"]
    found += [f"/admin/images/{image.pk}/", "/admin/images/add/", "/admin/images/multiple/add/"]
    found += [f"/admin/images/multiple/{image.pk}/", f"/admin/documents/multiple/{document.pk}/"]
    found += [f"/admin/documents/edit/{document.pk}/", "/admin/documents/add/"]
    found += ["/admin/images/chooser/create/", "/admin/documents/chooser/create/"]
    found += [f"/admin/users/edit/{admin.pk}/", "/admin/users/new/", "/admin/account/"]
    found += ["/admin/groups/new/", "/admin/groups/edit/1/", "/admin/sites/edit/2/"]
    found += [f"/admin/settings/{name}" for name in SETTINGS]
    found += ["/admin/collections/add/", "/admin/redirects/add/", "/admin/searchpicks/add/"]
    found += ["/admin/workflows/add/", "/admin/workflows/edit/1/", "/admin/reports/search-index/"]
    found += ["/admin/undelivered-mail/seen/", "/admin/events/dates/", "/admin/dismissibles/"]
    found += ["/admin/block-preview/", "/admin/login/", "/admin/password_reset/"]
    found += [
        f"/admin/{name}_chooser/create/" for name in ("venue", "organiser", "topic", "imprint")
    ]
    return Forms(client, found)


@settings(max_examples=EXAMPLES * 6 // 20)
@given(data=st.data())
def test_other_forms(other_forms, data):
    other_forms.post(data)
