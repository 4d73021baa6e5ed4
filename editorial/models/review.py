"""The review: the task of the moderation workflow, and the state of each page in it."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.forms import Form
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState, WorkflowState

from core.models.publishing import PublicationError
from core.revisions import approval_fingerprint
from editorial.models.settings import ModerationSettings
from editorial.review.checklist import Checklist
from editorial.review.forms import REASON_REQUIRED, ApprovalForm, OverrideForm, SendBackForm

FORMS = {"approve": ApprovalForm, "override": OverrideForm, "reject": SendBackForm}


class ReviewState(TaskState):
    """The review of a revision: who claimed it, and what exactly was approved."""

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claimed_reviews",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    approved_fingerprint = models.CharField(max_length=64, blank=True)
    awaits_publication = models.BooleanField(default=False)

    exclude_fields_in_copy = ["awaits_publication"]

    class Meta:
        verbose_name = _("review")
        indexes = [models.Index(fields=["awaits_publication"], name="review_awaiting")]

    def record_approval(self, revision: Revision) -> None:
        """Store the approved revision: the latest one, which has the reviewer's comments."""
        self.revision = revision
        self.approved_fingerprint = approval_fingerprint(revision.content)
        self.save(update_fields=["revision", "approved_fingerprint"])


class ReviewTask(AbstractGroupApprovalTask):
    """A review by a member of the chosen groups who is not one of the authors."""

    task_state_class = ReviewState

    class Meta:
        verbose_name = _("review by another person")
        verbose_name_plural = _("reviews by another person")

    @classmethod
    def get_description(cls) -> str:
        """Return the description that administrators see when they choose a task."""
        return gettext(
            "Members of the chosen groups approve pages that they did not write themselves"
        )

    def start(
        self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None
    ) -> ReviewState:
        """Start a review; a user who claimed an earlier review of the page keeps it."""
        before = ReviewState.objects.filter(workflow_state=workflow_state, task=self)
        state = super().start(workflow_state, user=user)
        last = before.exclude(pk=state.pk).order_by("started_at").last()
        if last and last.claimed_by_id:
            state.claimed_by_id, state.claimed_at = last.claimed_by_id, last.claimed_at
            state.save(update_fields=["claimed_by", "claimed_at"])
        return state

    def get_actions(self, page: Page, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        """Return the actions for this user; approval is among them if the checklist allows it."""
        if not super().get_actions(page, user):
            return []
        actions = [("reject", gettext("Send back"), True)]
        checklist = Checklist.of(page, user)
        if not checklist.publication_errors:
            plain, despite = _approval_labels(checklist.draft)
            if checklist.warnings:
                actions.append(("override", despite, True))
            else:
                actions.append(("approve", plain, False))
                actions.append(("approve", gettext("Approve with a comment"), True))
        return actions

    def get_form_for_action(self, action: str) -> type[Form]:
        """Return the form of the dialog."""
        return FORMS[action]

    def get_template_for_action(self, action: str) -> str:
        """Return the template of the dialog; an override lists the warnings."""
        return "editorial/override.html" if action == "override" else ""

    def on_action(
        self, task_state: ReviewState, user: AbstractBaseUser, action_name: str, **kwargs: object
    ) -> None:
        """Approve or send back; raise PublicationError if the checklist forbids it."""
        if action_name == "reject":
            super().on_action(task_state, user, "reject", **kwargs)
            return
        page = task_state.workflow_state.content_object.specific
        checklist = Checklist.of(page, user)
        texts = list(checklist.publication_errors)
        if checklist.warnings and not str(kwargs.get("comment", "")).strip():
            texts.append(str(REASON_REQUIRED))
        if texts:
            raise PublicationError(page, texts)
        task_state.record_approval(page.latest_revision)
        checklist.log_override(str(kwargs.get("comment", "")))
        super().on_action(task_state, user, "approve", **kwargs)


def _approval_labels(draft: Page) -> tuple[str, str]:
    """Return the labels of an approval without and with warnings, which say if it publishes."""
    is_planned = bool(draft.go_live_at) and draft.go_live_at > now()
    if is_planned or ModerationSettings.of_page(draft).approve_only:
        return gettext("Approve"), gettext("Approve despite the warnings")
    return gettext("Approve and publish"), gettext("Approve and publish despite the warnings")
