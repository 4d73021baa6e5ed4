"""Programme and recordings of an event."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.search import index

from contributors.models import Contribution, Contributor
from contributors.roles import Role
from core.blocks import RecordingBlock, VideoBlock
from core.blocks.stored import CheckedStreamField
from events.blocks import SessionBlock


class ProgrammeMixin(models.Model):
    """A page with sessions, whose speakers are added to the contributors of the page."""

    programme = CheckedStreamField(
        [("session", SessionBlock())],
        blank=True,
        help_text=_("The sessions in order, with times and speakers."),
    )
    recordings = CheckedStreamField(
        [("video", VideoBlock()), ("recording", RecordingBlock())],
        blank=True,
        help_text=_("Video and audio recordings, added after the event."),
    )

    programme_panels = [FieldPanel("programme")]
    recordings_panels = [FieldPanel("recordings")]
    programme_search_fields = [index.SearchField("programme"), index.SearchField("recordings")]

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the speakers of the sessions to the contributors, whose pages then link here."""
        if kwargs.get("update_fields") is None:
            self._add_speakers()
        super().save(*args, **kwargs)

    @property
    def sessions(self) -> list:
        """Return the sessions of the programme."""
        return [block.value for block in self.programme]

    @property
    def session_speakers(self) -> list[Contributor]:
        """Return the contributors who speak at the sessions, each once."""
        speakers = (speaker for session in self.sessions for speaker in session["speakers"])
        found = (speaker["contributor"] for speaker in speakers if speaker["contributor"])
        return list(dict.fromkeys(found))

    def streams(self) -> list[StreamValue]:
        """Add the recordings to the StreamField values of the page."""
        return [*super().streams(), self.recordings]

    def _add_speakers(self) -> None:
        known = [each.contributor_id for each in self.contributions.all()]
        speakers = [each for each in self.session_speakers if each.pk not in known]
        for number, speaker in enumerate(speakers, start=len(known)):
            self.contributions.add(
                Contribution(contributor=speaker, role=Role.SPEAKER, sort_order=number)
            )
