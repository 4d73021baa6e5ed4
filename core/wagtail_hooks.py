"""Rich text features, scripts of the admin and log actions."""

import re

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from draftjs_exporter.types import Element
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import (
    InlineEntityElementHandler,
    PageLinkElementHandler,
)
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature, PluginFeature
from wagtail.admin.staticfiles import versioned_static
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.sites.forms import SiteForm

from core.link_handlers import (
    CheckedImageEmbedHandler,
    LinkedMediaEmbedHandler,
    LivePageLinkHandler,
    PrefetchedDocumentLinkHandler,
)
from core.models.publishing import REFUSED
from core.rich_text import is_primary_key
from core.values.languages import language_choices
from core.widgets import PASTE

FEATURE = "language"
HOSTNAME = re.compile(r"\w([\w.-]*\w)?")
ENTITY = "LANGUAGE"
PASTE_SCRIPTS = ("paste-clean", "paste-blocks", "paste-tables", "paste")


class LanguageElementHandler(InlineEntityElementHandler):
    """Convert a stored `<span lang>` into a Draftail entity."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Return the BCP 47 tag."""
        return {"lang": attrs["lang"]}


class CheckedElementHandler:
    """A mixin for handlers that convert a stored link into a Draftail entity."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, object]:
        """Return the target; Wagtail raises an error for a forged key."""
        key = attrs.get("id", "")
        return super().get_attribute_data(attrs) if is_primary_key(key) else {}


class CheckedPageLinkElementHandler(CheckedElementHandler, PageLinkElementHandler):
    """Convert a stored link to a page, even with an invalid key."""


class CheckedDocumentLinkElementHandler(CheckedElementHandler, DocumentLinkElementHandler):
    """Convert a stored link to a document, even with an invalid key."""


def language_span(props: dict) -> Element:
    """Convert a Draftail entity into the stored `<span lang>`."""
    return DOM.create_element("span", {"lang": props["lang"]}, props["children"])


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    """Replace Wagtail's link handlers, which are registered earlier."""
    features.register_link_type(LivePageLinkHandler)
    features.register_link_type(PrefetchedDocumentLinkHandler)
    features.register_embed_type(CheckedImageEmbedHandler)
    features.register_embed_type(LinkedMediaEmbedHandler)
    rules = features.converter_rules_by_converter["contentstate"]
    rules["link"]["from_database_format"]['a[linktype="page"]'] = CheckedPageLinkElementHandler(
        "LINK"
    )
    rules["document-link"]["from_database_format"]['a[linktype="document"]'] = (
        CheckedDocumentLinkElementHandler("DOCUMENT")
    )


@hooks.register("register_rich_text_features")
def register_language(features: FeatureRegistry) -> None:
    """Let editors mark the language of a phrase (WCAG 2.2, 3.1.2 Language of Parts)."""
    control = {
        "type": ENTITY,
        "icon": "globe",
        "description": gettext("Language of a phrase"),
        "languages": language_choices(),
    }
    features.register_editor_plugin(
        "draftail", FEATURE, EntityFeature(control, js=["js/admin/language.js"])
    )
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {"span[lang]": LanguageElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: language_span}},
        },
    )


@hooks.register("register_rich_text_features")
def register_paste(features: FeatureRegistry) -> None:
    """Clean pasted HTML, keeping lists, tables and footnotes."""
    features.register_editor_plugin(
        "draftail",
        PASTE,
        PluginFeature(
            {"type": "PASTE"},
            js=[f"js/admin/{name}.js" for name in PASTE_SCRIPTS],
        ),
    )


@hooks.register("register_rich_text_features", order=100)
def register_footnotes(features: FeatureRegistry) -> None:
    """Add a script to the plugin of wagtail-footnotes, which is registered earlier."""
    features.plugins_by_editor["draftail"]["footnotes"].js.append("js/admin/footnotes.js")


@hooks.register("before_serve_page")
def hide_expired_page(page: Page, *_request: object) -> None:
    """Raise Http404 for a page past its expiry time; it is live until `publish_scheduled` runs."""
    if page.expire_at and page.expire_at <= now():
        raise Http404("This page has expired.")


@hooks.register("insert_global_admin_js")
def field_scripts() -> SafeString:
    """Add the scripts of fields, rows and choosers.

    The first two are not deferred: they must run before Wagtail initialises the fields.
    """
    return format_html(
        '<script src="{}"></script><script src="{}"></script>'
        '<script defer src="{}"></script><script defer src="{}"></script>',
        versioned_static("js/admin/typed-dates.js"),
        versioned_static("js/admin/pinned-toolbar.js"),
        versioned_static("js/admin/added-row.js"),
        versioned_static("js/admin/new-entry.js"),
    )


class RefusalFormatter(LogFormatter):
    """The entry for a refused scheduled publication in the history of a page."""

    label = _("Refuse publication")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return the reasons for the refusal."""
        reasons = " ".join(log_entry.data.get("texts", []))
        return gettext("Not published on schedule. %(reasons)s") % {"reasons": reasons}


@hooks.register("register_log_actions")
def register_refusal(actions: LogActionRegistry) -> None:
    """Register the log action of a refused scheduled publication."""
    actions.register_action(REFUSED)(RefusalFormatter)


def clean_hostname(form: SiteForm) -> str:
    """Return the host of a site. Raise ValidationError for a URL: it would break every page."""
    hostname = form.cleaned_data["hostname"].strip().lower()
    if not HOSTNAME.fullmatch(hostname):
        raise ValidationError(
            gettext("Enter the name of the host alone, such as www.example.org, without http://.")
        )
    return hostname


SiteForm.clean_hostname = clean_hostname
