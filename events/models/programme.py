"""What happens at an event, hour by hour, and what is left of it afterwards."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.search import index

from contributors.models import Contribution, Contributor
from contributors.roles import Role
from core.blocks import RecordingBlock, VideoBlock
from events.blocks import SessionBlock


class ProgrammeMixin(models.Model):
    """A page of sessions; contributors who speak at them are contributors of the page."""

    programme = StreamField(
        [("session", SessionBlock())],
        blank=True,
        help_text="The sessions in their order, with hours and speakers.",
    )
    recordings = StreamField(
        [("video", VideoBlock()), ("recording", RecordingBlock())],
        blank=True,
        help_text="What was filmed or taken down, afterwards.",
    )

    programme_panels = [FieldPanel("programme")]
    recordings_panels = [FieldPanel("recordings")]
    programme_search_fields = [index.SearchField("programme"), index.SearchField("recordings")]

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Name who speaks at a session as a speaker, so that their own pages lead here."""
        if kwargs.get("update_fields") is None:
            self._name_speakers()
        super().save(*args, **kwargs)

    @property
    def sessions(self) -> list:
        """The sessions of the programme."""
        return [block.value for block in self.programme]

    @property
    def session_speakers(self) -> list[Contributor]:
        """The contributors who speak at the sessions."""
        speakers = (speaker for session in self.sessions for speaker in session["speakers"])
        found = (speaker["contributor"] for speaker in speakers if speaker["contributor"])
        return list(dict.fromkeys(found))

    def streams(self) -> list[StreamValue]:
        """Return all of the page that is made of blocks, with what was recorded."""
        return [*super().streams(), self.recordings]

    def _name_speakers(self) -> None:
        named = [part.contributor_id for part in self.contributions.all()]
        speakers = [each for each in self.session_speakers if each.pk not in named]
        for place, speaker in enumerate(speakers, start=len(named)):
            part = Contribution(contributor=speaker, role=Role.SPEAKER, sort_order=place)
            self.contributions.add(part)
