"""Who made what: people and collectives, and their part in any page."""

from collections import defaultdict

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from contributors.byline import BylinePart, byline, credit_line
from contributors.roles import SCHEMA_PROPERTIES, Role
from core.blocks import SocialLinkStreamBlock
from core.index_pages import DirectoryIndexPage
from core.metadata.schema_org import entries
from core.models import DirectoryEntry
from images.models import SiteImage


class ContributorKind(models.TextChoices):
    """What a contributor is, as schema.org tells Person from Organization."""

    PERSON = "person", "Person"
    COLLECTIVE = "collective", "Collective"


class Contributor(DirectoryEntry):
    """A person or a collective who makes pages, with or without an account."""

    kind = models.CharField(max_length=20, choices=ContributorKind, default=ContributorKind.PERSON)
    biography = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text="Two or three sentences for their own page.",
    )
    portrait = models.ForeignKey(
        SiteImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Only if they want to be seen.",
    )
    links = StreamField(
        SocialLinkStreamBlock(),
        blank=True,
        help_text="Where else they can be found: their own site, where they write, how to reach "
        "them. Only what they want printed.",
    )

    panels = [
        *DirectoryEntry.entry_panels,
        FieldPanel("kind"),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("links"),
    ]
    search_fields = [*DirectoryEntry.search_fields, index.SearchField("biography")]

    @property
    def schema_type(self) -> str:
        """Whether it is somebody or a group, in the words of schema.org."""
        return "Person" if self.kind == ContributorKind.PERSON else "Organization"

    def get_url(self, request: HttpRequest | None = None) -> str | None:
        """Return the address of the page of all they made, where the site has such pages."""
        return ContributorIndexPage.entry_url(self, request)


class ContributionManager(models.Manager):
    """Parts in a page, each with who had it."""

    def get_queryset(self) -> models.QuerySet:
        """Join the contributor: no part is shown without."""
        return super().get_queryset().select_related("contributor")


class Contribution(Orderable):
    """The part of one contributor in one page, of whatever type."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="contributions")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="contributions"
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.AUTHOR)

    objects = ContributionManager()

    panels = [FieldPanel("contributor"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "contributor", "role"], name="one_part_for_each_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contributor} ({self.get_role_display()})"


class BylineMixin(models.Model):
    """A page that names who made it."""

    byline_panels = [
        MultipleChooserPanel(
            "contributions",
            chooser_field_name="contributor",
            heading="Contributors",
            label="contributor",
            help_text="Everybody who had a part in this, in the order in which they are named.",
        )
    ]
    byline_prefetch = ("contributions",)
    byline_search_fields = [
        index.RelatedFields(
            "contributions",
            [index.RelatedFields("contributor", [index.SearchField("name", boost=1.5)])],
        )
    ]
    # Whether a page of this type is signed by somebody.
    requires_byline = True

    class Meta:
        abstract = True

    @property
    def byline(self) -> list[BylinePart]:
        """Who made the page, grouped by role in the order in which a sentence names them."""
        return byline((part.role, part.contributor) for part in self.contributions.all())

    @property
    def credit_line(self) -> str:
        """The byline as a plain sentence."""
        return credit_line(self.byline)

    def schema_byline(self, request: HttpRequest) -> dict[str, object]:
        """Return who made the page by the properties of schema.org's CreativeWork."""
        by_property = defaultdict(list)
        for part in self.contributions.all():
            by_property[SCHEMA_PROPERTIES[part.role]].append(part.contributor)
        return {name: entries(people, request) for name, people in by_property.items()}


class ContributorIndexPage(DirectoryIndexPage):
    """The list of contributors, and below it a page of all that each of them made."""

    max_count = 1
    subpage_types = []
    entry_model = Contributor
    entry_lookup = "contributions__contributor"
    entry_template = "contributors/contributor.html"

    class Meta:
        verbose_name = "contributors page"
