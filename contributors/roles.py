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
