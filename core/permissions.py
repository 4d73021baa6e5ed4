"""Who may do what with a page, beyond Wagtail's own rules."""

from wagtail import hooks
from wagtail.models import PagePermissionTester, WorkflowMixin, WorkflowState


class ApprovedPagePermissionTester(PagePermissionTester):
    """Wagtail's permissions, and those to publish a page that another user has approved.

    Every function registered for the hook `is_page_approved` is called with the page; if one of
    them returns True, users who may edit the page may also publish it.
    """

    def can_publish(self) -> bool:
        """Return whether this person may press the button."""
        return super().can_publish() or (self.can_edit() and self._is_approved())

    def page_locked(self) -> bool:
        """Return whether a lock or a review keeps this person from the page.

        Wagtail fetches the step of the review for each page of a list; here it is asked once.
        """
        lock = super(WorkflowMixin, self.page).get_lock()
        if lock:
            return lock.for_user(self.user)
        state = self.page.current_workflow_state
        in_progress = state and state.status == WorkflowState.STATUS_IN_PROGRESS
        if not in_progress or not state.current_task_state:
            return False
        known = self.user.__dict__.setdefault("_locked_steps", {})
        task = state.current_task_state.task
        if task.pk not in known:
            known[task.pk] = task.specific.locked_for_user(self.page, self.user)
        return known[task.pk]

    def can_set_view_restrictions(self) -> bool:
        """Return whether this person may say who reads the page: a release is not enough."""
        return super().can_publish()

    def can_unschedule(self) -> bool:
        """Return whether this person may take a page from the schedule: neither is it for this."""
        return super().can_publish()

    def _is_approved(self) -> bool:
        return any(asked(self.page) for asked in hooks.get_hooks("is_page_approved"))
