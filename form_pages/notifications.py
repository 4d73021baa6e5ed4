"""Mail to those who answer what readers sent."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from wagtail.contrib.forms.models import AbstractFormSubmission
from wagtail.models import Page

from core.mail import compose
from form_pages.permissions import VIEW
from users.models import User


def send_to_role(page: Page, submission: AbstractFormSubmission) -> None:
    """Mail the answers to everyone with the role of the page who may read them."""
    members = User.objects.filter(groups=page.mail_to_id, is_active=True).exclude(email="")
    readers = [user for user in members if user.has_perm(VIEW)] if page.mail_to_id else []
    path = reverse("wagtailforms:list_submissions", args=[page.pk])
    with override(settings.LANGUAGE_CODE):
        answers = [f"{label}:\n{text or '–'}" for label, text in submission.labelled_answers()]
        day = date_format(submission.delete_after, "DATE_FORMAT")
        deletion = gettext("It will be deleted after %(day)s.") % {"day": day}
        paragraphs = [
            gettext("An answer to “%(title)s”:") % {"title": page.title},
            *answers,
            *([f"{gettext('Agreed to:')} {submission.consent}"] if submission.consent else []),
            deletion,
        ]
        links = [(gettext("All answers"), f"{settings.WAGTAILADMIN_BASE_URL}{path}")]
        subject = gettext("%(form)s: a new answer") % {"form": page.title}
        reply_to = [submission.sender] if submission.sender else None
        for user in readers:
            context = {"paragraphs": paragraphs, "links": links}
            compose(subject, [user.email], context, reply_to=reply_to).send()
