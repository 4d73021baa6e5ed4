"""The roles of contributors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The role of a contributor in a page."""

    AUTHOR = "author", _("Author")
    INTERVIEWER = "interviewer", _("Interviewer")
    INTERVIEWEE = "interviewee", _("Interviewee")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    ILLUSTRATOR = "illustrator", _("Illustrator")
    EDITOR = "editor", _("Editor")
    FOREWORD = "foreword", _("Foreword")
    STATEMENT = "statement", _("Statement by")
    SPEAKER = "speaker", _("Speaker")


# The properties of a schema.org CreativeWork or Event.
SCHEMA_PROPERTIES = {
    Role.AUTHOR: "author",
    Role.INTERVIEWER: "author",
    Role.INTERVIEWEE: "contributor",
    Role.TRANSLATOR: "translator",
    Role.PHOTOGRAPHER: "contributor",
    Role.ILLUSTRATOR: "contributor",
    Role.EDITOR: "editor",
    Role.FOREWORD: "contributor",
    Role.STATEMENT: "author",
    Role.SPEAKER: "performer",
}
