"""The editors' form for an article."""

from django.db.models import Q

from contributors.models import Contributor
from core.forms import PageForm


class ArticlePageForm(PageForm):
    """The form for an article, with a list of the series that its user can see.

    The byline of a new article is its user, if there is a contributor with exactly this name.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("series")
        if field:
            shown = Q(live=True) | Q(owner=self.for_user) | Q(pk=self.instance.series_id)
            field.queryset = field.queryset.filter(shown).order_by("title")
        byline = self.formsets.get("contributions")
        if byline and self.for_user and self.instance.pk is None and not self.is_bound:
            same = Contributor.objects.filter(name=self.for_user.get_full_name())[:1]
            byline.initial_extra = [{"contributor": each.pk} for each in same]
            byline.extra = len(byline.initial_extra)
