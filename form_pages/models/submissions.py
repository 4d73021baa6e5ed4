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
        for name, value in self.answers.items():
            yield self.known_labels.get(name, name), answer_text(value)

    @property
    def answers(self) -> dict[str, object]:
        """The answers by the name of their field; none if what is stored cannot be read."""
        return self.form_data if isinstance(self.form_data, dict) else {}

    @property
    def known_labels(self) -> dict[str, str]:
        """The labels by the name of their field, of the fields that were answered."""
        labels = self.labels if isinstance(self.labels, dict) else {}
        return {name: answer_text(labels[name]) for name in self.answers if name in labels}

    def get_data(self) -> dict[str, object]:
        """Return the answers, with the consent and the times."""
        texts = {name: answer_text(value) for name, value in self.answers.items()}
        beside = {"submit_time": self.submit_time, "delete_after": self.delete_after}
        return texts | beside | {"consent": self.consent}
