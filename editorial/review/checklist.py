"""What a reviewer has to know before a page goes out."""

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log
from wagtail.models import Page

from core.models.publishing import page_findings, publication_errors

OVERRULED = "editorial.overrule"  # In the history of a page.


class Checklist:
    """What stands in the way of approving the last version of a page, and what advises against."""

    def __init__(self, page: Page, user: AbstractBaseUser) -> None:
        """Take the page and its reader."""
        self.revision = page.latest_revision
        self.draft = self.revision.as_object()
        self.user = user

    @cached_property
    def publication_errors(self) -> list[str]:
        """What has to be mended, or done by somebody else, first."""
        return publication_errors(self.draft, self.revision, self.user)

    @cached_property
    def advice(self) -> list[str]:
        """What a reviewer may pass over, for a reason."""
        return [finding.text for finding in page_findings(self.draft) if not finding.is_blocking]

    def log_override(self, reason: str) -> None:
        """Put into the history of the page what was passed over, and why."""
        if self.advice:
            data = {"texts": self.advice, "reason": reason}
            log(self.draft, OVERRULED, user=self.user, data=data, revision=self.revision)
