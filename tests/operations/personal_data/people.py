"""A person who left traces in every place, and what tells who the person is."""

from types import SimpleNamespace

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils.timezone import now
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.search_promotions.models import Query
from wagtail.log_actions import LogContext, log
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    PageSubscription,
    UploadedFile,
)
from wagtail.users.models import UserProfile

from accounts.events import SecurityEvent
from accounts.lockout import hash_username
from accounts.models import SecuritySettings
from editorial.models import UndeliveredMail
from importers.models import ImportRun
from news.models import ArticlePage
from tests import factories
from tests.access import member
from tests.review_helpers import change, submit
from users.models import User

USERNAME, FIRST, LAST = "wrenna.t", "Wrenna", "Tidewäter"
FULL_NAME, EMAIL, SECOND_EMAIL = f"{FIRST} {LAST}", "w.tide@example.org", "wrenna@home.example"
OLD_USERNAME, ADDRESS = "wrenna-old", "203.0.113.77"
OTHERS_ADDRESS = "198.51.100.9"
NAMES = [USERNAME, FULL_NAME, EMAIL, SECOND_EMAIL, OLD_USERNAME]
SENTENCE = f"{FULL_NAME} ({USERNAME}, formerly {OLD_USERNAME}) asks; write to {EMAIL}."


def create_person(news, role="Editors"):
    """Return a person who did everything that leaves a trace, with colleagues and pages."""
    account = member(USERNAME, role)
    User.objects.filter(pk=account.pk).update(first_name=FIRST, last_name=LAST, email=EMAIL)
    account.refresh_from_db()
    found = SimpleNamespace(account=account, colleague=member("colleague", "Moderators"))
    found.chief = member("chief", "Administrators")
    account.user_permissions.add(Permission.objects.first())
    create_account_rows(account)
    create_log(account, found.chief)
    found.page = create_work(news, account, found.colleague)
    found.review = create_review(news, account, found.colleague)
    return found


def create_account_rows(account):
    """Create the rows that are about the account alone."""
    profile = UserProfile.get_for_user(account)
    profile.avatar.save("wrenna.png", ContentFile(b"A picture"))
    EmailAddress.objects.create(user=account, email=SECOND_EMAIL)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "a secret"})
    for is_known in (True, False):
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session.create()
        if is_known:
            UserSession.objects.create(
                user=account, ip=ADDRESS, session_key=session.session_key, user_agent="A browser"
            )
    for name in (hash_username(USERNAME), hash_username(USERNAME, is_code=True), "another"):
        AccessAttempt.objects.create(
            username=name, ip_address=ADDRESS, failures_since_start=3, get_data="", post_data=""
        )
    UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(ArticlePage),
        file=ContentFile(b"A file", name="wrenna.txt"),
        uploaded_by_user=account,
    )
    UndeliveredMail.objects.create(
        subject=f"Hello {FULL_NAME}", recipients=EMAIL, reason=f"550 {EMAIL} is unknown"
    )
    Query.get(FULL_NAME)


def create_log(account, chief):
    """Create the entries of the security log."""
    SecuritySettings.load()
    at_home = {"address": ADDRESS, "details": ""}
    log(account, SecurityEvent.CREATED.value, user=chief, data={"address": OTHERS_ADDRESS})
    ModelLogEntry.objects.filter(object_id=str(account.pk)).update(label=OLD_USERNAME)
    log(account, SecurityEvent.SIGNED_IN.value, user=account, data=at_home)
    log(account, SecurityEvent.SIGN_IN_FAILED.value, data=at_home)
    log(chief, SecurityEvent.SIGN_IN_FAILED.value, data=at_home)
    log(chief, SecurityEvent.SIGNED_IN.value, user=chief, data={"address": OTHERS_ADDRESS})
    contributor = factories.ContributorFactory(name=FULL_NAME)
    log(contributor, "wagtail.edit", user=account)


def create_work(news, account, colleague, slug="by"):
    """Return a page that the person wrote, with comments that name the person."""
    page = factories.ArticlePageFactory(
        parent=news, title=f"By {FULL_NAME}", slug=slug, live=False, owner=account
    )
    with LogContext(user=account):
        for who, text in ((account, SENTENCE), (colleague, f"@{USERNAME}: {FULL_NAME.upper()}?")):
            comment = Comment(user=who, contentpath="title", text=text)
            comment.replies = [CommentReply(user=account, text=SENTENCE)]
            page.wagtail_admin_comments.add(comment)
        page.save_revision(user=account, log_action=True)
        log(page, "wagtail.comments.create", user=account, data={"comment": {"text": SENTENCE}})
    resolved = page.wagtail_admin_comments.last()
    resolved.resolved_by, resolved.resolved_at = account, now()
    resolved.save()
    PageSubscription.objects.create(user=account, page=page, comment_notifications=True)
    page_type = ContentType.objects.get_for_model(page)
    for model, values in (
        (EditingSession, {"object_id": page.pk, "last_seen_at": now()}),
        (FormState, {"object_id": page.pk, "last_updated_at": now(), "data": FULL_NAME}),
    ):
        model.objects.create(user=account, content_type=page_type, **values)
    page.refresh_from_db()
    page.locked, page.locked_by, page.locked_at = True, account, now()
    page.save()
    factories.SiteImageFactory(title=FULL_NAME, uploaded_by_user=account)
    factories.SiteDocumentFactory(title="Notes", uploaded_by_user=account)
    ImportRun.objects.create(software="wordpress", started_by=account)
    return ArticlePage.objects.get(pk=page.pk)


def create_review(news, account, colleague):
    """Return the open review of a page that the person took on, after an earlier one."""
    page = factories.ArticlePageFactory(parent=news, title="Reviewed", live=False, owner=colleague)
    page.save_revision(user=colleague)
    change(page, account, standfirst="By the person")
    state = submit(page, account)
    with LogContext(user=account):
        state.reject(user=account, comment=SENTENCE)
    state.workflow_state.resume(user=account)
    review = state.workflow_state.current_task_state.specific
    review.claimed_by, review.claimed_at = account, now()
    review.save()
    return review
