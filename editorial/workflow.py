"""The action at the end of a workflow (WAGTAIL_FINISH_WORKFLOW_ACTION).

Wagtail imports this module while its own models are loading, so it must not import any model.
"""

from django.dispatch import Signal

workflow_finished = Signal()


def finish_workflow(workflow_state: object, user: object = None) -> None:
    """Send `workflow_finished`, whose receivers publish the page or record the approval."""
    workflow_finished.send(sender=type(workflow_state), state=workflow_state, user=user)
