"""What a worker does for pictures (django-tasks), where one runs."""

from django_tasks import task

from images.models import SiteImage
from images.prerender import generate_renditions

# The queue of the worker; Wagtail's own tasks are done at once, so that searches find what is new.
BACKEND = "pictures"


@task()
def draw_picture(key: int) -> None:
    """Draw a picture in all sizes; one that is gone by now is left."""
    for image in SiteImage.objects.filter(pk=key):
        generate_renditions(image)
