"""The base class of all page forms."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField, Field, ModelForm, TimeField
from django.http import HttpRequest
from django.urls import URLPattern, get_resolver
from django.utils.formats import get_format
from django.utils.translation import gettext
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.blocks.base import BlockField
from wagtail.models import Page
from wagtail.rich_text import RichText

from core.form_rows import match_rows, update_rows
from core.values.xml import xml_text

HOME_DEPTH = 2  # in the page tree
BODY, PARAGRAPH = "body", "paragraph"
# Beside the formats of the language.
WRITTEN_DATES = ("%d %B %Y", "%d %b %Y", "%d.%m.%Y")
WRITTEN_TIMES = ("%H.%M", "%I.%M%p", "%I:%M%p", "%I%p")


def reserved_slug_error(slug: str, parent: Page) -> str:
    """Return an error message if a page below `parent` cannot have this slug, otherwise "".

    A routable parent has URLs of its own, such as its feed, and so has the site, such as its
    search; they would hide the page.
    """
    routes = getattr(parent.specific_class, "get_subpage_urls", list)()
    if slug in _first_parts(routes):
        message = gettext(
            "“%(slug)s” is reserved for a part of the list above. Choose another one."
        )
        return message % {"slug": slug}
    if parent.depth == HOME_DEPTH and slug in _first_parts(get_resolver().url_patterns):
        message = gettext("“%(slug)s” is reserved for a part of the site. Choose another one.")
        return message % {"slug": slug}
    return ""


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script sends the request, which reads JSON."""
    return "application/json" in request.headers.get("Accept", "")


def is_autosave(request: HttpRequest) -> bool:
    """Return whether the script of the editor saves a page, instead of a person."""
    return wants_json(request)


def _first_parts(routes: Iterable[URLPattern]) -> set[str]:
    return {str(route.pattern).lstrip("^").split("/")[0] for route in routes} - {""}


class PageForm(WagtailAdminPageForm):
    """Wagtail's page form, which always creates pages as drafts.

    Wagtail creates a page that is published at once as live, and publishes it afterwards: if the
    publication gate refused it, the page would remain live.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _accept_written_dates(field)
        if self.instance.pk is None and "title" in self.fields:
            self.fields["title"].widget.attrs["autofocus"] = True
        if "slug" in self.fields:  # A script makes it of the title; without one, Wagtail does.
            self.fields["slug"].required = False
        if self.is_bound:
            update_rows(self)
        elif (body := _text_field(self)) and not self.initial.get(BODY):
            # The form displays a text field at once.
            self.initial[BODY] = StreamValue(body.block, [(PARAGRAPH, RichText(""))])

    def clean_title(self) -> str:
        """Return the title in one line."""
        return " ".join(xml_text(self.cleaned_data["title"]).split())

    def clean_slug(self) -> str:
        """Raise ValidationError for a slug that is reserved by the parent page or the site."""
        slug = self.cleaned_data["slug"]
        if slug and self.parent_page and (error := reserved_slug_error(slug, self.parent_page)):
            raise ValidationError(error)
        return slug

    def clean(self) -> dict[str, object]:
        """Drop new paragraphs without a text, and keep the seconds of unchanged times.

        Form fields do not display the seconds.
        """
        cleaned = super().clean()
        if _text_field(self) and cleaned.get(BODY):
            stored = {block.get("id") for block in getattr(self.instance, BODY).raw_data}
            _drop_empty_paragraphs(cleaned[BODY], stored)
        for name in cleaned.keys() & self.fields.keys():
            stored = self.initial.get(name)
            if isinstance(stored, datetime):
                displayed = stored.replace(second=0, microsecond=0)
                cleaned[name] = stored if cleaned[name] == displayed else cleaned[name]
        return cleaned

    def valid_forms(self, name: str) -> list[ModelForm]:
        """Return the remaining forms of a child formset, or none unless all of them are valid."""
        formset = self.formsets.get(name)
        if not formset or not formset.is_valid():
            return []
        return [form for form in formset.forms if form not in formset.deleted_forms]

    def save(self, commit: bool = True) -> Page:
        """Return the edited page; a new one is not live."""
        if self.instance.pk is None:
            self.instance.live = False
        match_rows(self)
        return super().save(commit)


def _accept_written_dates(field: Field) -> None:
    """Let a field accept dates and times as people write them, and say how."""
    if isinstance(field, DateField):
        field.input_formats = [*field.input_formats, *WRITTEN_DATES]
        field.error_messages["invalid"] = gettext("Enter a date such as 31 January 2027.")
    elif isinstance(field, TimeField):
        field.input_formats = [*field.input_formats, *WRITTEN_TIMES]
        field.error_messages["invalid"] = gettext("Enter a time such as 19:30.")
    elif isinstance(field, DateTimeField):
        dates = (*get_format("DATE_INPUT_FORMATS"), *WRITTEN_DATES)
        times = (*get_format("TIME_INPUT_FORMATS"), *WRITTEN_TIMES)
        written = [" ".join(each) for each in product(dates, times)]
        field.input_formats = [*field.input_formats, *written]
        field.error_messages["invalid"] = gettext(
            "Enter a date and a time such as 31 January 2027 9:00."
        )


def _text_field(form: ModelForm) -> BlockField | None:
    """Return the field of the body, if it can have paragraphs."""
    field = form.fields.get(BODY)
    blocks = field.block.child_blocks if isinstance(field, BlockField) else ()
    return field if PARAGRAPH in blocks else None


def _drop_empty_paragraphs(body: StreamValue, stored: set[str]) -> None:
    """Remove the paragraphs without a text, unless they are among the `stored` ones."""
    for index in reversed(range(len(body))):
        block = body[index]
        if block.block_type == PARAGRAPH and block.id not in stored and not block.value.source:
            del body[index]
