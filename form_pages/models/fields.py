"""The fields of a form."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.forms import HiddenInput
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.contrib.forms.utils import get_field_clean_name

from form_pages.builder import MAX_LINE, lines
from form_pages.choices import CHOICE_TYPES, FieldType

MAX_NAME = 60
CLEAN_NAME = r"^[a-z0-9_]+\Z"
# Names of other columns in the list of answers.
RESERVED = {"submit_time", "consent", "delete_after"}


class FormField(AbstractFormField):
    """A field of a form.

    Answers are stored by its clean name, which is made of its first label and then stays. The form
    of the editor sends it back, because the row of a draft has no key yet.
    """

    page = ParentalKey("form_pages.FormPage", on_delete=models.CASCADE, related_name="form_fields")
    clean_name = models.CharField(
        _("name"),
        max_length=MAX_NAME + 1,
        blank=True,
        validators=[RegexValidator(CLEAN_NAME)],
    )
    label = models.CharField(
        _("label"),
        max_length=120,
        help_text=_("The question, or what to enter: “Your name”."),
    )
    field_type = models.CharField(
        _("type"), max_length=16, choices=FieldType, default=FieldType.SINGLE_LINE
    )
    field_type.required_on_save = True  # in a draft, too: its preview builds the field
    required = models.BooleanField(
        _("required"), default=False, help_text=_("The form cannot be sent without an answer.")
    )
    choices = models.TextField(
        _("choices"),
        blank=True,
        max_length=5_000,
        help_text=_("One in each line, for the types with several choices."),
    )
    help_text = models.CharField(
        _("help text"),
        max_length=MAX_LINE,
        blank=True,
        help_text=_("Displayed below the label. Optional."),
    )

    panels = [
        FieldPanel("clean_name", widget=HiddenInput, classname="w-hidden"),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("field_type"), FieldPanel("required")]),
        FieldPanel("choices", classname="desk-choices"),
        FieldPanel("help_text"),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def __str__(self) -> str:
        return self.label

    def get_field_clean_name(self) -> str:
        """Return a name made of the label, which can be a key whatever the label is."""
        name = get_field_clean_name(self.label)[:MAX_NAME].strip("_")
        return f"{name or 'field'}_" if name in {*RESERVED, ""} else name

    def clean(self) -> None:
        """Require two different choices for the types that have choices."""
        super().clean()
        if not self.clean_name or self.clean_name in RESERVED:
            self.clean_name = self.get_field_clean_name()
        if self.field_type in CHOICE_TYPES and len(set(lines(self.choices))) < 2:
            message = gettext("Write at least two different choices, each in a line of its own.")
            raise ValidationError({"choices": message})
