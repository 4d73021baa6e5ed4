"""The editors' form for an article."""

from django.db.models import Q

from core.forms import PageForm


class ArticlePageForm(PageForm):
    """The form for an article, with a list of the series that its user can see."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("series")
        if field:
            shown = Q(live=True) | Q(owner=self.for_user) | Q(pk=self.instance.series_id)
            field.queryset = field.queryset.filter(shown).order_by("title")
