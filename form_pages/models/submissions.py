"""What readers sent."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.models import AbstractFormSubmission
from wagtail.models import Page

from form_pages.answers import answer_text


class SubmissionQuerySet(models.QuerySet):
    """A queryset of submissions."""

    def count_people(self) -> int:
        """Return the number of senders: an email address counts once."""
        counts = self.aggregate(
            addresses=Count("sender", distinct=True, filter=~Q(sender="")),
            others=Count("pk", filter=Q(sender="")),
        )
        return counts["addresses"] + counts["others"]


class Submission(AbstractFormSubmission):
    """The answers of a reader, with the words that were agreed to."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="form_submissions")
    # The labels of the fields when the reader saw them: fields can be renamed and removed.
    labels = models.JSONField(default=dict)
    # In lower case, for counting and searching; empty if the form asks for none.
    sender = models.CharField(_("email address"), max_length=254, blank=True, db_index=True)
    consent = models.TextField(_("consent"), blank=True)
    delete_after = models.DateField(_("delete after"), db_index=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta(AbstractFormSubmission.Meta):
        abstract = False
        verbose_name = _("form submission")
        verbose_name_plural = _("form submissions")

    def __str__(self) -> str:
        return self.sender or str(self.submit_time)

    def labelled_answers(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the text of each answer."""
        for name, value in self.form_data.items():
            yield str(self.labels.get(name, name)), answer_text(value)

    def get_data(self) -> dict[str, object]:
        """Return the answers, with the consent and the times."""
        return super().get_data() | {"consent": self.consent, "delete_after": self.delete_after}
