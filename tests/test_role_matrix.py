"""Every URL for every role: who gets it, and whose forged requests change something.

The roles are in the order of their rights. All objects are those of other users.
"""

import pytest

from tests.addresses import rolled_back
from tests.role_requests import NAMES, ROLES, Matrix, points_at_pages

# One raises an exception on purpose. The other is Wagtail's second step of an import, which only
# administrators reach, and which misses the fields of the first.
RAISES = {"wagtailadmin_error_test", "wagtailredirects:process_import"}
STEP = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
SETTINGS = "moderationsettings securitysettings"
SNIPPETS = [
    *("contributors_contributor", "topics_topic", "events_organiser", "events_venue"),
    *("books_imprint", "books_bookseries", "books_bookseller"),
]
CHOOSERS = [
    *("contributor_chooser", "topic_chooser", "organiser_chooser", "venue_chooser"),
    *("imprint_chooser", "book_series_chooser", "bookseller_chooser"),
]


def lowest_roles(rows):
    """Return the lowest role of each URL; a row has the role, a prefix and the rest of names."""
    return {prefix + rest: role for role, prefix, names in rows for rest in names.split()}


# The lowest role that may get a URL. “nobody” may if it is for POST requests or for superusers, or
# if the object of the test does not have the state for it.
USAGE = "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/"
EXPECTED = lowest_roles(
    [
        (
            "anonymous",
            "",
            "footnotes-modal wagtailadmin_sprite wagtailadmin_password_reset "
            "wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm "
            "wagtailadmin_password_reset_complete wagtailadmin_javascript_catalog "
            "documents/<int:document_id>/<str:filename> wagtaildocs_serve "
            "wagtaildocs_authenticate_with_password media/images/<path:path> theme search "
            "search_feed search_json_feed search_suggestions search_description archive "
            "sitemap.xml sitemap robots.txt favicon.ico manifest "
            "wagtailcore_authenticate_with_password wagtail_serve letters_sign_up "
            "letters_request_preferences letters_confirm letters_preferences letters_address "
            "letters_unsubscribe",
        ),
        ("anonymous", "", "account_inactive"),
        ("signed out", "", "account_login"),
        ("reader", "", "account_logout"),
        (
            "contributor",
            "",
            "account_reauthenticate usersessions_list mfa_index mfa_activate_totp "
            "mfa_add_webauthn mfa_list_webauthn mfa_generate_recovery_codes mfa_reauthenticate "
            "mfa_reauthenticate_webauthn",
        ),
        ("administrator", "", "account_access security_log security_log_results site_state"),
        (
            "administrator",
            "import_",
            "list new run progress entries bylines titles empty pictures table table_csv "
            "front_page options",
        ),
        # For POST requests, and a file that is not there.
        ("nobody", "", "check_upload test_letter"),
        ("nobody", "import_", "begin continue stop delete download"),
        ("administrator", "personal_data ", "other"),
        ("administrator", "personal_data_export ", "other"),
        ("nobody", "personal_data ", "superuser"),
        ("nobody", "personal_data_export ", "superuser"),
        (
            "nobody",
            "",
            "admin/failwhale/ admin/login/ _util/login/ wagtailadmin_login wagtailcore_login "
            "mfa_authenticate "
            "mfa_login_webauthn mfa_deactivate_totp mfa_edit_webauthn mfa_remove_webauthn "
            "mfa_view_recovery_codes mfa_download_recovery_codes "
            "security_txt media/avatar_images/<path:path>",
        ),
        (
            "contributor",
            "",
            "admin/choose-page/ admin/pages/search/ admin/pages/search/results/ "
            "wagtailadmin_home admin/test404/ "
            "wagtailadmin_explore_root wagtailadmin_choose_page wagtailadmin_choose_page_search "
            "wagtailadmin_choose_page_external_link "
            "wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link "
            "wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete "
            "wagtailadmin_tag_model_autocomplete wagtailadmin_account wagtailadmin_dismissibles "
            "catalogue_sheet catalogue_download waiting editing_session handbook handbook_chapter "
            "handbook_picture",
        ),
        ("contributor", "wagtailadmin_api:pages:", "listing"),
        ("contributor", "wagtailadmin_api:documents:", "listing detail find"),
        ("contributor", "wagtailadmin_api:images:", "listing detail find"),
        ("contributor", "wagtail_bulk_action sitedocument ", "add_tags add_to_collection delete"),
        ("contributor", "wagtail_bulk_action siteimage ", "add_tags add_to_collection delete"),
        ("contributor", "wagtail_bulk_action page ", "delete move publish unpublish"),
        (
            "contributor",
            "wagtailadmin_pages:",
            "add preview_on_add type_use choose_parent type_use_results add_subpage search "
            "search_results",
        ),
        (
            "contributor",
            "wagtailadmin_workflows:",
            "task_chooser task_chooser_results task_chooser_create task_chosen",
        ),
        ("contributor", "wagtail_modeladmin:", "javascript_catalog"),
        ("contributor", "wagtailsearchpromotions:", "chooser chooserresults"),
        ("contributor", "wagtailembeds:", "chooser chooser_upload"),
        ("contributor", "wagtaildocs:", "index index_results add add_multiple"),
        ("contributor", "wagtailimages:", "index index_results add add_multiple"),
        ("contributor", "", "admin/forms/ admin/forms/results/"),
        ("contributor", "wagtailforms:", "index index_results"),
        ("contributor", "", f"{USAGE} {USAGE}results/"),
        ("contributor", "articles:", "index index_results choose_parent"),
        ("contributor", "events:", "index index_results choose_parent"),
        ("contributor", "books:", "index index_results choose_parent"),
        (
            "contributor",
            "wagtaildocs_chooser:",
            "choose choose_results chosen chosen_multiple create",
        ),
        (
            "contributor",
            "wagtailimages_chooser:",
            "choose choose_results chosen chosen_multiple create select_format",
        ),
        (
            "editor",
            "",
            "admin/pages/<int:page_id>/history/ admin/pages/<int:page_id>/history/results/ "
            "admin/pages/<page_id>/revisions/compare/live...latest/ wagtailadmin_explore "
            "wagtailadmin_explore_results wagtailadmin_choose_page_child search_misses "
            "wagtailadmin_choose_page_chosen_multiple "
            "search_misses_results search_check review",
        ),
        ("editor", "wagtailforms:", "list_submissions list_submissions_results"),
        ("moderator", "", "admin/forms/submissions/<int:page_id>/delete/"),
        ("moderator", "wagtailforms:", "delete_submissions"),
        ("editor", "wagtailadmin_api:pages:", "detail find"),
        (
            "editor",
            "wagtailadmin_pages:",
            "usage edit preview_on_edit view_draft delete convert_alias move move_confirm copy "
            "confirm_workflow_cancellation revisions_index revisions_view revisions_revert "
            "revisions_compare workflow_history workflow_history_detail history history_results",
        ),
        (
            "editor",
            "wagtailadmin_reports:",
            "workflow workflow_results workflow_tasks workflow_tasks_results site_history "
            "site_history_results aging_pages aging_pages_results page_types_usage "
            "page_types_usage_results",
        ),
        ("editor", "wagtailsearchpromotions:", "index index_results add edit delete"),
        ("editor", "wagtaildocs:", "edit delete document_usage"),
        ("editor", "wagtailimages:", "edit delete preview image_usage"),
        (
            "moderator",
            "wagtailadmin_pages:",
            "unpublish set_page_position workflow_preview set_privacy revisions_unschedule",
        ),
        ("moderator", "wagtailadmin_pages:workflow_action ", "reject override"),
        ("editor", "admin/pages/workflow/action/", STEP),
        ("moderator", "wagtailadmin_pages:collect_workflow_action_data ", "reject override"),
        ("moderator", "wagtailadmin_reports:", "locked_pages locked_pages_results"),
        ("moderator", "", "merge_entry mailings mailing import_subscribers letters_domain"),
        ("moderator", "mailing_lists:", "index index_results add edit history history_results"),
        ("moderator", "mailing_lists:", "usage"),
        ("moderator", "subscriptions:", "index index_results delete history history_results"),
        ("nobody", "mailing_lists:", "delete"),  # A list is closed instead.
        ("nobody", "subscriptions:", "add edit usage"),
        ("administrator", "wagtail_bulk_action user ", "assign_role delete set_active_state"),
        ("administrator", "wagtailadmin_collections:", "index add edit delete set_privacy"),
        (
            "administrator",
            "wagtailadmin_workflows:",
            "index index_results add disable edit usage usage_results add_task select_task_type "
            "task_index task_index_results edit_task disable_task",
        ),
        ("administrator", "wagtailredirects:", "index index_results add edit delete start_import"),
        ("moderator", "wagtailsettings:edit ", "publicationsettings"),
        ("administrator", "wagtailsettings:edit ", SETTINGS),
        (
            "administrator",
            "wagtailsites:",
            "index index_results add edit delete history history_results usage copy",
        ),
        ("administrator", "wagtailusers_users:", "index index_results add"),
        ("administrator", "wagtailusers_users:edit ", "other"),
        ("nobody", "wagtailusers_users:edit ", "superuser"),
        ("administrator", "wagtailusers_users:delete ", "other"),
        ("administrator", "wagtailusers_users:history ", "other superuser"),
        ("administrator", "wagtailusers_users:history_results ", "other superuser"),
        ("administrator", "wagtailusers_users:usage ", "other superuser"),
        (
            "administrator",
            "wagtailusers_groups:",
            "index index_results add edit delete history history_results usage",
        ),
        (
            "nobody",
            "wagtailadmin_api:pages:action ",
            "convert_alias copy delete publish unpublish move copy_for_translation create_alias "
            "revert_to_page_revision",
        ),
        (
            "nobody",
            "",
            "wagtailadmin_error_test wagtailadmin_logout wagtailadmin_block_preview "
            "claim_review undelivered_mail_seen event_dates admin/no-such-address/",
        ),
        ("nobody", "wagtailadmin_pages:workflow_action ", "approve"),
        ("nobody", "wagtailadmin_pages:collect_workflow_action_data ", "approve"),
        ("nobody", "wagtailadmin_pages:", "lock unlock"),
        ("nobody", "wagtailadmin_workflows:", "enable remove enable_task"),
        ("nobody", "wagtailadmin_editing_sessions:", "ping release"),
        ("nobody", "wagtailredirects:", "process_import"),
        ("nobody", "wagtailsearchpromotions:", "search_terms search_terms_results"),
        ("nobody", "wagtailsettings:preview_on_edit ", f"publicationsettings {SETTINGS}"),
        ("nobody", "wagtailsnippets:", "index"),
        (
            "nobody",
            "wagtaildocs:",
            "edit_multiple create_multiple_from_uploaded_document delete_multiple "
            "delete_upload_multiple",
        ),
        (
            "nobody",
            "wagtailimages:",
            "url_generator url_generator_output edit_multiple "
            "create_multiple_from_uploaded_image delete_multiple delete_upload_multiple",
        ),
        ("nobody", "wagtailusers_users:delete ", "superuser"),
        *(
            row
            for model in SNIPPETS
            for row in (
                ("contributor", f"{model}_modeladmin_", "index history"),
                ("editor", f"{model}_modeladmin_", "create edit"),
                ("moderator", f"{model}_modeladmin_", "delete"),
            )
        ),
        *(
            row
            for name in CHOOSERS
            for row in (
                ("contributor", f"{name}:", "choose choose_results chosen chosen_multiple"),
                ("editor", f"{name}:", "create"),
            )
        ),
        # Contributors name guest authors, and propose topics.
        ("contributor", "", "contributors_contributor_modeladmin_create"),
        ("contributor", "", "contributor_chooser:create topic_chooser:create"),
    ]
)
# The lowest role whose forged POST request to a URL changes something; with others nobody's does.
# Most bulk actions on accounts change none, because a superuser is among those that are sent.
CHANGES = lowest_roles(
    [
        ("anonymous", "letters_", "address unsubscribe"),  # Their token is the right.
        ("signed out", "", "letters_confirm"),  # Its token counts once.
        *(("editor", f"{model}_modeladmin_", "create edit") for model in SNIPPETS),
        *(("moderator", f"{model}_modeladmin_", "delete") for model in SNIPPETS),
        *(("editor", f"{name}:", "create") for name in CHOOSERS),
        ("contributor", "", "wagtailadmin_account contributor_chooser:create topic_chooser:create"),
        ("contributor", "", "contributors_contributor_modeladmin_create"),
        ("contributor", "wagtailadmin_pages:", "add preview_on_add"),
        ("contributor", "wagtaildocs:", "add add_multiple"),
        ("contributor", "wagtailimages:", "add add_multiple"),
        ("contributor", "wagtaildocs_chooser:", "create"),
        ("contributor", "wagtailimages_chooser:", "create"),
        ("editor", "wagtailadmin_api:pages:action ", "delete revert_to_page_revision"),
        ("editor", "wagtail_bulk_action sitedocument ", "add_tags delete"),
        ("editor", "wagtail_bulk_action siteimage ", "add_tags delete"),
        ("editor", "wagtail_bulk_action page ", "delete"),
        (
            "editor",
            "wagtailadmin_pages:",
            "edit preview_on_edit delete convert_alias move_confirm copy revisions_revert",
        ),
        ("editor", "", "search_check"),
        ("editor", "wagtailsearchpromotions:", "add edit delete"),
        ("editor", "wagtaildocs:", "edit delete edit_multiple delete_multiple"),
        ("editor", "wagtailimages:", "edit delete edit_multiple delete_multiple"),
        ("moderator", "wagtailadmin_api:pages:action ", "publish"),
        ("moderator", "wagtail_bulk_action page ", "publish"),
        ("moderator", "wagtailadmin_pages:", "unpublish set_page_position set_privacy lock"),
        ("moderator", "wagtailadmin_pages:workflow_action ", "reject"),
        ("moderator", "", "merge_entry review claim_review"),
        ("moderator", "", "subscriptions:delete"),
        ("administrator", "wagtailadmin_collections:", "add edit delete set_privacy"),
        ("administrator", "wagtail_bulk_action user ", "delete"),
        (
            "administrator",
            "wagtailadmin_workflows:",
            "add disable edit add_task edit_task disable_task",
        ),
        ("administrator", "wagtailredirects:", "add edit delete"),
        ("moderator", "wagtailsettings:edit ", "publicationsettings"),
        ("administrator", "wagtailsettings:edit ", SETTINGS),
        ("administrator", "wagtailsites:", "add edit delete copy"),
        ("administrator", "wagtailusers_users:", "add"),
        ("administrator", "wagtailusers_users:edit ", "other"),
        ("administrator", "wagtailusers_users:delete ", "other"),
        ("administrator", "personal_data ", "other"),
        ("administrator", "", "import_delete"),
        ("administrator", "wagtailusers_groups:", "add edit delete"),
    ]
)
# The same where the page is public.
CHANGES_OF_PUBLIC = CHANGES | lowest_roles(
    [
        ("moderator", "wagtailadmin_api:pages:action ", "delete unpublish"),
        ("moderator", "wagtail_bulk_action page ", "delete unpublish"),
        ("moderator", "wagtailadmin_pages:", "delete move_confirm"),
    ]
)


@pytest.fixture(scope="module")
def matrix(django_db_setup, django_db_blocker, site_snapshot):
    with django_db_blocker.unblock(), rolled_back():
        yield Matrix(site_snapshot)


def roles_from(role):
    """Return the roles that may do what a role may do."""
    if role == "signed out":
        return ["anonymous"]
    return ROLES[ROLES.index(role) :] if role in ROLES else []


def test_table_names_every_url():
    named = {label.partition(" ")[0] for label in EXPECTED}
    missing = sorted(set(NAMES) - named)
    assert not missing, f"Add to EXPECTED the lowest role that may get these: {missing}"
    assert not named - set(NAMES), "These URLs do not exist any more."


@pytest.mark.parametrize("name", NAMES)
def test_get(matrix, name):
    wrong = []
    for label, path in matrix.addresses(name, matrix.office.draft):
        answers = {role: matrix.get(path, role) for role in ROLES}
        failing = [role for role, each in answers.items() if each.status >= 500]
        if failing and name not in RAISES:
            wrong.append(f"GET {path} fails for {failing}")
        admitted = [role for role, each in answers.items() if not each.is_refused]
        assert label in EXPECTED, f"Add to EXPECTED the lowest role that may get “{label}”."
        if admitted != roles_from(EXPECTED[label]):
            wrong.append(f"GET {path} ({label}) is for {admitted}, not from {EXPECTED[label]} on")
    assert not wrong


@pytest.mark.parametrize(
    ("name", "kind"),
    [*((name, "draft") for name in NAMES)]
    + [(name, "public") for name in NAMES if points_at_pages(name)],
)
def test_forged_post(matrix, name, kind):
    wrong, changed = [], {}
    for (label, path), answers in matrix.forge(name, kind).items():
        failing = [role for role, each in answers.items() if each.status >= 500]
        if failing and name not in RAISES:
            wrong.append(f"POST {path} fails for {failing}")
        for role, each in answers.items():
            changed.setdefault(label, {}).setdefault(role, set()).update(each.changed)
    table = CHANGES_OF_PUBLIC if kind == "public" else CHANGES
    for label, models in changed.items():
        changing, may = [role for role in ROLES if models[role]], roles_from(table.get(label))
        if changing != may:
            rows = sorted(set().union(*models.values()))
            wrong.append(f"POST to {label} by {changing} changes {rows}, but should by {may}")
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_superusers_stay_as_they_are(matrix, name):
    """No forged request makes an account a superuser, or changes one that is."""
    wrong = [
        f"POST {path} ({label}) by {role}"
        for (label, path), answers in matrix.forge(name, "draft").items()
        for role, each in answers.items()
        if each.superusers != matrix.superusers
    ]
    assert not wrong
