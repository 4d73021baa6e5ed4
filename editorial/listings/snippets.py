"""Listings of contributors, topics, venues and other snippets, grouped in the menu “Directory”."""

from functools import partial

from django.contrib.admin import SimpleListFilter
from django.db import models
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from books.models import BookImprint, BookPage, Bookseller, BookSeries, Imprint, PlaceToBuy
from contributors.models import Contribution, Contributor
from core.choosers import MAX_NAME
from core.similar_names import similar_entries
from editorial.merge import MERGEABLE, may_merge
from events.models import EventOrganiser, EventPage, Organiser, Venue
from topics.models import Topic, TopicAssignment

ACCEPT = "accept"  # the name of the button that accepts a proposal


class MergeButtonHelper(ButtonHelper):
    """Adds a button that merges a snippet into another one."""

    def get_buttons_for_obj(self, obj: models.Model, **options: object) -> list[dict[str, str]]:
        """Return the buttons for which the user has permission."""
        buttons = super().get_buttons_for_obj(obj, **options)
        if may_merge(self.request.user, obj):
            buttons.append(
                {
                    "url": reverse("merge_entry", args=[self.opts.label_lower, obj.pk]),
                    "label": gettext("Merge"),
                    "classname": self.finalise_classname(
                        self.edit_button_classnames + options.get("classnames_add", [])
                    ),
                    "title": gettext("Merge this %(type)s into another one")
                    % {"type": self.verbose_name},
                }
            )
        return buttons


class UseFilter(SimpleListFilter):
    """Filters snippets that no page uses."""

    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("yes", gettext("Used")), ("no", gettext("Not used by any page"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Filter by the annotated number of pages."""
        if self.value() is None:
            return queryset
        return queryset.filter(used__gt=0) if self.value() == "yes" else queryset.filter(used=0)


class SnippetDeleteView(DeleteView):
    """Deletes a snippet that is not in use; otherwise lists the pages that use it."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Display the confirmation, or the pages that use the snippet."""
        return self._refusal() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Delete the snippet, or display the pages that use it."""
        return self._refusal() or super().post(request, *args, **kwargs)

    def _refusal(self) -> HttpResponse | None:
        references = ReferenceIndex.get_references_to(self.instance)
        keys = set(
            references.filter(base_content_type__model="page").values_list("object_id", flat=True)
        )
        model, field, page = self.model_admin.used_by
        keys |= set(model.objects.filter(**{field: self.instance}).values_list(page, flat=True))
        pages = Page.objects.filter(pk__in={int(key) for key in keys})
        if not pages:
            return None
        can_merge = self.model_admin.button_helper_class is MergeButtonHelper
        context = {"entry": self.instance, "pages": pages, "can_merge": can_merge}
        context["label"] = self.opts.label_lower
        return render(self.request, "editorial/delete_entry.html", context)


class SnippetCreateView(CreateView):
    """Creates a snippet; if there are others with a similar name, once the user confirms it."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Create the snippet, or display those with a similar name first."""
        name = form.cleaned_data["name"]
        similar = similar_entries(self.model, name[:MAX_NAME])
        if not similar or self.request.POST.get("confirmed") == name:
            return super().form_valid(form)
        may_edit = partial(self.permission_helper.user_can_edit_obj, self.request.user)
        edit = partial(self.url_helper.get_action_url, "edit")
        rows = [(entry, edit(entry.pk) if may_edit(entry) else "") for entry in similar]
        context = self.get_context_data(form=form, similar=rows, confirmed=name)
        return self.render_to_response(context)


class SnippetEditView(EditView):
    """Changes a snippet; a topic that a contributor has proposed can be accepted or merged."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return the context, with whether the user may merge the entry."""
        is_mergeable = type(self.instance) in MERGEABLE
        can_merge = is_mergeable and may_merge(self.request.user, self.instance)
        return super().get_context_data(can_merge=can_merge, **kwargs)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save the entry, which is no longer a proposal if the user accepts it."""
        if ACCEPT in self.request.POST:
            form.instance.is_proposed = False
        return super().form_valid(form)

    def get_success_message(self, instance: models.Model) -> str:
        """Return what was done."""
        if ACCEPT not in self.request.POST:
            return super().get_success_message(instance)
        return gettext("“%(name)s” was accepted.") % {"name": instance}


class SnippetAdmin(ModelAdmin):
    """A listing of snippets, with the number of pages that use each."""

    create_view_class = SnippetCreateView
    edit_view_class = SnippetEditView
    create_template_name = "editorial/create_entry.html"
    delete_view_class = SnippetDeleteView
    # The model that refers to the snippet, its foreign key, and the lookup of its page.
    used_by: tuple[type[models.Model], str, str]
    list_filter = (UseFilter,)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate the number of pages with a subquery."""
        model, field, page = self.used_by
        pages = (
            model.objects.filter(**{field: models.OuterRef("pk")})
            .order_by()
            .values(field)
            .annotate(number=models.Count(page, distinct=True))
            .values("number")
        )
        used = Coalesce(models.Subquery(pages, models.IntegerField()), 0)
        return super().get_queryset(request).annotate(used=used)

    def pages(self, entry: models.Model) -> int:
        """Return the number of pages that use the snippet, including drafts."""
        return entry.used

    pages.admin_order_field = "used"
    pages.empty_value_display = "0"


class MergeableSnippetAdmin(SnippetAdmin):
    """A listing of snippets with a public URL, of which duplicates can be merged."""

    list_display = ("name", "slug", "pages")
    list_export = ("name", "slug", "pages")
    button_helper_class = MergeButtonHelper
    edit_template_name = "editorial/mergeable_entry.html"


class ContributorAdmin(MergeableSnippetAdmin):
    """The listing of contributors."""

    model = Contributor
    used_by = (Contribution, "contributor", "page")
    menu_icon = "user"
    list_display = ("name", "kind", "slug", "pages")
    list_export = list_display
    list_filter = ("kind", UseFilter)


class TopicAdmin(MergeableSnippetAdmin):
    """The listing of topics."""

    model = Topic
    used_by = (TopicAssignment, "topic", "page")
    menu_icon = "tag"
    list_display = ("name", "kind", "state", "slug", "pages")
    list_export = ("name", "kind", "is_proposed", "slug", "description", "pages")
    list_filter = ("kind", "is_proposed", UseFilter)

    def state(self, topic: Topic) -> str:
        """Return whether an editor has still to accept the topic."""
        return gettext("Proposed") if topic.is_proposed else ""

    state.short_description = _("State")
    state.empty_value_display = ""


class OrganiserAdmin(MergeableSnippetAdmin):
    """The listing of organisers."""

    model = Organiser
    used_by = (EventOrganiser, "organiser", "page")
    menu_icon = "group"
    list_display = ("name", "url", "slug", "pages")
    list_export = list_display


class VenueAdmin(SnippetAdmin):
    """The listing of venues."""

    model = Venue
    button_helper_class = MergeButtonHelper
    edit_template_name = "editorial/mergeable_entry.html"
    used_by = (EventPage, "venue", "pk")
    menu_icon = "home"
    list_display = ("name", "town", "pages")
    list_export = ("name", "address", "town", "latitude", "longitude", "access", "pages")
    list_filter = ("town", UseFilter)
    search_fields = ("name", "town")


class ImprintAdmin(MergeableSnippetAdmin):
    """The listing of imprints."""

    model = Imprint
    used_by = (BookImprint, "imprint", "page")
    menu_icon = "openquote"
    list_display = ("name", "url", "slug", "pages")
    list_export = list_display


class BookSeriesAdmin(MergeableSnippetAdmin):
    """The listing of book series."""

    model = BookSeries
    used_by = (BookPage, "series", "pk")
    menu_icon = "list-ol"
    list_export = ("name", "slug", "description", "pages")


class BooksellerAdmin(SnippetAdmin):
    """The listing of bookshops, in the order in which pages display them."""

    model = Bookseller
    used_by = (PlaceToBuy, "seller", "format__page")
    menu_label = _("Bookshops")
    menu_icon = "tag"
    list_display = ("name", "kind", "position", "url", "pages")
    list_export = list_display
    list_filter = ("kind", UseFilter)


class SnippetGroup(ModelAdminGroup):
    """The menu “Directory”."""

    menu_label = _("Directory")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        ContributorAdmin,
        TopicAdmin,
        OrganiserAdmin,
        VenueAdmin,
        ImprintAdmin,
        BookSeriesAdmin,
        BooksellerAdmin,
    )
