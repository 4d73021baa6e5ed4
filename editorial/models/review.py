"""The step of a workflow in which somebody else reads, and the state of each page in it."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.forms import Form
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState, WorkflowState

from core.models.publishing import PublicationError
from editorial.review.authorship import approval_fingerprint
from editorial.review.checklist import Checklist
from editorial.review.forms import REASON, ApprovalForm, OverruleForm, SendBackForm

FORMS = {"approve": ApprovalForm, "overrule": OverruleForm, "reject": SendBackForm}


class ReviewState(TaskState):
    """The review of a version: who took it on, and what exactly was approved."""

    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claimed_reviews",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    approved_fingerprint = models.CharField(max_length=64, blank=True)
    # Whether the approved version waits for its editor to publish it.
    released = models.BooleanField(default=False)

    exclude_fields_in_copy = ["released"]

    class Meta:
        verbose_name = "review"
        indexes = [models.Index(fields=["released"], name="review_released")]

    def record_approval(self, revision: Revision) -> None:
        """Remember the version that is approved: the last one, with what its reader noted."""
        self.revision = revision
        self.approved_fingerprint = approval_fingerprint(revision.content)
        self.save(update_fields=["revision", "approved_fingerprint"])


class ReviewTask(AbstractGroupApprovalTask):
    """Somebody of the chosen groups reads the text, and is not one of its authors."""

    task_state_class = ReviewState

    class Meta:
        verbose_name = "review by somebody else"
        verbose_name_plural = "reviews by somebody else"

    @classmethod
    def get_description(cls) -> str:
        """Say what the task is, where an administrator chooses one."""
        return "Members of the chosen groups approve what they did not write themselves"

    def start(
        self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None
    ) -> ReviewState:
        """Ask for a review; whoever took on the page before keeps it."""
        before = ReviewState.objects.filter(workflow_state=workflow_state, task=self)
        state = super().start(workflow_state, user=user)
        last = before.exclude(pk=state.pk).order_by("started_at").last()
        if last and last.claimed_by_id:
            state.claimed_by_id, state.claimed_at = last.claimed_by_id, last.claimed_at
            state.save(update_fields=["claimed_by", "claimed_at"])
        return state

    def get_actions(self, page: Page, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        """Return what this person may do: to approve is offered where the checklist allows it."""
        if not super().get_actions(page, user):
            return []
        actions = [("reject", "Send back", True)]
        checklist = Checklist(page, user)
        if not checklist.publication_errors:
            if checklist.advice:
                actions.append(("overrule", "Approve in spite of the advice", True))
            else:
                actions.append(("approve", "Approve", False))
                actions.append(("approve", "Approve with a comment", True))
        return actions

    def get_form_for_action(self, action: str) -> type[Form]:
        """Return the form that asks for a word on the action."""
        return FORMS[action]

    def get_template_for_action(self, action: str) -> str:
        """Return the template of the dialog: advice is shown to whoever goes against it."""
        return "editorial/overrule.html" if action == "overrule" else ""

    def on_action(
        self, task_state: ReviewState, user: AbstractBaseUser, action_name: str, **kwargs: object
    ) -> None:
        """Approve or send back; raises PublicationError where the checklist forbids it."""
        if action_name == "reject":
            super().on_action(task_state, user, "reject", **kwargs)
            return
        page = task_state.workflow_state.content_object.specific
        checklist = Checklist(page, user)
        texts = list(checklist.publication_errors)
        if checklist.advice and not str(kwargs.get("comment", "")).strip():
            texts.append(REASON)
        if texts:
            raise PublicationError(page, texts)
        task_state.record_approval(page.latest_revision)
        checklist.log_override(str(kwargs.get("comment", "")))
        super().on_action(task_state, user, "approve", **kwargs)
