"""Blocks of the programme of an event, and of what was recorded there."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from contributors.choosers import ContributorChooserBlock


class SpeakerBlock(blocks.StructBlock):
    """Somebody who speaks: a contributor, who has a page, or a name."""

    contributor = ContributorChooserBlock(required=False)
    name = blocks.CharBlock(
        required=False, max_length=200, help_text="Only for somebody who is no contributor."
    )
    affiliation = blocks.CharBlock(
        required=False, max_length=200, help_text="Where they come from: a union, a university."
    )

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Require one of the two, and not both; a draft may have neither."""
        cleaned = super().clean(value)
        named = [bool(cleaned["contributor"]), bool(cleaned["name"])]
        if all(named) or not (any(named) or self.is_deferred_validation):
            sentence = "Choose a contributor, or give a name: one of the two."
            raise blocks.StructBlockValidationError({"name": ValidationError(sentence)})
        return cleaned

    class Meta:
        icon = "user"
        label_format = "{contributor} {name}"


class SessionBlock(blocks.StructBlock):
    """A part of an event with its hours."""

    day = blocks.DateBlock(required=False, help_text="Only for an event of several days.")
    start = blocks.TimeBlock()
    end = blocks.TimeBlock(required=False)
    title = blocks.CharBlock(max_length=200)
    description = blocks.TextBlock(required=False, rows=2)
    speakers = blocks.ListBlock(SpeakerBlock(), default=[])

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse a session that ends before it starts."""
        cleaned = super().clean(value)
        if cleaned["start"] and cleaned["end"] and cleaned["end"] <= cleaned["start"]:
            error = ValidationError("It ends before it starts.")
            raise blocks.StructBlockValidationError({"end": error})
        return cleaned

    class Meta:
        icon = "time"
        label_format = "{start} {title}"
