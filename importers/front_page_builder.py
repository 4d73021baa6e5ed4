"""Build the front page that was proposed, unless the site has one of its own."""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import ModelLogEntry, PageLogEntry

from contributors.models import ContributorIndexPage
from core.models import PublicationSettings
from core.video import VideoLink
from events.models import EventIndexPage
from home.models import StandardPage
from importers.context import ImportContext
from importers.html.media_blocks import video_value
from importers.ledger import digest_of
from importers.pages.menus import page_block
from importers.proposal import FrontPageProposal, SectionProposal
from importers.taxonomy_map import FORMAT, SECTION, TOPIC
from news.models import ArticleIndexPage
from search.index.documents import reindex
from search.index.vocabulary import forget_words
from topics.models import Topic, TopicIndexPage

# The kind of the row in the ledger that says that an import has built the front page.
FRONT_PAGE = "front page"
# The sections of the front page of a new site: each fills itself.
AUTOMATIC = {"lead_stories", "events", "books"}
ARTICLES = ("lead_stories", "headlines", "features")
PRIVACY_SLUGS = (
    *("privacy-policy", "privacy", "privacy-notice", "datenschutz", "datenschutzerklaerung"),
    *("politique-de-confidentialite", "politica-de-privacidad", "privacidad"),
    *("polisi-preifatrwydd", "informativa-privacy", "privacyverklaring"),
)
# The draft of a new site may have one of these: then the slug of the imported page ends in “-2”.
PRIVACY_PATTERN = rf"^(?:{'|'.join(PRIVACY_SLUGS)})(?:-2)?$"
FIRST_MENU = (ArticleIndexPage, EventIndexPage, ContributorIndexPage, TopicIndexPage)


class FrontPageBuilder:
    """Builds the front page, the name and the menus of a site that were not edited yet."""

    def __init__(self, context: ImportContext) -> None:
        self.context, self.home = context, context.home

    @property
    def is_wanted(self) -> bool:
        """Whether the site has no front page but that of its set-up."""
        if self.context.ledger.get(FRONT_PAGE, "home"):
            return False
        blocks = self.home.body.raw_data
        kinds = [block["type"] for block in blocks]
        is_automatic = set(kinds) <= AUTOMATIC and len(kinds) == len(set(kinds))
        has_pins = any(block["value"].get("pinned") for block in blocks)
        return is_automatic and not has_pins and not self._was_edited()

    def _was_edited(self) -> bool:
        """Return whether a person has changed the front page or the settings."""
        pages = PageLogEntry.objects.filter(page=self.home.pk).exclude(user=None)
        kind = ContentType.objects.get_for_model(PublicationSettings)
        others = ModelLogEntry.objects.filter(content_type=kind).exclude(user=None)
        return pages.exists() or others.exists()

    def build(self, proposal: FrontPageProposal) -> None:
        """Build the front page, and record that in the ledger."""
        blocks = [self._block(section) for section in proposal.sections if section.is_wanted]
        settings = PublicationSettings.for_site(self.context.site)
        default = PublicationSettings._meta.get_field("name").default
        with transaction.atomic():
            if settings.name == default and proposal.name:
                settings.name = proposal.name
            settings.tagline = settings.tagline or proposal.tagline
            settings.statement = settings.statement or proposal.statement
            self._complete_menus(settings)
            settings.save()
            old_title = self.home.title
            self.home.title = self.home.draft_title = settings.name
            self.home.body = json.dumps([block for block in blocks if block])
            self.home.save_revision(log_action=False).publish(log_action=False)
            row = self.context.ledger.new(FRONT_PAGE, "home").set_target(self.home)
            row.digest = digest_of(proposal.as_dict())
            row.save()
            reindex("page", [self.home.pk])
            forget_words(old_title.casefold().split())
        self.context.clear_cached_pages()

    def _block(self, section: SectionProposal) -> dict | None:
        if section.kind == "statement":
            return {"type": "statement", "value": {"heading": section.heading}}
        if section.kind == "video":
            video = video_value(VideoLink.parse(section.url), section.caption)
            video["url"] = section.url
            return {"type": "video", "value": {"heading": section.heading, "video": video}}
        value = {"heading": section.heading, "count": section.count, "source": None, "pinned": []}
        if section.kind in ARTICLES and any(section.term):
            found = self._filter(section)
            return {"type": section.kind, "value": value | found} if found else None
        return {"type": section.kind, "value": value}

    def _filter(self, section: SectionProposal) -> dict[str, object]:
        """Return the values by which a section has the articles of a term only."""
        choice = self.context.mapping.get(*section.term)
        becomes = choice.becomes if choice else ""
        if becomes == TOPIC:
            pk = self.context.ledger.object_id(Topic, *section.term)
            return {"topic": pk} if pk else {}
        if becomes == FORMAT:
            return {"format": choice.name}
        found = self.context.section(choice.name) if becomes == SECTION else None
        return {"source": found.pk} if found else {}

    def _complete_menus(self, settings: PublicationSettings) -> None:
        """Fill an empty main menu, and add the privacy policy to the footer."""
        if not settings.header_links:
            pages = [
                page
                for model in FIRST_MENU
                if (page := model.objects.live().child_of(self.home).first())
            ]
            settings.header_links = json.dumps([page_block(page.pk) for page in pages])
        privacy = self._privacy_page()
        footer = list(settings.footer_links.raw_data)
        linked = {link["value"].get("page") for link in footer}
        if privacy and privacy.pk not in linked:
            footer = [link for link in footer if not self._is_draft(link["value"].get("page"))]
            settings.footer_links = json.dumps([*footer, page_block(privacy.pk)])

    def _privacy_page(self) -> Model | None:
        pages = StandardPage.objects.live().descendant_of(self.home)
        return pages.filter(slug__regex=PRIVACY_PATTERN).order_by("path").first()

    def _is_draft(self, pk: int | None) -> bool:
        """Return whether a link leads to the draft about privacy that a new site has."""
        drafts = StandardPage.objects.filter(pk=pk, live=False, slug__in=PRIVACY_SLUGS)
        return pk is not None and drafts.exists()
