"""The private and patched API of other packages that we use, each with its reason.

A name that is gone or has other parameters fails here with the reason, before anything in the
product fails without one. Subclasses of public classes are compared with the originals in
`tests/test_overrides.py` and in the tests of their modules.
"""

import inspect
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import get_resolver

from site_config.settings.environment import PROJECT

# Object, its parameters, where and why we rely on it.
FUNCTIONS = [
    (
        "allauth.account.internal.flows.login:get_authentication_records",
        "request, user",
        "accounts/confirmation.py asks for the password before accounts change.",
    ),
    (
        "allauth.account.internal.flows.reauthentication:reauthenticate_by_password",
        "request",
        "accounts/confirmation.py remembers that the password was entered again.",
    ),
    (
        "allauth.core.internal.cryptokit:normalize_user_code",
        "code",
        "accounts/forms.py counts a code as allauth compares it.",
    ),
    (
        "allauth.mfa.totp.internal.auth:generate_totp_secret",
        "length",
        "accounts/adapters.py returns it for a secret that cannot be decrypted.",
    ),
    (
        "allauth.mfa.adapter:DefaultMFAAdapter._get_site_name",
        "self",
        "accounts/adapters.py returns the name of the publication.",
    ),
    (
        "allauth.account.adapter:DefaultAccountAdapter.pre_authenticate",
        "self, request, credentials",
        "accounts/adapters.py leaves counting to django-axes.",
    ),
    (
        "axes.handlers.database:AxesDatabaseHandler.reset_user_attempts",
        "self, request, credentials",
        "accounts/lockout.py forgets the failures of one client for one account.",
    ),
    (
        "django.contrib.messages.storage.base:BaseStorage.add",
        "self, level, message, extra_tags",
        "accounts/middleware.py finds the message of a refusal in _queued_messages.",
    ),
    (
        "wagtail.sites.forms:SiteForm.clean",
        "self",
        "core/wagtail_hooks.py gives the form a clean_hostname().",
    ),
    (
        "wagtail.images.fields:WagtailImageField.check_image_pixel_size",
        "self, f",
        "images/forms.py reads the size from the header instead.",
    ),
    (
        "wagtail.models:Page._inc_path",
        "self",
        "importers/bulk.py appends a page without the queries of add_child().",
    ),
    (
        "wagtail.models:Page._get_path",
        "path, depth, newstep",
        "importers/bulk.py and demo/load_test compute the path of a new child.",
    ),
    (
        "wagtail.models:Page._str2int",
        "num",
        "demo/load_test/bulk_insert.py reads the last step of a path.",
    ),
    (
        "wagtail.models:Page.get_admin_display_title",
        "page",
        "editorial/draft_visibility.py replaces it to hide titles of drafts; it takes no user.",
    ),
    (
        "wagtail.models:Page.is_site_root",
        "self",
        "importers/bulk.py sets the _is_site_root that it caches.",
    ),
    (
        "wagtail.models:ReferenceIndex._extract_references_from_object",
        "object",
        "importers/bulk.py indexes the references of many pages at once.",
    ),
    (
        "wagtail.models:ReferenceIndex._get_content_path_hash",
        "content_path",
        "importers/bulk.py indexes the references of many pages at once.",
    ),
    (
        "modelsearch.signal_handlers:post_save_signal_handler",
        "instance, kwargs",
        "importers/bulk.py disconnects it, and indexes many pages at once.",
    ),
    (
        "wagtail.models:WorkflowMixin.get_lock",
        "self",
        "core/permissions.py skips it to fetch the task of a workflow once per user.",
    ),
    (
        "wagtail.models:PagePermissionTester.page_locked",
        "self",
        "core/permissions.py overrides it for the same reason.",
    ),
    (
        "wagtail.models:Site.find_for_request",
        "request",
        "core/middleware.py fills the request._wagtail_site that it caches.",
    ),
    (
        "modelsearch.backends.base:BaseSearchBackend._search",
        "self, query_compiler_class, query, model_or_queryset, kwargs",
        "search/backend.py cleans queries, which the public methods do not pass through one place.",
    ),
    (
        "modelsearch.backends.database:SearchBackend",
        "params",
        "search/backend.py subclasses the backend that it returns for the database.",
    ),
    (
        "wagtail.api.v2.router:WagtailAPIRouter.register_endpoint",
        "self, name, class_",
        "editorial/draft_visibility.py replaces the admin's endpoint for pages.",
    ),
    (
        "django.contrib.sitemaps:Sitemap._urls",
        "self, page, protocol, domain",
        "core/metadata/sitemaps.py prefetches for many pages at once.",
    ),
    (
        "django.forms.models:BaseModelForm._post_clean",
        "self",
        "events/forms.py and books/forms.py validate rows together with their page.",
    ),
    (
        "whitenoise.middleware:WhiteNoiseMiddleware.serve",
        "static_file, request",
        "documents/views.py serves documents with ranges and conditional requests.",
    ),
]
# File of a package, a name in it, where and why we rely on it.
NAMES = [
    ("wagtail/models/sites.py", "_wagtail_site", "core/middleware.py sets it on requests."),
    ("wagtail/models/pages.py", "_is_site_root", "importers/bulk.py sets it."),
    ("treebeard/mp_tree.py", "_cached_parent_obj", "importers/bulk.py sets it."),
    (
        "wagtail/admin/ui/tables/pages.py",
        "_parent_page",
        "editorial/listings/pages.py exports its title.",
    ),
    ("django/db/models/fields/files.py", "_committed", "images and documents find new uploads."),
    ("django/db/backends/base/base.py", "execute_wrappers", "page_cache/invalidation.py adds one."),
    *(
        (
            "wagtail/admin/signal_handlers.py",
            f"workflow_state_{name}_email_notification",
            "editorial/notifications/workflow.py disconnects it and sends mail of its own.",
        )
        for name in ("submitted", "approved", "rejected")
    ),
    (
        "wagtail/rich_text/feature_registry.py",
        "converter_rules_by_converter",
        "core/wagtail_hooks.py replaces the handler of links to pages.",
    ),
    (
        "wagtail/admin/views/mixins.py",
        "self.custom_value_preprocess.items()",
        "core/spreadsheets.py adds the cells of all exports.",
    ),
    (
        "modelsearch/backends/base.py",
        "search_query_compiler.check()",
        "search/backend.py leaves the check out for rows that are chosen by their key.",
    ),
    (
        "django/core/mail/backends/smtp.py",
        "self.connection = ",
        "letters/sending/server.py sends by the connection that the backend opens.",
    ),
    (
        "wagtail_footnotes/wagtail_hooks.py",
        "footnotes",
        "core/wagtail_hooks.py adds a script to the plugin of this name.",
    ),
]
# Static file of the admin, a name in it, the script of ours that relies on it.
SCRIPTS = [
    ("wagtailadmin/js/comments.js", "autosave:success", "autosave-guard, unsaved-text"),
    ("wagtailadmin/js/core.js", "overwrite_revision_id", "autosave-guard"),
    ("wagtailadmin/js/wagtailadmin.js", "wagtail:side-panel-open", "pinned-toolbar"),
    ("wagtailadmin/js/core.js", "loaded_revision_id", "autosave-guard, unsaved-text"),
    ("wagtailadmin/js/core.js", "getControllerForElementAndIdentifier", "autosave-guard"),
    ("wagtailadmin/js/draftail.js", "draftailEditor", "paste"),
    ("wagtailadmin/js/draftail.js", "stateSaveInterval:250", "session"),
    ("wagtailadmin/js/workflow-action.js", "workflow-action-name", "autosave-guard"),
]
# Template of another package, and a block or variable of it that our override uses.
TEMPLATES = [
    ("wagtail/admin", "wagtailadmin/admin_base.html", "block branding_favicon"),
    ("wagtail/admin", "wagtailadmin/base.html", "block branding_logo"),
    ("wagtail/admin", "wagtailadmin/home.html", "block branding_welcome"),
    ("wagtail/admin", "wagtailadmin/home/account_summary.html", "wagtailadmin_account"),
    ("wagtail/admin", "wagtailadmin/shared/human_readable_date.html", "timesince_simple"),
    ("wagtail/admin", "wagtailadmin/generic/edit_partials.html", "block extra"),
    ("wagtail/admin", "wagtailadmin/pages/action_menu/menu.html", "action_menu/menu.html"),
    ("wagtail/admin", "wagtailadmin/pages/confirm_unpublish.html", "block form_content"),
    ("wagtail/admin", "wagtailadmin/pages/listing/_page_status_cell.html", "page_status_tag.html"),
    ("wagtail/admin", "wagtailadmin/pages/edit.html", "block form"),
    ("wagtail/admin", "wagtailadmin/shared/side_panels/checks.html", "block metrics_section"),
    ("wagtail", "wagtailcore/shared/block_preview.html", "block css"),
    ("allauth", "account/login.html", "mfa/webauthn/snippets/login_script.html"),
    ("allauth", "mfa/index.html", "authenticators.webauthn"),
    ("allauth", "usersessions/usersession_list.html", "for session in sessions"),
    ("allauth", "allauth/layouts/entrance.html", "block content"),
    ("allauth", "allauth/layouts/manage.html", "block content"),
    *(
        ("allauth", f"allauth/elements/{name}.html", names)
        for name, names in {
            "badge": "slot",
            "button": "attrs.href",
            "button_group": "slot",
            "field": "attrs.type",
            "fields": "attrs.form",
            "form": "slot actions",
            "h1": "slot",
            "h2": "slot",
            "hr": "hr",
            "img": "attrs.src",
            "p": "slot",
            "panel": "slots.actions",
            "table": "slot",
            "th": "slot",
        }.items()
    ),
    ("wagtail_footnotes", "wagtail_footnotes/includes/footnote_reference.html", "reference_index"),
    ("wagtail_footnotes", "wagtail_footnotes/includes/footnotes.html", "page.footnotes_list"),
]


def resolve(path):
    get_resolver().url_patterns  # noqa: B018 -- The views that they import replace some functions.
    module, _, names = path.partition(":")
    found = import_module(module)
    for name in names.split("."):
        found = getattr(found, name)
    return found


@pytest.mark.parametrize(("path", "parameters", "reason"), FUNCTIONS, ids=lambda value: value[:60])
def test_function_is_there_with_its_parameters(path, parameters, reason):
    found = ", ".join(inspect.signature(resolve(path)).parameters)
    assert found == parameters, reason


@pytest.mark.parametrize(("file", "name", "reason"), NAMES, ids=lambda value: value[:60])
def test_name_is_used_by_the_package(file, name, reason):
    package, _, rest = file.partition("/")
    text = (files(package) / rest).read_text()
    assert name in text, reason


@pytest.mark.parametrize(("file", "name", "script"), SCRIPTS)
def test_script_of_the_admin_has_the_name(file, name, script):
    assert name in Path(find(file)).read_text(), script


@pytest.mark.parametrize(("package", "template", "name"), TEMPLATES)
def test_overridden_template_is_there(package, template, name):
    top, _, folder = package.partition("/")
    original = files(top) / folder / "templates" / template
    assert name in original.read_text()
    assert (PROJECT / "templates" / template).exists()


def test_every_overridden_template_is_listed():
    folders = ("account", "allauth", "mfa", "usersessions", "wagtailadmin", "wagtailcore")
    folders += ("wagtail_footnotes",)
    ours = {
        str(path.relative_to(PROJECT / "templates"))
        for folder in folders
        for path in (PROJECT / "templates" / folder).rglob("*.html")
    }
    assert ours == {template for _package, template, _name in TEMPLATES}
