"""Background tasks (django-tasks) of images, for sites that run a worker."""

from django_tasks import task

from images.models import SiteImage
from images.prerender import generate_renditions

# The worker's own backend: Wagtail's tasks, which update the search index, run immediately.
BACKEND = "pictures"


@task()
def generate_image_renditions(image_id: int) -> None:
    """Generate the renditions of an image, unless it was deleted meanwhile."""
    for image in SiteImage.objects.filter(pk=image_id):
        generate_renditions(image)
