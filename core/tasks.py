"""Background tasks (django-tasks) of pages, for sites that run a worker."""

from django_tasks import task

from core.metadata.cards import draw_cards


@task()
def draw_page_cards(ids: list[int]) -> None:
    """Draw the sharing cards of pages."""
    draw_cards(ids)
