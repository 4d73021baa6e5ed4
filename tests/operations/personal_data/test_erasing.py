"""An erased person is nowhere in the database, except in what editors wrote."""

import json

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.log_actions import LogContext
from wagtail.models import (
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    TaskState,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from accounts.events import SecurityEvent
from operations.personal_data.columns import class_of, models_of, text_columns
from operations.personal_data.content import mentions
from operations.personal_data.erasing import ErasureRefusedError, erase
from operations.personal_data.export import personal_data
from operations.personal_data.identity import Identity, is_erased
from operations.personal_data.places import (
    DECISIONS,
    RECORD_WORDS,
    Fate,
    places_of,
    relations,
)
from operations.personal_data.records import replace_in_records
from tests.access import member
from tests.operations.personal_data.people import (
    ADDRESS,
    FULL_NAME,
    NAMES,
    OTHERS_ADDRESS,
    SENTENCE,
    create_work,
)
from tests.snapshot import rows_by_table
from users.models import User

# Wagtail's own models of files, for which this site has others.
UNUSED = {"wagtailimages.image.uploaded_by_user", "wagtaildocs.document.uploaded_by_user"}


def texts(value):
    """Yield the texts of a stored value, also those within JSON."""
    try:
        value = json.loads(value)
    except (TypeError, ValueError):
        yield str(value)
        return
    if not isinstance(value, dict | list):
        yield str(value)
        return
    for each in value.values() if isinstance(value, dict) else value:
        yield from texts(each if isinstance(each, str) else json.dumps(each))


def holding(needles):
    """Return the tables that hold one of some texts, in any case and in any column."""
    return {
        model
        for model, rows in rows_by_table().items()
        for row in rows.values()
        for column in row
        for text in texts(column)
        if any(needle.casefold() in text.casefold() for needle in needles)
    }


def classes(models):
    return {class_of(model) for model in models}


@pytest.mark.django_db
def test_every_reference_to_accounts_has_a_decision():
    found = {
        f"{each.field.model._meta.label_lower}.{each.field.name}"
        for each in User._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and not each.many_to_many
    }
    assert found <= set(relations())
    missing = set(relations()) - set(DECISIONS)
    assert not missing, f"Say in DECISIONS what becomes of these when a person is erased: {missing}"
    assert not set(DECISIONS) - set(relations())


def test_every_table_with_texts_is_classified():
    """A new table holds records, content, derived or owned rows: columns.py says which."""
    models = apps.get_models(include_auto_created=True)
    missing = [each._meta.label for each in models if text_columns(each) and not class_of(each)]
    assert not missing, f"Say in columns.py what these hold: {missing}"


def test_every_record_has_words():
    labels = {model._meta.label_lower for model in models_of("records")}
    assert labels - {"django_tasks_database.dbtaskresult"} == set(RECORD_WORDS)


def test_the_person_has_a_row_in_every_place(person):
    """So that the other tests are about all of them."""
    empty = {
        name
        for name, field in relations().items()
        if not field.model._base_manager.filter(**{field.name: person.account.pk}).exists()
    }
    assert empty == UNUSED


def test_no_column_of_any_table_holds_the_person(person, commit):
    assert {Comment, TaskState, ModelLogEntry, User} <= holding(NAMES)
    erase(person.account)
    commit()
    assert classes(holding(NAMES)) <= {"content", "derived"}
    assert holding([ADDRESS]) == set()
    assert holding([OTHERS_ADDRESS]) == {ModelLogEntry}
    comments = [
        row["text"]
        for revision in Revision.objects.all()
        for comment in revision.content.get("wagtail_admin_comments", [])
        for row in (comment, *comment["replies"])
    ]
    assert comments
    assert not [text for text in comments if any(name in text for name in NAMES)]


def test_what_editors_wrote_is_listed_and_stays(person):
    before = rows_by_table()
    listed = mentions(Identity.of(person.account))
    erase(person.account)
    after = rows_by_table()
    for model in before:
        if class_of(model) == "content" and model not in (Page, Revision):
            assert before[model] == after[model], model
    assert [each.title for each in listed].count(f"By {FULL_NAME}") == 1
    kinds = {each.kind for each in listed}
    assert {"page", "contributor", "image"} <= {kind.lower() for kind in kinds}
    assert all(each.url for each in listed)
    page = Page.objects.get(pk=person.page.pk)
    assert page.title == page.draft_title == f"By {FULL_NAME}"


def test_page_that_only_comments_name_the_person_in_is_not_listed(person):
    page = person.review.workflow_state.content_object.specific
    page.wagtail_admin_comments.add(Comment(user=person.colleague, text=SENTENCE))
    page.save_revision(user=person.colleague)
    titles = [each.title for each in mentions(Identity.of(person.account))]
    assert page.title not in titles
    assert person.page.title in titles


def test_account_stays_without_a_person(person, commit):
    avatar = UserProfile.objects.get(user=person.account).avatar.name
    erase(person.account)
    assert default_storage.exists(avatar)  # The transaction may still fail.
    commit()
    assert not default_storage.exists(avatar)
    account = User.objects.get(pk=person.account.pk)
    assert account.username == f"former-editor-{account.pk}"
    assert account.get_full_name() == "Former editor"
    assert not account.email
    assert not account.is_active
    assert not account.has_usable_password()
    assert not account.groups.exists()
    assert is_erased(account)
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert not AccessAttempt.objects.exists()


def rows_by_relation(account):
    return {
        name: set(field.model._base_manager.filter(**{field.name: account}).values_list("pk"))
        for name, field in relations().items()
    }


def test_what_is_about_the_person_alone_is_deleted(person, commit):
    uploaded = UploadedFile.objects.get().file.name
    erase(person.account)
    commit()
    assert not default_storage.exists(uploaded)
    rows = rows_by_relation(person.account)
    assert {name for name, each in rows.items() if not each} == {
        *("account.emailaddress.user", "mfa.authenticator.user", "usersessions.usersession.user"),
        *("wagtailusers.userprofile.user", "wagtailadmin.editingsession.user"),
        *("users.user_groups.user", "users.user_user_permissions.user"),
        *("wagtailadmin.formstate.user", "wagtailcore.pagesubscription.user"),
        *("wagtailcore.uploadedfile.uploaded_by_user", "wagtailcore.page.locked_by"),
        *("editorial.reviewstate.claimed_by", *UNUSED),
    }


def test_kept_rows_keep_their_key(person):
    before = rows_by_relation(person.account)
    erase(person.account)
    after = rows_by_relation(person.account)
    assert after == {
        name: rows if DECISIONS[name].fate is Fate.KEPT else set() for name, rows in before.items()
    }


def test_locks_and_reviews_are_given_up(person):
    erase(person.account)
    page = Page.objects.get(pk=person.page.pk)
    assert (page.locked, page.locked_by, page.locked_at) == (False, None, None)
    person.review.refresh_from_db()
    assert person.review.claimed_by is None
    assert person.review.status == "in_progress"
    with LogContext(user=person.colleague):
        person.review.reject(user=person.colleague, comment="No.")
    state = person.review.workflow_state
    state.resume(user=person.colleague)
    assert state.current_task_state.specific.claimed_by is None


def test_names_are_replaced_in_words(person):
    erase(person.account)
    name = f"former-editor-{person.account.pk}"
    first, second = Comment.objects.order_by("pk")
    assert first.text == f"Former editor ({name}, formerly {name}) asks; write to {name}."
    assert second.text == f"@{name}: Former editor?"
    assert SENTENCE not in str(list(TaskState.objects.values_list("comment", flat=True)))


def test_names_of_others_and_longer_words_stay(person):
    for text in ("Wrenna.tt came", "xwrenna.t", "Tidewäter alone", "colleague"):
        Comment.objects.create(page=person.page, user=person.colleague, text=text)
    erase(person.account)
    stored = Comment.objects.order_by("-pk").values_list("text", flat=True)[:4]
    assert set(stored) == {"Wrenna.tt came", "xwrenna.t", "Tidewäter alone", "colleague"}
    assert User.objects.get(pk=person.colleague.pk).username == "colleague"


@pytest.mark.parametrize("username", ["edit", "wagtail", "title", "approved", "2026"])
def test_words_of_the_software_stay(person, username):
    account = member(username, "Editors")
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    comments = list(Comment.objects.order_by("pk").values_list("contentpath", "text"))
    statuses = list(TaskState.objects.order_by("pk").values_list("status", flat=True))
    entries = list(PageLogEntry.objects.order_by("timestamp", "pk").values_list("action", "data"))
    erase(account)
    assert actions < set(ModelLogEntry.objects.values_list("action", flat=True))
    assert comments == list(Comment.objects.order_by("pk").values_list("contentpath", "text"))
    assert statuses == list(TaskState.objects.order_by("pk").values_list("status", flat=True))
    after = PageLogEntry.objects.order_by("timestamp", "pk").values_list("action", "data")
    assert entries == list(after)


def test_username_that_is_a_role_is_a_word(person):
    account = member("editor", "Editors")
    comment = Comment.objects.create(page=person.page, user=account, text="The editor said so.")
    erase(account)
    comment.refresh_from_db()
    assert comment.text == "The editor said so."


def test_erasing_twice_changes_nothing(person, commit):
    erase(person.account)
    commit()
    before = rows_by_table()
    erased = erase(User.objects.get(pk=person.account.pk))
    assert rows_by_table() == before
    assert erased.username == f"former-editor-{person.account.pk}"


def test_erased_people_stay_two_people(person):
    other = member("another", "Editors")
    member(f"former-editor-{other.pk}", "Editors")  # a name that somebody chose
    names = {erase(account).username for account in (person.account, other)}
    assert names == {f"former-editor-{person.account.pk}", f"former-editor-{other.pk}0"}
    assert not is_erased(User.objects.get(username=f"former-editor-{other.pk}"))


def test_erasure_is_recorded_by_number(person, mailoutbox, commit):
    erase(person.account)
    commit()
    [entry] = ModelLogEntry.objects.filter(action=SecurityEvent.ERASED)
    assert entry.object_id == str(person.account.pk)
    assert entry.data["details"] == f"account {person.account.pk}"
    assert entry.label == f"former-editor-{person.account.pk}"
    assert not mailoutbox


def test_last_administrator_and_last_superuser_stay(person):
    root = User.objects.create_superuser("root", "root@example.org", "password")
    with pytest.raises(ErasureRefusedError, match="last active superuser"):
        erase(root)
    User.objects.filter(pk=root.pk).update(is_superuser=False)
    with pytest.raises(ErasureRefusedError, match="last active administrator"):
        erase(person.chief)
    assert User.objects.get(pk=person.chief.pk).username == "chief"
    member("second", "Administrators")
    assert is_erased(erase(person.chief))


def test_failure_leaves_everything(person, commit, monkeypatch):
    before = rows_by_table()
    monkeypatch.setattr(
        "operations.personal_data.erasing.replace_in_records",
        lambda identity: (replace_in_records(identity), 1 / 0),
    )
    with pytest.raises(ZeroDivisionError):
        erase(person.account)
    commit()
    assert rows_by_table() == before
    assert default_storage.exists(UserProfile.objects.get(user=person.account).avatar.name)


def test_number_of_queries_does_not_grow_with_the_work(person, news):
    numbers = []
    for name, pages in (("warm-up", 1), ("one-page", 1), ("twelve-pages", 12)):
        account = member(name, "Editors")
        create_work_of(news, account, person.colleague, pages)
        with CaptureQueriesContext(connection) as queries:
            personal_data(account)
            places_of(account, Identity.of(account))
            erase(account)
        numbers.append(len(queries))
    assert numbers[1] == numbers[2]


def create_work_of(news, account, colleague, number):
    for count in range(number):
        page = create_work(news, account, colleague, f"of-{account.pk}-{count}")
        Comment.objects.create(page=page, user=colleague, text=f"Ask {account.username}.")
        page.save_revision(user=account)
