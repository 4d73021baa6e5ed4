"""What pages are about: topics, places, people and organisations."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.index_pages import DirectoryIndexPage
from core.metadata.schema_org import entries
from core.models import DirectoryEntry


class TopicKind(models.TextChoices):
    """What a topic is."""

    TOPIC = "topic", "Topic"
    PLACE = "place", "Place"
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"


SCHEMA_TYPES = {
    TopicKind.TOPIC: "Thing",
    TopicKind.PLACE: "Place",
    TopicKind.PERSON: "Person",
    TopicKind.ORGANISATION: "Organization",
}


class Topic(DirectoryEntry):
    """Something that pages are about, named once for all of them."""

    kind = models.CharField(max_length=20, choices=TopicKind, default=TopicKind.TOPIC)
    description = models.TextField(
        blank=True, max_length=500, help_text="One sentence for the topic’s own page."
    )

    panels = [
        *DirectoryEntry.entry_panels,
        FieldPanel("kind"),
        FieldPanel("description"),
    ]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("description")]

    @property
    def schema_type(self) -> str:
        """What it is, in the words of schema.org."""
        return SCHEMA_TYPES[self.kind]

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of the page of all that is about it, where the site has such pages."""
        return TopicIndexPage.entry_url(self, request)


class TopicAssignmentManager(models.Manager):
    """That pages are about topics, each with its topic."""

    def get_queryset(self) -> models.QuerySet:
        """Join the topic: none is shown without."""
        return super().get_queryset().select_related("topic")

    def newest_pages(self, topics: list[int], number: int) -> RawSQL:
        """Return the keys of the pages put last on each of some topics, to look for others among.

        In plain SQL: the ORM cannot unite limited queries on SQLite.
        """
        one = (
            "SELECT page_id FROM (SELECT page_id FROM topics_topicassignment "
            "WHERE topic_id = %s ORDER BY id DESC LIMIT %s) AS newest"
        )
        values = [value for topic in topics for value in (topic, number)]
        return RawSQL(" UNION ALL ".join([one] * len(topics)), values)  # noqa: S611


class TopicAssignment(Orderable):
    """That one page, of whatever type, is about one topic."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="topic_assignments")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="assignments")

    objects = TopicAssignmentManager()

    panels = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "topic"], name="one_assignment_for_each_topic")
        ]
        indexes = [models.Index(fields=["topic", "-id"], name="newest_of_a_topic")]

    def __str__(self) -> str:
        return str(self.topic)


class TopicsMixin(models.Model):
    """A page that says what it is about."""

    topics_panels = [
        MultipleChooserPanel(
            "topic_assignments",
            chooser_field_name="topic",
            heading="Topics",
            label="topic",
            help_text="What this is about. A reader finds it on the page of each topic.",
        )
    ]
    topics_prefetch = ("topic_assignments",)
    topics_search_fields = [
        index.RelatedFields(
            "topic_assignments",
            [index.RelatedFields("topic", [index.SearchField("name", boost=1.5)])],
        )
    ]

    class Meta:
        abstract = True

    @property
    def topics(self) -> list[Topic]:
        """The topics of the page, in the editor's order."""
        return [assignment.topic for assignment in self.topic_assignments.all()]

    def schema_topics(self, request: HttpRequest) -> dict[str, object]:
        """Return what the page is about, as a property of schema.org's CreativeWork."""
        return {"about": entries(self.topics, request)}


class TopicIndexPage(DirectoryIndexPage):
    """The list of topics, and below it a page of all that is about each of them."""

    max_count = 1
    subpage_types = []
    entry_model = Topic
    entry_lookup = "topic_assignments__topic"
    entry_template = "topics/topic.html"

    class Meta:
        verbose_name = "topics page"
