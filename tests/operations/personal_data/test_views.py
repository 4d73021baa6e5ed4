"""The page of a person: who sees it, what it shows, and how it erases."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.confirmation import FIELD
from accounts.events import SecurityEvent
from contributors.models import Contribution, Contributor
from editorial.review.authorship import authors_since_live
from operations.personal_data.identity import is_erased
from tests import factories
from tests.access import confirm_access, member
from tests.accounts.people import SIGN_IN
from tests.operations.personal_data.people import (
    ADDRESS,
    EMAIL,
    FULL_NAME,
    NAMES,
    SENTENCE,
    USERNAME,
)
from tests.review_helpers import change, decide, is_live, submit
from users.models import User


def address(account, name="personal_data"):
    return reverse(name, args=[account.pk])


def page_of(client, account):
    response = client.get(address(account))
    assert response.status_code == 200
    return response.content.decode()


def post(client, account, username=USERNAME):
    return client.post(address(account), {"erase_username": username}, follow=True)


def stored(account):
    return User.objects.get(pk=account.pk)


def test_page_shows_every_place_in_words(chief, client, person):
    html = page_of(client, person.account)
    for words in (
        *("Comments", "Locks of pages", "Second factors and passkeys", "Versions of pages"),
        *("Name in comments", "Name in notes of reviews", "Name in the history of pages"),
        *("Failed attempts to sign in", "Addresses in the security log", "Images uploaded"),
    ):
        assert f'<td class="title">{words}</td>' in html
    assert "Contributors of this name or email address" in html
    assert f">By {FULL_NAME}</a>" in html
    assert "a secret" not in html


def test_list_of_users_leads_to_the_page(chief, client, person):
    users = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert address(person.account) in users


def test_person_is_erased_by_the_form(chief, client, person):
    html = post(client, person.account).content.decode()
    assert "The person was erased." in html
    assert "This person has been erased." in html
    assert is_erased(stored(person.account))
    [entry] = ModelLogEntry.objects.filter(action=SecurityEvent.ERASED)
    assert entry.user == chief
    again = client.get(address(person.account)).content.decode()
    assert not [name for name in NAMES if name in again]


@pytest.mark.parametrize("typed", ["", "colleague", USERNAME.upper()])
def test_another_username_erases_nobody(chief, client, person, typed):
    response = post(client, person.account, typed)
    assert response.status_code == 200
    assert "Nobody was erased" in response.content.decode()
    assert stored(person.account).username == USERNAME


def test_nobody_is_erased_by_themselves(chief, client, person):
    member("second", "Administrators")
    assert "This is your own account." in page_of(client, chief)
    assert "you do not have permission" in post(client, chief, "chief").content.decode()
    assert stored(chief).username == "chief"


def test_last_superuser_stays(person, client):
    first, second = (
        User.objects.create_superuser(name, f"{name}@example.org", "password")
        for name in ("first", "second")
    )
    client.force_login(first)
    confirm_access(client)
    assert "erase_username" in page_of(client, second)
    assert post(client, second, "second").status_code == 200
    assert is_erased(stored(second))


def test_administrator_sees_nothing_of_superusers(chief, client):
    root = User.objects.create_superuser("root", "root@example.org", "password")
    for name in ("personal_data", "personal_data_export"):
        assert client.get(address(root, name)).url == reverse("wagtailadmin_home")
    post(client, root, "root")
    assert stored(root).username == "root"


@pytest.mark.parametrize("role", ["Contributors", "Editors", "Moderators"])
def test_other_roles_are_refused(person, client, role):
    client.force_login(member("curious", role))
    confirm_access(client)
    for name in ("personal_data", "personal_data_export"):
        assert client.get(address(person.account, name)).status_code == 302
    post(client, person.account)
    assert stored(person.account).username == USERNAME


def test_password_is_asked_for_first(person, client):
    client.force_login(person.chief)
    for name in ("personal_data", "personal_data_export"):
        assert "/reauthenticate/" in client.get(address(person.account, name)).url
    html = post(client, person.account).content.decode()
    assert "Enter your password again." in html
    assert stored(person.account).username == USERNAME
    form = {"erase_username": USERNAME, FIELD: "password"}
    client.post(address(person.account), form)
    assert is_erased(stored(person.account))


def test_export_is_recorded_and_has_no_secrets(chief, client, person):
    response = client.get(address(person.account, "personal_data_export"))
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"].endswith('filename="personal-data-wrennat.json"')
    assert "private" in response["Cache-Control"]
    text = response.content.decode()
    assert FULL_NAME.split()[1] in text  # in UTF-8, without escapes
    data = json.loads(text)
    assert data["account"]["email"] == EMAIL
    comments = data["rows"]["wagtailcore.comment.user"]["rows"]
    assert [row["text"] for row in comments] == [SENTENCE]
    reviews = data["rows"]["wagtailcore.taskstate.finished_by"]["rows"]
    assert [row["comment"] for row in reviews] == [SENTENCE]
    assert "content" not in data["rows"]["wagtailcore.revision.user"]["rows"][0]
    assert ADDRESS in {entry["address"] for entry in data["security_log"]}
    assert data["mentions"]
    for secret in ("a secret", person.account.password, "session_key"):
        assert secret not in text
    assert ModelLogEntry.objects.filter(action=SecurityEvent.EXPORTED, user=chief).exists()
    assert client.post(address(person.account, "personal_data_export")).status_code == 405


def test_session_of_an_erased_person_ends(chief, client, person):
    theirs = Client()
    theirs.force_login(person.account)
    assert theirs.get("/admin/").status_code == 200
    post(client, person.account)
    assert theirs.get("/admin/").status_code == 302
    form = {"login": f"former-editor-{person.account.pk}", "password": "password"}
    assert "do not match" in theirs.post(SIGN_IN, form).content.decode()


def test_admin_still_shows_the_work(chief, client, person):
    page, review = person.page, person.review
    reviewed = review.workflow_state.content_object
    post(client, person.account)
    for url in (
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in ("edit", "history")),
        reverse("wagtailadmin_pages:workflow_history", args=[reviewed.pk]),
        reverse(
            "wagtailadmin_pages:workflow_history_detail",
            args=[reviewed.pk, review.workflow_state_id],
        ),
        reverse("review", args=[reviewed.pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailusers_users:edit", args=[person.account.pk]),
        reverse("wagtailusers_users:history", args=[person.account.pk]),
        reverse("account_access", args=[person.account.pk]),
        reverse("security_log"),
        reverse("wagtailadmin_home"),
        *(
            reverse(f"wagtailadmin_reports:{name}")
            for name in ("site_history", "workflow", "workflow_tasks", "locked_pages")
        ),
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        shown = response.content.decode().replace(f"By {FULL_NAME}", "")
        assert USERNAME not in shown, url
        assert EMAIL not in shown, url
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Former editor" in history


def test_author_still_counts_and_others_publish(chief, client, person):
    """What an erased person wrote needs another person, as before; whoever wrote it too is none."""
    reviewed = person.review.workflow_state.content_object
    post(client, person.account)
    assert authors_since_live(reviewed, reviewed.latest_revision) == {
        person.account.pk,
        person.colleague.pk,
    }
    client.force_login(person.colleague)
    decide(client, reviewed)
    assert not is_live(reviewed)
    client.force_login(chief)
    decide(client, reviewed)
    assert is_live(reviewed)


@pytest.fixture
def approved(approve_only_site, client, draft_article, second_moderator, person):
    """A draft that somebody approved who has been erased since."""
    submit(draft_article, draft_article.owner)
    client.force_login(second_moderator)
    decide(client, draft_article)
    client.force_login(person.chief)
    confirm_access(client)
    post(client, second_moderator, "second")
    assert is_erased(stored(second_moderator))
    return draft_article


def publish(client, page, user):
    client.force_login(user)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={page.pk}&next=/admin/")
    return is_live(page)


def test_approval_of_an_erased_person_lets_the_author_publish(approved, client, editor):
    assert publish(client, approved, editor)


def test_later_change_revokes_the_approval_of_an_erased_person(approved, client, moderator):
    change(approved, moderator, standfirst="Later")
    assert not publish(client, approved, moderator)


def test_public_page_shows_the_same(chief, client, person, news):
    article = factories.ArticlePageFactory(
        parent=news, title=f"Of {FULL_NAME}", slug="public", owner=person.account
    )
    contributor = Contributor.objects.get(name=FULL_NAME)
    article.contributions.add(Contribution(contributor=contributor))
    article.save_revision(user=person.account).publish()
    before = Client().get(article.get_url()).content
    assert before.count(FULL_NAME.encode()) > 1
    post(client, person.account)
    assert Client().get(article.get_url()).content == before
