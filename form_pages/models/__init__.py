"""Forms that readers fill in, and what they sent."""

from form_pages.models.fields import FormField
from form_pages.models.pages import FormPage
from form_pages.models.submissions import Submission

__all__ = ["FormField", "FormPage", "Submission"]
