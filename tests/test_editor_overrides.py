"""The panels, forms, widgets and columns that override Wagtail's give what Wagtail's give.

Each class has a comparison for a value that its purpose does not concern.
"""

import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.forms import Widget
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.utils.timezone import now
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineEntityElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.history import PageHistoryFilterSet
from wagtail.admin.widgets import AdminAutoHeightTextInput, BaseChooser
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Page, PageLogEntry, PagePermissionTester

from books.forms import BookPageForm
from books.models import BookPage
from core.forms import PageForm
from core.panels import SchemaPageChooserPanel, iter_field_panels
from core.permissions import ApprovedPagePermissionTester
from core.wagtail_hooks import (
    CheckedDocumentLinkElementHandler,
    CheckedPageLinkElementHandler,
    LanguageElementHandler,
)
from core.widgets import RichTextArea, TitleInput
from editorial.audit_log import FoldedHistoryFilterSet
from events.forms import EventPageForm
from events.models import EventPage
from events.panels import DatesPanel
from form_pages.forms import FormPageForm
from form_pages.models import FormPage, Submission
from form_pages.panels import AnswersPanel
from home.models import StandardPage
from letters.models import LetterPage
from letters.panels import SendingPanel
from news.forms import ArticlePageForm
from news.models import ArticlePage
from site_config.settings.environment import PROJECT
from tests import factories
from tests.form_data import differences, page_data, rich_text, written
from topics.choosers import TopicWidget, topic_chooser

BASES = (
    *(Column, InlineEntityElementHandler, PageHistoryFilterSet, PagePermissionTester, Panel),
    *(WagtailAdminPageForm, Widget),
)

OTHERS = {".venv", "tests", "var"}  # folders of the project that hold no product code


def own_classes():
    """Return the classes of the project that change one of Wagtail's for the editor."""
    found, waiting = set(), list(BASES)
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += [kind for kind in kinds if kind not in found]
        found.update(kinds)
    return {kind for kind in found if is_own(kind) and is_of_wagtail(kind)}


def is_own(kind):
    """Return whether a class is written in the project; forms made of models are not."""
    module = sys.modules[kind.__module__]
    path = Path(getattr(module, "__file__", ""))
    if not path.is_relative_to(PROJECT) or path.relative_to(PROJECT).parts[0] in OTHERS:
        return False
    return vars(module).get(kind.__name__) is kind


def is_of_wagtail(kind):
    return any(base.__module__.startswith("wagtail.") for base in kind.__mro__)


def compare_page_form(page_class):
    def compare(client, moderator):
        page = page_class.objects.exclude(body="").first()
        if page_class is ArticlePage:  # Ours keeps the seconds of times that are not changed.
            page.published_at = page.updated_at = now().replace(second=0, microsecond=0)
            page.save()
        page.save_revision()
        client.force_login(moderator)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        data = QueryDict(mutable=True)
        for key, values in page_data(html, page).items():
            data.setlist(key, values)
        data["title"] += "."
        handler = page.get_edit_handler()
        ours, theirs = (
            submit(form_class, page_class.objects.get(pk=page.pk), data, moderator)
            for form_class in (
                handler.get_form_class(),
                with_base(handler, WagtailAdminPageForm).get_form_class(),
            )
        )
        assert differences(ours, theirs) == []

    return compare


def compare_answers(_client, moderator):
    page = FormPage.objects.first()
    Submission.objects.create(page=page, form_data={}, delete_after=now().date())
    request = RequestFactory().get("/")
    request.user = moderator
    ours, theirs = (
        panel(heading="Answers")
        .bind_to_model(FormPage)
        .get_bound_panel(instance=page, request=request)
        for panel in (AnswersPanel, FormSubmissionsPanel)
    )
    assert ours.is_shown()
    assert ours.render_html({}) == theirs.render_html({})
    Submission.objects.all().delete()


def with_base(handler, form_class):
    copy = handler.clone()
    copy.base_form_class = form_class
    return copy.bind_to_model(handler.model)


def submit(form_class, page, data, user):
    form = form_class(data, instance=page, for_user=user, parent_page=page.get_parent())
    assert form.is_valid(), form.errors
    return written(form.save(commit=False).serializable_data()) | {"": form.has_changed()}


def compare_chooser_panel(_client, _moderator):
    panels = iter_field_panels(ArticlePage.get_edit_handler())
    panel = next(panel for panel in panels if isinstance(panel, SchemaPageChooserPanel))
    copy = panel.clone()
    assert (copy.field_name, copy.schema_type) == (panel.field_name, panel.schema_type)
    ours, theirs = panel.get_form_options(), FieldPanel.get_form_options(panel)
    assert ours.pop("widgets").keys() == {panel.field_name}
    theirs.pop("widgets", None)
    assert ours == theirs


def compare_dates_panel(_client, moderator):
    event = EventPage.objects.first()
    ours, theirs = (
        kind(heading="Dates", classname="a").bind_to_model(EventPage)
        for kind in (DatesPanel, Panel)
    )
    options = {"instance": event, "request": None, "form": None}
    ours, theirs = (panel.get_bound_panel(**options) for panel in (ours, theirs))
    for name in ("heading", "classname", "help_text", "is_shown", "icon"):
        attributes = [getattr(panel, name) for panel in (ours, theirs)]
        values = [value() if callable(value) else value for value in attributes]
        assert values[0] == values[1]
    context = ours.get_context_data({})
    assert context.items() >= {"self": ours}.items()
    assert str(theirs.media) in str(ours.media)


def compare_history(_client, moderator):
    page = ArticlePage.objects.first()
    for number in range(3):
        page.title = f"Title {number}"
        page.save_revision(user=moderator, log_action=True)
    entries = PageLogEntry.objects.filter(page=page.pk)
    ours = FoldedHistoryFilterSet({"every": "true"}, queryset=entries, request=None)
    assert list(ours.qs) == list(PageHistoryFilterSet({}, queryset=entries, request=None).qs)


def compare_permissions(_client, moderator):
    """A page that no user wrote lately, and that is in no review."""
    for page in Page.objects.all():
        ours, theirs = (
            kind(moderator, page) for kind in (ApprovedPagePermissionTester, PagePermissionTester)
        )
        names = [
            name for name in dir(theirs) if name.startswith("can_") and name not in WITH_TARGET
        ]
        for name in [*names, "page_locked"]:
            assert bool(getattr(ours, name)()) == bool(getattr(theirs, name)()), (page, name)


WITH_TARGET = {"can_copy_to", "can_move_to", "can_view_revisions_of"}


def compare_language(_client, _moderator):
    attributes = {"lang": "cy", "id": "1"}
    handler = LanguageElementHandler("LANGUAGE")
    assert handler.entity_type == InlineEntityElementHandler("LANGUAGE").entity_type
    assert handler.get_attribute_data(attributes) == {"lang": "cy"}
    text = rich_text('<p>A <span lang="cy">gair</span>.</p>', ["language"])
    assert RichTextArea(features=["language"]).value_from_datadict({"t": text}, {}, "t") == (
        DraftailRichTextArea(features=["language"]).value_from_datadict({"t": text}, {}, "t")
    )


def compare_page_link(_client, _moderator):
    for key in (str(ArticlePage.objects.first().pk), "1000"):
        ours, theirs = (
            kind("LINK").get_attribute_data({"id": key})
            for kind in (CheckedPageLinkElementHandler, PageLinkElementHandler)
        )
        assert ours == theirs


def compare_document_link(_client, _moderator):
    document = factories.SiteDocumentFactory()
    for key in (str(document.pk), "1000"):
        ours, theirs = (
            kind("DOCUMENT").get_attribute_data({"id": key})
            for kind in (CheckedDocumentLinkElementHandler, DocumentLinkElementHandler)
        )
        assert ours == theirs


def compare_rich_text(_client, _moderator):
    """Its values are compared in test_overrides.py."""
    ours, theirs = (kind(features=["bold"]) for kind in (RichTextArea, DraftailRichTextArea))
    html = "<p data-block-key='a'>A <b>word</b></p>"
    assert ours.format_value(html) == theirs.format_value(html)
    assert str(theirs.media).count("<script") <= str(ours.media).count("<script")


def compare_title(_client, _moderator):
    """It differs in its attributes alone."""
    ours, theirs = (
        BeautifulSoup(kind().render("title", "A & B"), "html.parser").textarea
        for kind in (TitleInput, AdminAutoHeightTextInput)
    )
    assert ours.get_text() == theirs.get_text() == "\nA & B"
    assert set(theirs["data-controller"].split()) < set(ours["data-controller"].split())
    assert ours["class"] == theirs["class"]


def compare_topic_widget(_client, _moderator):
    topic, ours = factories.TopicFactory(), topic_chooser.widget_class()
    theirs = type("Chooser", (BaseChooser,), {"model": type(topic)})()
    assert ours.get_display_title(topic) == theirs.get_display_title(topic) == str(topic)


def compare_sending_panel(client, moderator):
    """It has a template of its own, and Wagtail's context."""
    page = LetterPage.objects.first()
    request = RequestFactory().get("/")
    request.user = moderator
    ours, theirs = (
        kind(heading="Sending")
        .bind_to_model(LetterPage)
        .get_bound_panel(instance=page, request=request)
        for kind in (SendingPanel, Panel)
    )
    assert theirs.heading == ours.heading
    assert set(theirs.get_context_data()) <= set(ours.get_context_data())


COMPARISONS = {
    ApprovedPagePermissionTester: compare_permissions,
    CheckedDocumentLinkElementHandler: compare_document_link,
    CheckedPageLinkElementHandler: compare_page_link,
    AnswersPanel: compare_answers,
    ArticlePageForm: compare_page_form(ArticlePage),
    BookPageForm: compare_page_form(BookPage),
    DatesPanel: compare_dates_panel,
    EventPageForm: compare_page_form(EventPage),
    FoldedHistoryFilterSet: compare_history,
    FormPageForm: compare_page_form(FormPage),
    LanguageElementHandler: compare_language,
    PageForm: compare_page_form(StandardPage),
    RichTextArea: compare_rich_text,
    SchemaPageChooserPanel: compare_chooser_panel,
    SendingPanel: compare_sending_panel,
    TitleInput: compare_title,
    TopicWidget: compare_topic_widget,
}


def test_each_class_is_compared():
    assert own_classes() == set(COMPARISONS)


@pytest.mark.parametrize("kind", COMPARISONS, ids=lambda kind: kind.__name__)
def test_class_gives_what_wagtails_class_gives(kind, filled_tree, client, moderator):
    COMPARISONS[kind](client, moderator)
