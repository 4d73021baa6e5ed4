"""Generate thousands of articles, with their entries in the search index."""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.text import slugify
from django.utils.timezone import now
from wagtail.models import Page

from contributors.models import Contribution, Contributor
from contributors.roles import Role
from core.models import BasePage
from demo.load_test.bulk_insert import insert, next_key, place_below
from demo.load_test.text_generator import TextGenerator
from images.models import SiteImage
from news.choices import Format
from news.models import ArticlePage
from search.index.documents import make_entry, store_new
from search.index.text import normalise
from search.models import SearchText
from topics.models import Topic, TopicAssignment

WORDS = 800  # per article
BATCH = 500  # articles
MAX_AGE = 3650  # days; recent articles are more frequent
FORMATS = [Format.NEWS] * 6 + [each for each in Format if each != Format.NEWS]


@dataclass
class GeneratedSnippets:
    """The contributors, topics and images that generated pages use."""

    people: list[Contributor]
    topics: list[Topic]
    images: list[int]

    @classmethod
    def create(
        cls, generator: TextGenerator, people: int = 300, topics: int = 60
    ) -> "GeneratedSnippets":
        """Create contributors and topics, and use the existing images."""
        names = sorted({generator.person() for _ in range(people)})
        subjects = sorted({generator.place() for _ in range(topics)})
        return cls(
            [Contributor.objects.get_or_create(name=name)[0] for name in names],
            [Topic.objects.get_or_create(name=name)[0] for name in subjects],
            list(SiteImage.objects.order_by("pk").values_list("pk", flat=True)),
        )


class ArticleGenerator:
    """Creates articles below a section."""

    def __init__(
        self, section: BasePage, generator: TextGenerator, snippets: GeneratedSnippets
    ) -> None:
        self.section, self.generator, self.snippets = section, generator, snippets
        self.random = generator.random
        self.now = now()
        self.known_words: set[str] = set()

    def write(self, number: int) -> Iterator[int]:
        """Create `number` articles, yielding how many exist after each batch."""
        for done in range(0, number, BATCH):
            size = min(BATCH, number - done)
            self.write_batch(size)
            yield done + size

    def write_batch(self, size: int) -> None:
        """Create articles with contributions, topics and search entries."""
        first = next_key(Page)
        texts = [self.generator.paragraphs(WORDS) for _ in range(size)]
        pages = [self.page(first + at, text) for at, text in enumerate(texts)]
        place_below(self.section, pages, first)
        insert(pages)
        people = [self.random.choice(self.snippets.people) for _ in pages]
        topics = [self.random.sample(self.snippets.topics, 2) for _ in pages]
        self.attribute(pages, people, topics)
        rows = []
        for page, text, person, subjects in zip(pages, texts, people, topics, strict=True):
            lead = "\n".join(
                [page.standfirst, page.kicker, person.name, *(topic.name for topic in subjects)]
            )
            words = SearchText(
                title=normalise(page.title),
                lead=normalise(lead),
                body=normalise("\n".join(text)),
                original="\n".join([page.standfirst, *text]),
            )
            rows.append((make_entry("page", page), words))
        store_new(rows, self.known_words)

    def page(self, key: int, paragraphs: list[str]) -> ArticlePage:
        """Return an unsaved article."""
        title = self.generator.title()
        published = self.now - timedelta(days=MAX_AGE * self.random.random() ** 2)
        images = self.snippets.images
        body = [
            {"type": "paragraph", "value": f"<p>{html.escape(text)}</p>"} for text in paragraphs
        ]
        return ArticlePage(
            title=title,
            slug=f"{slugify(title)}-{key}",
            standfirst=self.generator.sentence(),
            format=self.random.choice(FORMATS),
            published_at=published,
            first_published_at=published,
            lead_image_id=self.random.choice(images) if images else None,
            lead_image_decorative=True,
            body=json.dumps(body),
        )

    def attribute(
        self, pages: list[ArticlePage], people: list[Contributor], topics: list[list[Topic]]
    ) -> None:
        """Create the contribution and the topic assignments of each page."""
        for page, person, subjects in zip(pages, people, topics, strict=True):
            contribution = Contribution(
                page_id=page.pk, contributor=person, role=Role.AUTHOR, sort_order=0
            )
            page.contributions = [contribution]
            page.topic_assignments = [
                TopicAssignment(page_id=page.pk, topic=topic, sort_order=at)
                for at, topic in enumerate(subjects)
            ]
        Contribution.objects.bulk_create(row for page in pages for row in page.contributions.all())
        TopicAssignment.objects.bulk_create(
            row for page in pages for row in page.topic_assignments.all()
        )
