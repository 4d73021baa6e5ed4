"""What somebody can have done for a page."""

from django.db import models


class Role(models.TextChoices):
    """The part of a contributor, in the words of a masthead."""

    AUTHOR = "author", "Author"
    INTERVIEWER = "interviewer", "Interviewer"
    INTERVIEWEE = "interviewee", "Interviewee"
    TRANSLATOR = "translator", "Translator"
    PHOTOGRAPHER = "photographer", "Photographer"
    ILLUSTRATOR = "illustrator", "Illustrator"
    EDITOR = "editor", "Editor"
    FOREWORD = "foreword", "Foreword"
    STATEMENT = "statement", "Statement by"
    SPEAKER = "speaker", "Speaker"


# The properties of schema.org's CreativeWork and Event in which each role is told.
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
