"""Create content in the site that the environment names: `python -m tests.operations.content 5`.

The second argument is part of its names; `endless` creates it until the process is killed.
"""

import os
import sys
from io import BytesIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.base")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.files.images import ImageFile  # noqa: E402
from django.db import transaction  # noqa: E402

from documents.models import SiteDocument  # noqa: E402
from images.models import SiteImage  # noqa: E402
from news.models import ArticleIndexPage, ArticlePage  # noqa: E402
from tests.picture_files import photograph  # noqa: E402
from topics.models import Topic, TopicAssignment  # noqa: E402


@transaction.atomic
def publish(name):
    """Publish an article with a topic, an image and a document: all of them or nothing."""
    topic = Topic.objects.create(name=f"Topic {name}")
    photo = ImageFile(BytesIO(photograph((64, 48))), name=f"{name}.jpg")
    image = SiteImage.objects.create(title=f"Image {name}", credit="Ada", file=photo)
    document = SiteDocument(title=f"Document {name}")
    document.file.save(f"{name}.txt", ContentFile(name.encode() * 50), save=False)
    document.save()
    section = ArticleIndexPage.objects.get(slug="news")
    article = ArticlePage(title=f"Article {name}", slug=f"article-{name}", lead_image=image)
    article.body = [
        {"type": "paragraph", "value": "<p>Text</p>"},
        {"type": "document", "value": {"document": document.pk, "title": ""}},
    ]
    section.add_child(instance=article)
    article.topic_assignments = [TopicAssignment(topic=topic)]
    article.save_revision().publish()


if __name__ == "__main__":
    name = sys.argv[2] if len(sys.argv) > 2 else "a"
    count = 10_000 if sys.argv[1] == "endless" else int(sys.argv[1])
    for number in range(count):
        publish(f"{name}-{number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
