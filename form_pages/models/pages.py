"""The page with a form."""

import logging
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.compat import HTTPMethod
from wagtail.contrib.forms.models import FormMixin
from wagtail.fields import RichTextField

from core.models import BasePage, BodyMixin, SummaryMixin
from core.models.settings import INLINE_FEATURES
from form_pages.builder import FormBuilder, ReaderForm, lines
from form_pages.choices import (
    BUTTON_LABELS,
    CHOICE_TYPES,
    CONSENTS,
    USUAL_FIELDS,
    FieldType,
    FormKind,
)
from form_pages.forms import FormPageForm
from form_pages.models.fields import FormField
from form_pages.models.submissions import Submission
from form_pages.notifications import send_to_role
from form_pages.panels import AnswersPanel
from form_pages.permissions import roles_that_read
from form_pages.views import SubmissionsView

log = logging.getLogger(__name__)
SENT = "sent"  # the query parameter of the page that thanks
MAX_FIELDS = 40
UNPROCESSABLE = 422


class FormPage(SummaryMixin, BodyMixin, FormMixin, BasePage):
    """A page with a form: contact, joining, a petition or a survey."""

    page_description = _("A form for readers: contact, joining, a petition or a survey.")
    base_form_class = FormPageForm
    form_builder = FormBuilder
    submissions_list_view_class = SubmissionsView
    template = "form_pages/form_page.html"
    landing_page_template = template
    page_prefetch = BodyMixin.body_prefetch
    subpage_types: list[str] = []
    # Whether saving it added the usual fields of its kind.
    has_new_fields = False
    allowed_http_methods = [*BasePage.allowed_http_methods, HTTPMethod.POST]

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=FormKind,
        default=FormKind.CONTACT,
        help_text=_(
            "A form without fields gets the usual ones of its kind, such as name, email and "
            "message, when you press Save draft or Submit. A petition displays how many people "
            "have signed."
        ),
    )
    button_label = models.CharField(
        _("words on the button"),
        max_length=40,
        blank=True,
        help_text=_("Only if those of the kind do not fit, such as “Send message”."),
    )
    thanks = RichTextField(
        _("thanks"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("Displayed once the form has been sent: for example, when you will answer."),
    )
    consent = models.CharField(
        _("consent"),
        max_length=300,
        blank=True,
        help_text=_(
            "What readers must agree to before they send the form. The words are kept with each "
            "answer. The usual ones are filled in with the usual fields. Empty it only if you may "
            "keep the answers without consent."
        ),
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days to keep answers"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("Answers are deleted after this time, which the form tells its readers."),
    )
    mail_to = models.ForeignKey(
        "auth.Group",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("send answers to"),
        limit_choices_to=roles_that_read,
        help_text=_("Everyone with this role gets each answer by email. Optional."),
    )
    goal = models.PositiveIntegerField(
        _("goal"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("For a petition: how many people it needs. Optional."),
    )
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("After this time the page stays, and the form can no longer be sent."),
    )

    content_panels = [
        AnswersPanel(heading=_("Answers")),
        *BasePage.content_panels,
        FieldPanel("kind"),
        *SummaryMixin.summary_panels,
        *BodyMixin.body_panels,
        InlinePanel("form_fields", heading=_("Fields"), label=_("field"), max_num=MAX_FIELDS),
        MultiFieldPanel(
            [FieldPanel("button_label"), FieldPanel("thanks"), FieldPanel("goal")],
            heading=_("Sending"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("consent"),
                FieldRowPanel([FieldPanel("keep_days"), FieldPanel("closes_at")]),
                FieldPanel("mail_to"),
            ],
            heading=_("What becomes of the answers"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        *SummaryMixin.summary_search_fields,
        *BodyMixin.body_search_fields,
    ]

    class Meta:
        verbose_name = _("form")

    @property
    def schema_type(self) -> str:
        """The type of the page in schema.org."""
        return "ContactPage" if self.kind == FormKind.CONTACT else "WebPage"

    @property
    def button(self) -> str:
        """The words on the button."""
        return self.button_label or BUTTON_LABELS.get(self.kind, BUTTON_LABELS[FormKind.CONTACT])

    @property
    def is_closed(self) -> bool:
        """Whether the form can no longer be sent."""
        return bool(self.closes_at) and self.closes_at <= now()

    @property
    def signatures(self) -> int | None:
        """The number of people who signed; None unless the page is a petition."""
        return self.get_submissions().count_people() if self.kind == FormKind.PETITION else None

    def add_usual_fields(self) -> None:
        """Add the fields and the consent of the kind, in the active language."""
        kind = FormKind(self.kind)
        self.form_fields = [
            FormField(
                sort_order=order,
                label=str(label),
                field_type=field_type,
                required=required,
                choices="\n".join(map(str, choices)),
            )
            for order, (label, field_type, required, choices) in enumerate(USUAL_FIELDS[kind])
        ]
        for field in self.form_fields.all():
            field.clean_name = field.get_field_clean_name()
        self.consent = self.consent or str(CONSENTS[kind])

    def get_submission_class(self) -> type[Submission]:
        """Return the model of the answers."""
        return Submission

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Display the form, or store what a reader sent.

        The form holds the time, so that no cache may keep the page for others.
        """
        self.fetch_media()
        self.fetch_relations()
        response = self.in_page_language(self._respond, request)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def _respond(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or self.is_closed:
            form = None if SENT in request.GET or self.is_closed else self.get_form(page=self)
            return self._page(request, form)
        form = self.get_form(request.POST, page=self)
        if not form.is_valid():
            return self._page(request, form, status=UNPROCESSABLE)
        self.process_form_submission(form)
        response = HttpResponseRedirect(f"{self.get_url(request)}?{SENT}=yes")
        response.status_code = 303  # RFC 9110: the answer is another page; a reload sends nothing.
        return response

    def _page(
        self, request: HttpRequest, form: ReaderForm | None, status: int = 200
    ) -> HttpResponse:
        context = self.get_context(request) | {"form": form, "is_sent": SENT in request.GET}
        return TemplateResponse(request, self.template, context, status=status)

    def render_landing_page(
        self, request: HttpRequest, _submission: Submission | None = None
    ) -> HttpResponse:
        """Render the thanks, in a preview."""
        context = self.get_context(request) | {"is_sent": True}
        response = TemplateResponse(request, self.template, context)
        return self.in_page_language(lambda: response)

    def process_form_submission(self, form: ReaderForm) -> Submission:
        """Store the answers, and mail them to the role."""
        fields = list(self.get_form_fields())
        emails = [
            form.answers.get(field.clean_name)
            for field in fields
            if field.field_type == FieldType.EMAIL
        ]
        submission = Submission.objects.create(
            form_data=form.answers,
            page=self,
            labels={field.clean_name: field.label for field in fields},
            sender=next(filter(None, emails), "").lower(),
            consent=self.consent,
            delete_after=localdate() + timedelta(days=self.keep_days),
        )
        try:
            with transaction.atomic():
                send_to_role(self, submission)
        except Exception:  # The answer is stored, whatever a mail library says.
            log.exception("An answer to “%s” was not mailed.", self.title)
        return submission

    def count_choices(self, submissions: models.QuerySet) -> list[tuple[str, list]]:
        """Return the label of each field with choices, with pairs of a choice and its count."""
        fields = [each for each in self.get_form_fields() if each.field_type in CHOICE_TYPES]
        counts = {field: dict.fromkeys(lines(field.choices), 0) for field in fields}
        for answers in submissions.order_by().values_list("form_data", flat=True) if fields else ():
            for field in fields if isinstance(answers, dict) else ():
                chosen = answers.get(field.clean_name)
                for choice in chosen if isinstance(chosen, list) else [chosen]:
                    if isinstance(choice, str) and choice:
                        counts[field][choice] = counts[field].get(choice, 0) + 1
        return [(field.label, list(found.items())) for field, found in counts.items()]

    def get_submissions(self) -> models.QuerySet[Submission]:
        """Return the answers, of this page and not of a copy."""
        return Submission.objects.filter(page_id=self.pk)
