"""Blocks of the programme of an event."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from contributors.choosers import ContributorChooserBlock


class SpeakerBlock(blocks.StructBlock):
    """A speaker: either a contributor or a name."""

    contributor = ContributorChooserBlock(required=False)
    name = blocks.CharBlock(
        required=False,
        max_length=200,
        help_text=_("Only for a speaker who is not a contributor."),
    )
    affiliation = blocks.CharBlock(
        required=False, max_length=200, help_text=_("For example a union or a university.")
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Require exactly one of contributor and name; a draft may have neither."""
        cleaned = super().clean(value)
        named = [bool(cleaned["contributor"]), bool(cleaned["name"])]
        if all(named) or not (any(named) or self.is_deferred_validation):
            message = gettext("Choose a contributor or enter a name, but not both.")
            raise blocks.StructBlockValidationError({"name": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "user"
        label_format = "{contributor} {name}"


class SessionBlock(blocks.StructBlock):
    """A session of an event."""

    day = blocks.DateBlock(
        required=False, help_text=_("Only if the event lasts more than one day.")
    )
    start = blocks.TimeBlock()
    end = blocks.TimeBlock(required=False)
    title = blocks.CharBlock(max_length=200)
    description = blocks.TextBlock(required=False, rows=2)
    speakers = blocks.ListBlock(SpeakerBlock(), default=[])

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a session that ends before it starts."""
        cleaned = super().clean(value)
        if cleaned["start"] and cleaned["end"] and cleaned["end"] <= cleaned["start"]:
            error = ValidationError(gettext("The session ends before it starts."))
            raise blocks.StructBlockValidationError({"end": error})
        return cleaned

    class Meta:
        icon = "time"
        label_format = "{start} {title}"
