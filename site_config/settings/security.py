"""Settings of accounts, rate limits and the policies of the admin."""

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "users.password_validation.GuessablePasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.forms.ThrottledPasswordResetForm"  # noqa: S105
# Readers of private pages sign in at the same page.
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # The security settings end most sessions earlier.

# Sign-in by django-allauth. Administrators create the accounts.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
# django-axes counts wrong passwords and codes for all processes together.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reauthenticate": None}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A code counts from half a minute before its period to half a minute after: clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "accounts.forms.ActivationForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ConfirmationCodeForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

# Settings for whose form the password is asked for again.
CONFIRMED_SETTINGS = {"accounts.securitysettings", "editorial.moderationsettings"}

# Views of apps above `accounts` that ask for the password again.
CONFIRMED_VIEWS = {"personal_data", "personal_data_export", "import_new", "import_begin"}

# Blocks of sign-in by django-axes.
AXES_HANDLER = "accounts.lockout.LockoutHandler"
AXES_FAILURE_LIMIT = 8  # as `accounts.lockout.FAILURES`
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
AXES_COOLOFF_TIME = "accounts.lockout.cool_off"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "accounts.lockout.lockout_response"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.client_ip"
AXES_USERNAME_CALLABLE = "accounts.lockout.hashed_username"
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # The security log has the sign-ins.
AXES_VERBOSE = False

UPLOADS = [
    *(f"wagtailimages:{name}" for name in ("add", "add_multiple")),
    *(f"wagtaildocs:{name}" for name in ("add", "add_multiple")),
    *("wagtailimages_chooser:create", "wagtaildocs_chooser:create", "catalogue_sheet"),
]
PREVIEWS = [
    *(f"wagtailadmin_pages:{name}" for name in ("preview_on_add", "preview_on_edit", "view_draft")),
    "wagtailadmin_block_preview",
]
# Requests per minute and client, for what is rendered each time.
RATE_LIMITS = {
    "search": {"requests": 60, "methods": ["GET"], "views": ["search", "search_feed"]},
    "suggestions": {"requests": 300, "methods": ["GET"], "views": ["search_suggestions"]},
    "uncached": {"requests": 120, "methods": ["GET"], "views": []},
    # What readers send by the forms of pages.
    "forms": {"requests": 10, "methods": ["POST"], "views": ["wagtail_serve"]},
    "forms of a day": {
        "requests": 100,
        "seconds": 24 * 60 * 60,
        "methods": ["POST"],
        "views": ["wagtail_serve"],
    },
    "subscriptions": {
        "requests": 10,
        "methods": ["POST"],
        "views": ["letters_sign_up", "letters_request_preferences", "letters_preferences"],
    },
    "subscriptions of a day": {
        "requests": 40,
        "seconds": 24 * 60 * 60,
        "methods": ["POST"],
        "views": ["letters_sign_up", "letters_request_preferences", "letters_preferences"],
    },
    "tests of letters": {
        "requests": 10,
        "seconds": 60 * 60,
        "methods": ["POST"],
        "views": ["test_letter"],
        "per_account": True,
    },
    "sign-in": {
        "requests": 30,
        "methods": ["POST"],
        "views": ["account_login", "mfa_authenticate"],
    },
    "passkeys": {"requests": 30, "methods": ["GET", "POST"], "views": ["mfa_login_webauthn"]},
    "passwords": {
        "requests": 10,
        "methods": ["POST"],
        "views": [
            *("wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"),
            *("wagtailadmin_password_reset", "account_reauthenticate"),
        ],
    },
    "account": {
        "requests": 20,
        "methods": ["POST"],
        "views": ["wagtailadmin_account", "mfa_reauthenticate", "account_reauthenticate"],
        "per_account": True,
    },
    "uploads": {"requests": 120, "methods": ["POST"], "views": UPLOADS, "per_account": True},
    "previews": {
        "requests": 240,
        "methods": ["GET", "POST"],
        "views": PREVIEWS,
        "per_account": True,
    },
}

# Views of the admin, with their model and action, whose pages hold inline scripts: Wagtail's
# choosers, inline panels and date filters. `tests/test_admin_policy.py` compares them.
INLINE_SCRIPT_VIEWS = {
    "admin/forms/",
    "admin/pages/<int:page_id>/history/",
    "admin/pages/usage/<slug:content_type_app_name>/<slug:content_type_model_name>/",
    "articles:choose_parent",
    "articles:index",
    "books:choose_parent",
    "books:index",
    "contributors_contributor_modeladmin_create",
    "contributors_contributor_modeladmin_edit",
    "events:choose_parent",
    "events:index",
    "mailing_lists:add",
    "mailing_lists:edit",
    "mailing_lists:history",
    "security_log",
    "subscriptions:history",
    "wagtail_bulk_action page move",
    "wagtailadmin_explore",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:move",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_workflows:add",
    "wagtailadmin_workflows:edit",
    "wagtailadmin_workflows:usage",
    "wagtailforms:list_submissions",
    "wagtailredirects:add",
    "wagtailredirects:edit",
    "wagtailsearchpromotions:add",
    "wagtailsearchpromotions:edit",
    "wagtailsearchpromotions:search_terms",
    "wagtailsettings:edit publicationsettings",
    "wagtailsites:add",
    "wagtailsites:copy",
    "wagtailsites:edit",
    "wagtailsites:history",
    "wagtailusers_groups:add",
    "wagtailusers_groups:edit",
    "wagtailusers_groups:history",
    "wagtailusers_users:history",
    "wagtailusers_users:index",
}
