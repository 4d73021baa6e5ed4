"""Mail to those who answer what readers sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.contrib.forms.models import AbstractFormSubmission
from wagtail.models import Page

from form_pages.permissions import VIEW
from users.models import User


def send_to_role(page: Page, submission: AbstractFormSubmission) -> None:
    """Mail the answers to everyone with the role of the page who may read them."""
    members = User.objects.filter(groups=page.mail_to_id, is_active=True).exclude(email="")
    readers = [user for user in members if user.has_perm(VIEW)] if page.mail_to_id else []
    path = reverse("wagtailforms:list_submissions", args=[page.pk])
    with override(settings.LANGUAGE_CODE):
        context = {
            "page": page,
            "submission": submission,
            "url": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        }
        body = render_to_string("form_pages/admin/answer_mail.txt", context)
        subject = gettext("%(form)s: a new answer") % {"form": " ".join(page.title.split())}
        reply_to = [submission.sender] if submission.sender else None
        for user in readers:
            EmailMessage(subject, body, to=[user.email], reply_to=reply_to).send()
