"""The forms of a review."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASON_REQUIRED = _("Explain in a few words why the page is published despite the warnings.")


class ApprovalForm(forms.Form):
    """An optional comment to the author."""

    comment = forms.CharField(
        label=_("Comment to the author"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The author receives it, and it is kept in the history of the page."),
    )


class SendBackForm(ApprovalForm):
    """A comment that says what to change."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = _("What has to change? (required to send it back)")
        self.fields["comment"].required = True
        self.fields["comment"].error_messages["required"] = _("Say in a few words what to change.")
        self.fields["comment"].help_text = _(
            "The author receives it. To comment on a single phrase, add a comment beside it in "
            "the editor."
        )


class OverrideForm(forms.Form):
    """The reason for an approval despite warnings."""

    comment = forms.CharField(
        label=_("Why is it published despite the warnings? (required to approve it)"),
        widget=forms.Textarea({"rows": 2}),
        help_text=_("A few words are enough. They are kept in the history of the page."),
        error_messages={"required": REASON_REQUIRED},
    )
