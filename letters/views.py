"""The pages of the admin that say how the sending of letters goes on."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from core.mail import HTML
from letters.domain import check_domain
from letters.models import LetterPage, Mailing, MailingList, RecipientState
from letters.panels import PERMISSION
from letters.rendering import UNSUBSCRIBE_URL
from letters.sending.settlement import settle
from letters.subscribing.importing import SubscriberFileError, import_subscribers

PER_PAGE = 50
MAX_LISTED = 200  # refused and uncertain recipients
MAX_FILE = 20_000_000  # bytes
MAX_LINES = 50  # that are named


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail the last draft of a letter to the user who edits it."""
    page = get_object_or_404(LetterPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if not request.user.email:
        messages.error(request, gettext("Your account has no email address."))
    else:
        draft = page.get_latest_revision_as_object()
        mail, mailing_list = draft.render_mail(), draft.mailing_list
        own = request.build_absolute_uri(reverse("letters_request_preferences"))
        message = EmailMultiAlternatives(
            gettext("Test: %(subject)s") % {"subject": mail.subject},
            mail.text.replace(UNSUBSCRIBE_URL, own),
            mailing_list.sender if mailing_list else None,
            [request.user.email],
            reply_to=[mailing_list.reply_to] if mailing_list and mailing_list.reply_to else None,
        )
        message.attach_alternative(mail.html.replace(UNSUBSCRIBE_URL, own), HTML)
        message.send()
        text = gettext("The test is on its way to %(email)s.") % {"email": request.user.email}
        messages.success(request, text)
    return redirect("wagtailadmin_pages:edit", page.pk)


class DomainView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Says whether the domain of a sender has the records that providers look for."""

    permission_required = "letters.change_mailinglist"
    raise_exception = True
    page_title = _("Records of the sender")
    header_icon = "mail"
    template_name = "letters/admin/domain.html"
    _show_breadcrumbs = True

    @cached_property
    def mailing_list(self) -> MailingList:
        """Return the list of the address."""
        return get_object_or_404(MailingList, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the list and the title of the page."""
        url = reverse("mailing_lists:edit", args=[self.mailing_list.pk])
        above = {"url": url, "label": self.mailing_list.name}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Ask the name servers."""
        domain = self.mailing_list.sender_email.rpartition("@")[2]
        records = check_domain(domain, self.mailing_list.dkim_selector)
        return super().get_context_data(**kwargs, domain=domain, records=records)


class SubscriberFileForm(forms.Form):
    """A file of subscribers, and what they agreed to."""

    mailing_list = forms.ModelChoiceField(MailingList.objects.all(), label=_("Mailing list"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV file that Mailchimp, Ghost, MailPoet or this site has exported, or any with a "
            "column “email”. People whose state is not “subscribed” are left out."
        ),
    )
    consent = forms.CharField(
        label=_("What they agreed to"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "The words to which people agreed before, for those whose row says when they confirmed "
            "it. All others get a mail that asks them. Leave empty to ask everyone."
        ),
    )

    def clean_file(self) -> bytes:
        """Return the content of the file."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(gettext("The file is larger than 20 MB. Split it."))
        return file.read()


class ImportSubscribersView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Imports the subscribers of another program."""

    permission_required = "letters.add_subscription"
    raise_exception = True
    form_class = SubscriberFileForm
    page_title = _("Import subscribers")
    header_icon = "upload"
    template_name = "letters/admin/import.html"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the list and the title of the page."""
        above = {"url": reverse("subscriptions:index"), "label": gettext("Subscribers")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.page_title}]

    def form_valid(self, form: SubscriberFileForm) -> HttpResponse:
        """Import the file, and say what became of its rows."""
        values = form.cleaned_data
        try:
            result = import_subscribers(
                values["mailing_list"], values["file"], values["consent"].strip()
            )
        except SubscriberFileError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        words = gettext(
            "%(subscribed)d subscribed, %(asked)d get a mail that asks them, %(left_out)d were "
            "known already or have unsubscribed."
        )
        messages.success(self.request, words % vars(result))
        if result.wrong:
            lines = ", ".join(map(str, result.wrong[:MAX_LINES]))
            text = gettext("There is no valid address in these lines: %(lines)s.")
            messages.warning(self.request, text % {"lines": lines})
        return redirect("subscriptions:index")


class MailingsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Lists what was sent and what is being sent, the newest first."""

    permission_required = PERMISSION
    raise_exception = True
    page_title = _("Letters sent")
    header_icon = "mail"
    template_name = "letters/admin/mailings.html"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the title of the page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add a page of mailings, each with its counts."""
        mailings = Mailing.objects.with_counts().order_by("-created_at", "-pk")
        page = Paginator(mailings, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs, page_obj=page)


class SettlementForm(forms.Form):
    """The log of the mail server."""

    log = forms.FileField(
        label=_("Log of the mail server"),
        help_text=_(
            "It has to cover the whole time of the sending. Messages that it names have arrived; "
            "all others are sent again."
        ),
    )


class MailingView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Says how far a mailing is, and stops it or lets it go on."""

    permission_required = PERMISSION
    raise_exception = True
    header_icon = "mail"
    template_name = "letters/admin/mailing.html"
    _show_breadcrumbs = True

    @cached_property
    def mailing(self) -> Mailing:
        """Return the mailing of the address."""
        return get_object_or_404(Mailing, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the subject."""
        return self.mailing.subject

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Add the list and the subject."""
        above = {"url": reverse("mailings"), "label": MailingsView.page_title}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.mailing.subject}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add the counts, and the recipients whom the message did not reach."""
        counts = self.mailing.count()
        recipients = self.mailing.recipients
        uncertain = recipients.uncertain()
        form = SettlementForm(self.request.POST or None, self.request.FILES or None)
        return super().get_context_data(
            **kwargs,
            mailing=self.mailing,
            counts=[(state.label, counts[state]) for state in RecipientState],
            sent=counts[RecipientState.SENT],
            total=sum(counts.values()),
            uncertain=uncertain[:MAX_LISTED],
            uncertain_count=uncertain.count(),
            refused=recipients.filter(state=RecipientState.REFUSED).order_by("pk")[:MAX_LISTED],
            form=form,
        )

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        """Stop the mailing, let it go on, or settle what is uncertain."""
        action = request.POST.get("action")
        if action == "stop":
            self.mailing.stop()
            messages.success(request, gettext("Nothing more is sent."))
        elif action == "go-on":
            self.mailing.go_on()
            messages.success(request, gettext("The rest is being sent."))
        elif action == "settle":
            form = SettlementForm(request.POST, request.FILES)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data())
            text = form.cleaned_data["log"].read().decode(errors="replace")
            values = dict(zip(("arrived", "again"), settle(self.mailing, text), strict=True))
            words = gettext("%(arrived)d had arrived; %(again)d are sent again.")
            messages.success(request, words % values)
        return redirect("mailing", self.mailing.pk)
