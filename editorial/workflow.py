"""The end of a workflow, told to whoever decides what an approval does.

Wagtail imports this while its own models are loading, so nothing else is imported here.
"""

from django.dispatch import Signal

workflow_finished = Signal()


def finish_workflow(workflow_state: object, user: object = None) -> None:
    """Tell that every step of a workflow approved of a page."""
    workflow_finished.send(sender=type(workflow_state), state=workflow_state, user=user)
