"""Citations of pages with contributors."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from wagtail.url_routing import RouteResult

from contributors.models import ContributorKind
from contributors.roles import Role
from core.metadata.citations import FORMATS, Citation, CitationKind, Name
from core.models import PublicationSettings

AUTHOR_ROLES = {Role.AUTHOR, Role.INTERVIEWER, Role.STATEMENT}


class CitableMixin(models.Model):
    """A page with citations in several formats at `cite/<format>/` below its URL."""

    citation_kind = CitationKind.ARTICLE

    class Meta:
        abstract = True

    @property
    def cited_date(self) -> tuple[int, ...]:
        """The publication date as (year, month, day), or () if it is not known."""
        time = self.published_time
        return (time.year, time.month, time.day) if time else ()

    def citation(self, request: HttpRequest) -> Citation:
        """Return the bibliographic data of the page."""
        return Citation(
            kind=self.citation_kind,
            title=self.title,
            url=self.canonical_url(request),
            publisher=PublicationSettings.for_request(request).name,
            language=getattr(self, "title_language", "") or self.locale.language_code,
            date=self.cited_date,
            authors=self._names(AUTHOR_ROLES),
            editors=self._names({Role.EDITOR}),
            translators=self._names({Role.TRANSLATOR}),
        )

    def _names(self, roles: set[str]) -> tuple[Name, ...]:
        people = (row.contributor for row in self.contributions.all() if row.role in roles)
        return tuple(Name(each.name, each.kind == ContributorKind.PERSON) for each in people)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route `cite/<format>/` to the citations."""
        match path_components:
            case ["cite", name] if name in FORMATS and self.live:
                return RouteResult(self, kwargs={"cite": name})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: object, cite: str = "", **kwargs: object
    ) -> HttpResponse:
        """Serve the page or its citation in one format."""
        if not cite:
            return super().serve(request, *args, **kwargs)
        _label, content_type, extension, serialize = FORMATS[cite]
        name = content_disposition_header(as_attachment=True, filename=f"{self.slug}.{extension}")
        headers = {"Content-Disposition": name}
        text = serialize(self.citation(request))
        return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)
