"""The checklist of a review: reasons against publication, and warnings."""

from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser
from wagtail.log_actions import log
from wagtail.models import Page

from core.models.publishing import once, page_findings, publication_errors
from core.page_checks.rules import Finding

OVERRIDDEN = "editorial.overrule"  # log action


class Checklist:
    """Errors and warnings of the latest revision of a page, for one reviewer."""

    def __init__(self, page: Page, user: AbstractBaseUser) -> None:
        self.revision = page.latest_revision
        self.draft = self.revision.as_object()
        self.user = user

    @classmethod
    def of(cls, page: Page, user: AbstractBaseUser) -> Self:
        """Return the checklist of a page, which is the same object during one request."""
        revision = page.latest_revision
        key = ("checklist", revision.pk, revision.created_at, user.pk)
        return once(key, lambda: cls(page, user))

    @cached_property
    def publication_errors(self) -> list[str]:
        """What must be fixed, or done by another user, before the page can be approved."""
        return publication_errors(self.draft, self.revision, self.user)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the page checks found: some of the errors, and all warnings."""
        return page_findings(self.draft)

    @property
    def warnings(self) -> list[str]:
        """What a reviewer may override with a reason."""
        return [finding.text for finding in self.findings if not finding.is_error]

    def log_override(self, reason: str) -> None:
        """Log the warnings that were overridden, and why."""
        if self.warnings:
            data = {"texts": self.warnings, "reason": reason}
            log(self.draft, OVERRIDDEN, user=self.user, data=data, revision=self.revision)
