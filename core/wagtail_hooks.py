"""What Wagtail's admin learns: a phrase's language, one save at a time, refusals in histories."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from draftjs_exporter.dom import DOM
from draftjs_exporter.types import Element
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature, PluginFeature
from wagtail.admin.staticfiles import versioned_static
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry
from wagtail.rich_text.feature_registry import FeatureRegistry

from core.link_handlers import LivePageLinkHandler, PrefetchedDocumentLinkHandler
from core.models.publishing import REFUSED
from core.values.languages import language_choices
from core.widgets import PASTE

FEATURE = "language"
ENTITY = "LANGUAGE"
PASTE_SCRIPTS = ("paste-clean", "paste-tables", "paste")


class LanguageElementHandler(InlineEntityElementHandler):
    """From `<span lang>` as it is stored to what the editor works with."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Keep the BCP 47 tag."""
        return {"lang": attrs["lang"]}


def language_span(props: dict) -> Element:
    """From what the editor works with to `<span lang>` as it is stored."""
    return DOM.create_element("span", {"lang": props["lang"]}, props["children"])


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    """Draw links to pages and files our way, instead of Wagtail's, which is registered before."""
    features.register_link_type(LivePageLinkHandler)
    features.register_link_type(PrefetchedDocumentLinkHandler)


@hooks.register("register_rich_text_features")
def register_language(features: FeatureRegistry) -> None:
    """Let editors mark a phrase in another language, so that it is read out and hyphenated right.

    Success criterion 3.1.2 of WCAG 2.2, language of parts.
    """
    control = {
        "type": ENTITY,
        "icon": "globe",
        "description": "Language of a phrase",
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
    """Keep lists and notes of what is pasted from elsewhere."""
    features.register_editor_plugin(
        "draftail",
        PASTE,
        PluginFeature(
            {"type": "PASTE"},
            js=[f"js/admin/{name}.js" for name in ("paste-clean", "paste-tables", "paste")],
        ),
    )


@hooks.register("register_rich_text_features", order=100)
def register_footnotes(features: FeatureRegistry) -> None:
    """Add our script to that of wagtail-footnotes, which is registered before."""
    features.plugins_by_editor["draftail"]["footnotes"].js.append("js/admin/footnotes.js")


@hooks.register("insert_global_admin_js")
def keep_typed_dates() -> SafeString:
    """Leave a date that cannot be read to the form.

    The script is not deferred: it has to run before the fields are set up.
    """
    return format_html('<script src="{}"></script>', versioned_static("js/admin/typed-dates.js"))


class RefusalFormatter(LogFormatter):
    """How the history of a page tells of it."""

    label = "Refuse publication"

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Return the reasons."""
        return f"Not published at its time. {' '.join(log_entry.data.get('texts', []))}"


@hooks.register("register_log_actions")
def register_refusal(actions: LogActionRegistry) -> None:
    """Say in the history why a page did not go out at its time."""
    actions.register_action(REFUSED)(RefusalFormatter)
