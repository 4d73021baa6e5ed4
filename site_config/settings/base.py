"""Settings for production."""

from csp.constants import NONE, SELF

from site_config.settings.environment import (
    PROJECT,
    addresses,
    allowed_hosts,
    base_url,
    choice,
    database,
    env,
    from_url,
    hosts,
    language,
    library,
    number,
    require,
    secret_key,
    switch,
    time_zone,
    urls,
)
from site_config.settings.security import *  # noqa: F403

require("SECRET_KEY", "ALLOWED_HOSTS")

SECRET_KEY = secret_key()
ALLOWED_HOSTS = allowed_hosts()
BASE_URL = base_url(ALLOWED_HOSTS)
DEBUG = False
# Password of the demo accounts; `setup` prints it while they still have it.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")

# Plain HTTP is for a site on your own machine.
HTTPS = BASE_URL.startswith("https:")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # The JavaScript of Wagtail's admin reads it.
# The admin shows previews in a frame.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: they may belong to other services.
    "security.W021",  # HSTS preloading: it takes years to undo.
    "security.W019",  # X_FRAME_OPTIONS, see above.
]

INSTALLED_APPS = [
    "page_cache",
    "operations",
    "demo",
    "importers",
    "home",
    "search",
    "editorial",
    "news",
    "events",
    "books",
    "form_pages",
    "letters",
    "contributors",
    "topics",
    "core",
    "images",
    "documents",
    "users",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "wagtail_footnotes",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "users.apps.WagtailAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.ContentSecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.CompressTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "accounts.middleware.AccountSecurityMiddleware",
    "core.rate_limits.RateLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.forged.ForgedRequestMiddleware",
    "editorial.moderation.middleware.PublicationErrorMiddleware",
    "editorial.draft_visibility.DraftVisibilityMiddleware",
    "editorial.withdrawals.WithdrawnPageMiddleware",
    "importers.middleware.OldUrlMiddleware",
    "core.redirects.PublicRedirectMiddleware",
    "core.middleware.CachedSiteMiddleware",
    "core.middleware.FurnitureLanguageMiddleware",
]

ROOT_URLCONF = "site_config.urls"
# Browsers allow passkeys without HTTPS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Of the keys that encrypt second factors, the first encrypts and all decrypt.
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[SECRET_KEY])
WSGI_APPLICATION = "site_config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": database(env.str("DATABASE_URL", "") or "sqlite:///var/masthead.sqlite3")}

# Shared by all processes if CACHE_URL is a Redis or Valkey server; else each process has its own.
CACHES = {
    "default": from_url(
        "CACHE_URL",
        lambda: env.cache_url("CACHE_URL", default="locmemcache://"),
        "redis://127.0.0.1:6379/0",
    )
}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "page_cache.redis.FailOpenRedisCache"
    # Sessions survive in the database when the cache server is unavailable.
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# The caches of the page cache (pages, their variants with a query, and fragments of them), and of
# the HTML of images. Made-up queries displace other variants only.
for name, entries in {
    "pages": 2000,
    "variants": 300,
    "values": 2000,
    "rendered_pictures": 2000,
}.items():
    CACHES[name] = CACHES["default"] | {"KEY_PREFIX": name}
    if CACHES[name]["BACKEND"].endswith("LocMemCache"):
        CACHES[name] |= {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": entries}}
# Wagtail's own cache of renditions: superfluous, as we cache the HTML made of them.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
# Seconds. Listings of upcoming events change with the clock, without any write to the database.
PAGE_CACHE_SECONDS = number("PAGE_CACHE_SECONDS", 300)
# Query parameters of cached pages; requests with any other parameter bypass the cache.
PAGE_CACHE_PARAMETERS = [
    *("page", "topic", "organiser", "town", "month", "when", "start", "end", "online", "free"),
    *("series", "imprint", "format", "contributor", "forthcoming", "sort", "kind"),
]
# Prefixes of paths that a client can make up without end.
PAGE_CACHE_VARIANTS = ("/theme/",)
# Counters that all processes share: a file, or the cache if it is a server (None).
COUNTERS_FILE = str(PROJECT / env.str("COUNTERS_FILE", "var/counters.sqlite3"))
if "redis" in CACHES["default"]["BACKEND"].lower():
    COUNTERS_FILE = None
# Prefixes of paths that are not cached: they differ per reader, or are files.
PAGE_CACHE_EXCLUDED = (
    *("/admin/", "/search/", "/documents/", "/footnotes/", "/media/", "/static/", "/_letters/"),
)
# Caches in front of the site, such as http://127.0.0.1:8080, which receive PURGE requests.
WAGTAILFRONTENDCACHE = {
    url: {
        "BACKEND": "page_cache.front_cache.PurgeBackend",
        "LOCATION": url,
    }
    for url in urls("FRONTEND_CACHES")
}

# Seconds after which a connection is dropped on which nothing is sent or received; 0 for never.
IDLE_SECONDS = number("IDLE_SECONDS", 90)

LANGUAGE_CODE = language("en-gb")
LOCALE_PATHS = [PROJECT / "locale"]
TIME_ZONE = time_zone("Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / env.str("STATIC_ROOT", "var/static")
STATICFILES_DIRS = [PROJECT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = PROJECT / env.str("MEDIA_ROOT", "var/media")
STORAGES = {
    "default": {"BACKEND": "site_config.media_storage.MediaFolder"},
    "staticfiles": {"BACKEND": "site_config.static_storage.ThemeStorage"},
}
if bucket := env.str("MEDIA_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "site_config.s3.MediaBucket",
        "OPTIONS": library("site_config.s3", "MEDIA_BUCKET").options(bucket),
    }
HANDBOOK_FOLDER = PROJECT / "docs"  # which the admin displays
# Exports that the admin imports, and the reports of its imports.
IMPORT_FOLDER = PROJECT / env.str("IMPORT_FOLDER", "var/imports")
IMPORT_MAX_UPLOAD = 200_000_000  # bytes, as `site_config.body_limit.MAX_BODY`
# The folder of the daily backups, how many are kept, and the public key of age that encrypts them.
BACKUP_DIR = PROJECT / env.str("BACKUP_DIR") if env.str("BACKUP_DIR", "") else None
BACKUP_KEEP = number("BACKUP_KEEP", 7)
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", "")
# Whether a worker generates renditions: `manage.py db_worker --backend pictures`.
RENDITION_WORKER = switch("RENDITION_WORKER")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if RENDITION_WORKER:
    INSTALLED_APPS.append(library("django_tasks_db", "RENDITION_WORKER").__name__)
    TASKS["pictures"] = {"BACKEND": "django_tasks_db.DatabaseBackend"}
# Wagtail's editor posts several fields for each block of a page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

vars().update(
    from_url(
        "EMAIL_URL",
        lambda: env.email("EMAIL_URL", default="consolemail://"),
        "smtp+tls://user:password@mail.example.org:587 or consolemail://",
    )
)
# Our backend stores messages, and delivers them by the configured one after the response.
INNER_EMAIL_BACKEND, EMAIL_BACKEND = (
    vars()["EMAIL_BACKEND"],
    "editorial.notifications.backend.QueueingEmailBackend",
)
EMAIL_TIMEOUT = 10  # seconds
# What the mail server allows; 0 is no limit.
LETTERS_PER_MINUTE = number("LETTERS_PER_MINUTE", 0)
LETTERS_PER_CONNECTION = number("LETTERS_PER_CONNECTION", 100)
# Where letters come back that could not be delivered: imaps://user:password@mail.example.org/INBOX.
BOUNCES_URL = env.str("BOUNCES_URL", "").strip()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "EMAIL_FROM", f"Masthead <noreply@{ALLOWED_HOSTS[0].lstrip('.')}>"
)

# Log warnings and errors to the console, as lines of text or JSON; errors also by mail.
LOG_FORMAT = choice("LOG_FORMAT", "text", "json")
ACCESS_LOG = switch("ACCESS_LOG")
ERROR_MAIL = addresses("ERROR_MAIL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "operations.request_log.RequestIdFilter"}},
    "formatters": {
        "text": {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{request_id}{message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": LOG_FORMAT,
        },
        "mail": {
            "class": "operations.error_mail.ErrorMailHandler",
            "filters": ["request_id"],
            "formatter": "text",
        },
    },
    "root": {"handlers": ["console", *(["mail"] if ERROR_MAIL else [])], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "access": {"level": "INFO"},
        # Anyone can send such a request; it is answered with status 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Requests that are answered with 400: anyone can send them.
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        "django.security.TooManyFilesSent": {"level": "CRITICAL"},
    },
}
SENTRY_DSN = env.str("SENTRY_DSN", "")
if SENTRY_DSN:
    library("sentry_sdk", "SENTRY_DSN")

WAGTAIL_SITE_NAME = "Masthead"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.widgets.RichTextArea"}}
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105
WAGTAILIMAGES_IMAGE_MODEL = "images.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Re-encoding an image of 50 megapixels takes 200 MB of memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILDOCS_DOCUMENT_MODEL = "documents.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # Enforces the permissions of private documents.
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "odt", "ods", "pdf", "txt", "xlsx", "zip"),
    *("mp3", "m4a", "ogg", "opus", "flac", "mp4", "webm"),
]
WAGTAILSEARCH_HITS_MAX_AGE = 30  # days for which searches without results are counted
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.workflow.finish_workflow"
# In a workflow with several tasks, a change requires all approvals again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FOOTNOTES_TEXT_FEATURES = [
    *("bold", "italic", "superscript", "subscript", "strikethrough", "language", "link"),
]
# Milliseconds. Wagtail's default of 500 floods the history with revisions.
WAGTAIL_AUTOSAVE_INTERVAL = 10_000
# No requests to third parties from the admin.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# No requests to other hosts while a page is rendered: videos have a block of our own.
WAGTAILEMBEDS_FINDERS = []
TAGGIT_CASE_INSENSITIVE = True

# PeerTube servers whose videos may be embedded, and whose thumbnails are fetched.
PEERTUBE_HOSTS = hosts("PEERTUBE_HOSTS")
PLAYERS = ["www.youtube-nocookie.com", "player.vimeo.com", *PEERTUBE_HOSTS]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-src": [SELF, *(f"https://{host}" for host in PLAYERS)],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
