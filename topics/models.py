"""Topics, and their assignments to pages of any type."""

from django.db import models
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from core.index_pages import DirectoryIndexPage
from core.metadata.schema_org import schema_entities
from core.models import DirectoryEntry


class TopicKind(models.TextChoices):
    """The type of a topic."""

    TOPIC = "topic", _("Topic")
    PLACE = "place", _("Place")
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


SCHEMA_TYPES = {
    TopicKind.TOPIC: "Thing",
    TopicKind.PLACE: "Place",
    TopicKind.PERSON: "Person",
    TopicKind.ORGANISATION: "Organization",
}


TOPIC_HEADINGS = {
    TopicKind.TOPIC: _("Subjects"),
    TopicKind.PLACE: _("Places"),
    TopicKind.PERSON: _("People"),
    TopicKind.ORGANISATION: _("Organisations"),
}


class Topic(DirectoryEntry):
    """A topic of pages: a subject, place, person or organisation."""

    kind = models.CharField(max_length=20, choices=TopicKind, default=TopicKind.TOPIC)
    description = models.TextField(
        blank=True, max_length=500, help_text=_("One sentence for the topic’s own page.")
    )
    is_proposed = models.BooleanField(
        _("proposed"),
        default=False,
        help_text=_(
            "A contributor has proposed this topic. Pages with it are not published before an "
            "editor accepts it, or merges it into another one."
        ),
    )

    panels = [
        *DirectoryEntry.entry_panels,
        FieldPanel("kind"),
        FieldPanel("description"),
    ]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("description")]

    @property
    def schema_type(self) -> str:
        """The schema.org type of the topic."""
        return SCHEMA_TYPES[self.kind]

    def schema_properties(self, request: HttpRequest) -> dict[str, object]:
        """Return the description as a schema.org property."""
        return {"description": self.description} if self.description else {}

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the URL of the topic's page, or None without a topics page."""
        return TopicIndexPage.entry_url(self, request)


class TopicAssignmentManager(models.Manager):
    """A manager that joins the topic, as no assignment is displayed without it."""

    def get_queryset(self) -> models.QuerySet:
        """Return assignments with their topics."""
        return super().get_queryset().select_related("topic")

    def newest_pages(self, topics: list[int], number: int) -> RawSQL:
        """Return a subquery for the ids of the `number` pages last assigned to each topic.

        Raw SQL, as the ORM does not support a union of sliced querysets on SQLite.
        """
        query = (
            "SELECT page_id FROM (SELECT page_id FROM topics_topicassignment "
            "WHERE topic_id = %s ORDER BY id DESC LIMIT %s) AS newest"
        )
        values = [value for topic in topics for value in (topic, number)]
        return RawSQL(" UNION ALL ".join([query] * len(topics)), values)  # noqa: S611


class TopicAssignment(Orderable):
    """A topic of a page of any type."""

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
    """A page with topics."""

    topics_panels = [
        MultipleChooserPanel(
            "topic_assignments",
            chooser_field_name="topic",
            heading=_("Topics"),
            label=_("topic"),
            help_text=_("The page is listed on the page of each topic."),
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
        """The topics of the page, in the order that the editor set."""
        return [assignment.topic for assignment in self.topic_assignments.all()]

    def schema_topics(self, request: HttpRequest) -> dict[str, object]:
        """Return the topics as a property of a schema.org CreativeWork."""
        return {"about": schema_entities(self.topics, request)}


class TopicIndexPage(DirectoryIndexPage):
    """The directory of topics, with a listing of the pages of each below its URL."""

    page_description = _("Lists all topics, each with the pages about it.")
    max_count = 1
    subpage_types = []
    entry_model = Topic
    entry_lookup = "topic_assignments__topic"
    entry_template = "topics/topic.html"

    class Meta:
        verbose_name = _("topics page")

    def group_entries(self, entries: list[Topic]) -> list[tuple[str, list[Topic]]]:
        """Return the topics by their kinds."""
        groups = ((kind, [each for each in entries if each.kind == kind]) for kind in TopicKind)
        return [(TOPIC_HEADINGS[kind], group) for kind, group in groups if group]
