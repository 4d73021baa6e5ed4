"""Pages that others cite, by those who made them."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from wagtail.url_routing import RouteResult

from contributors.models import ContributorKind
from contributors.roles import Role
from core.metadata.citations import FORMS, Citation, CitationKind, Name
from core.models import PublicationSettings

AUTHORS = {Role.AUTHOR, Role.INTERVIEWER, Role.STATEMENT}


class CitableMixin(models.Model):
    """A page that offers files for those who cite it."""

    citation_kind = CitationKind.ARTICLE

    class Meta:
        abstract = True

    @property
    def cited_date(self) -> tuple[int, ...]:
        """Year, month and day of its publication, as far as they are known."""
        moment = self.published_time
        return (moment.year, moment.month, moment.day) if moment else ()

    def citation(self, request: HttpRequest) -> Citation:
        """Return what others have to know to find it again."""
        return Citation(
            kind=self.citation_kind,
            title=self.title,
            url=self.canonical_url(request),
            publisher=PublicationSettings.for_request(request).name,
            language=getattr(self, "title_language", "") or self.locale.language_code,
            date=self.cited_date,
            authors=self._names(AUTHORS),
            editors=self._names({Role.EDITOR}),
            translators=self._names({Role.TRANSLATOR}),
        )

    def _names(self, roles: set[str]) -> tuple[Name, ...]:
        people = (part.contributor for part in self.contributions.all() if part.role in roles)
        return tuple(Name(each.name, each.kind == ContributorKind.PERSON) for each in people)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the files below the page, too."""
        match path_components:
            case ["cite", form] if form in FORMS and self.live:
                return RouteResult(self, kwargs={"cite": form})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: object, cite: str = "", **kwargs: object
    ) -> HttpResponse:
        """Serve the page, or the file of one form of its citation."""
        if not cite:
            return super().serve(request, *args, **kwargs)
        _label, content_type, extension, written = FORMS[cite]
        name = content_disposition_header(as_attachment=True, filename=f"{self.slug}.{extension}")
        headers = {"Content-Disposition": name}
        text = written(self.citation(request))
        return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)
