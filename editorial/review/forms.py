"""What a reviewer is asked on the way."""

from django import forms

REASON = "Say in a word why it is published in spite of the advice."


class ApprovalForm(forms.Form):
    """Asks for a word to the author, who need not get one."""

    comment = forms.CharField(
        label="A word to the author",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Goes to the author, and into the history of the page.",
    )


class SendBackForm(ApprovalForm):
    """Asks what is to be changed."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Say where a comment on a single phrase belongs."""
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = "What has to change?"
        self.fields["comment"].help_text = (
            "Goes to the author. A comment on a single phrase is made in the "
            "editor, beside the phrase."
        )


class OverruleForm(forms.Form):
    """Asks why a text goes out although the checklist advises against it."""

    comment = forms.CharField(
        label="Why is it published in spite of the advice?",
        widget=forms.Textarea({"rows": 2}),
        help_text="A few words are enough. They go into the history of the page.",
        error_messages={"required": REASON},
    )
