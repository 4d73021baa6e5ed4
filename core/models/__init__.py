"""Base classes of pages and snippets, and the settings of the publication."""

from core.models.base import BasePage, BasePageManager, BasePageQuerySet
from core.models.directory import DirectoryEntry, ProtectedWhileReferenced
from core.models.mixins import BodyMixin, LeadImageMixin, SummaryMixin, TitleLanguageMixin
from core.models.related import RelatedPage, Relation
from core.models.settings import PublicationSettings

__all__ = [
    "BasePage",
    "BasePageManager",
    "BasePageQuerySet",
    "BodyMixin",
    "DirectoryEntry",
    "LeadImageMixin",
    "ProtectedWhileReferenced",
    "PublicationSettings",
    "RelatedPage",
    "Relation",
    "SummaryMixin",
    "TitleLanguageMixin",
]
