"""Settings of a public site. They are the safe ones; everything else loosens them."""

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.environment import PROJECT, base_url, database, env, library, require

require("SECRET_KEY", "ALLOWED_HOSTS")

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS") if host.strip()]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name at least one host, such as example.org.")
BASE_URL = base_url(ALLOWED_HOSTS)
DEBUG = False
# Of the demo accounts; printed at each start as long as they have it.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")

# The first address is the one that readers type; plain http is for a site on one's own machine.
HTTPS = BASE_URL.startswith("https:")
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it.
# The admin frames the preview of a page; nobody else may frame anything.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # Other hosts of the same domain are not this site's to decide on,
    "security.W021",  # nor is a list that browsers keep for years.
    "security.W019",  # X_FRAME_OPTIONS, see above.
]

INSTALLED_APPS = [
    "page_cache",
    "demo",
    "importers",
    "home",
    "search",
    "editorial",
    "news",
    "events",
    "books",
    "contributors",
    "topics",
    "core",
    "images",
    "documents",
    "users",
    "wagtail_footnotes",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
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
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "editorial.moderation.middleware.PublicationErrorMiddleware",
    "importers.middleware.OldAddressMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "core.middleware.CachedSiteMiddleware",
]

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

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

# Shared by all processes where CACHE_URL names a Redis or a Valkey; else each has its own.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"]["BACKEND"] = "page_cache.redis.FailOpenRedisCache"
    # Who is signed in is known to all, and asked of the database where the cache is away.
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Of the site: its pages, what is known for all of them, and what draws its pictures.
for name in ("pages", "facts", "pictures"):
    CACHES[name] = CACHES["default"] | {"KEY_PREFIX": name}
    if CACHES[name]["BACKEND"].endswith("LocMemCache"):
        CACHES[name] |= {"LOCATION": name, "OPTIONS": {"MAX_ENTRIES": 2000}}
# Wagtail need not keep the files of pictures once more.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
# No page is kept longer than this: lists leave out what is over when the clock says so.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 300)
# What a page may be asked for in its address; a request with anything else is answered anew.
PAGE_CACHE_PARAMETERS = [
    *("page", "topic", "organiser", "town", "month", "online", "free"),
    *("series", "imprint", "format", "contributor", "forthcoming"),
]
# What is answered to each reader by itself, or is a file.
PAGE_CACHE_EXCLUDED = ("/admin/", "/search/", "/documents/", "/footnotes/", "/media/", "/static/")
# Caches before the site, such as http://127.0.0.1:8080, are told what is old by PURGE.
WAGTAILFRONTENDCACHE = {
    address: {
        "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
        "LOCATION": address,
    }
    for address in env.list("FRONTEND_CACHES", default=[])
}

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en-gb")
LOCALE_PATHS = [PROJECT / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / env.str("STATIC_ROOT", "var/static")
STATICFILES_DIRS = [PROJECT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = PROJECT / env.str("MEDIA_ROOT", "var/media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "site_config.static_storage.ThemeStorage"},
}
if bucket := env.str("MEDIA_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "site_config.s3.MediaBucket",
        "OPTIONS": library("site_config.s3", "MEDIA_BUCKET").options(bucket),
    }
# Whether `manage.py db_worker --backend pictures` runs somewhere, and draws them.
RENDITION_WORKER = env.bool("RENDITION_WORKER", default=False)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if RENDITION_WORKER:
    INSTALLED_APPS.append(library("django_tasks_db", "RENDITION_WORKER").__name__)
    TASKS["pictures"] = {"BACKEND": "django_tasks_db.DatabaseBackend"}
# Wagtail's editor posts a field for each part of each block of a page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

vars().update(env.email("EMAIL_URL", default="consolemail://"))
# What the address names delivers the mail; ours stands before it, and stops at nothing.
INNER_EMAIL_BACKEND, EMAIL_BACKEND = (
    vars()["EMAIL_BACKEND"],
    "editorial.notifications.backend.FailSafeEmailBackend",
)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "EMAIL_FROM", f"Masthead <noreply@{ALLOWED_HOSTS[0].lstrip('.')}>"
)

# Everything that goes wrong is written where the server writes, with its cause.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

WAGTAIL_SITE_NAME = "Masthead"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "core.widgets.RichTextArea"}}
# Readers of a page kept for members sign in where everybody does.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105
WAGTAILIMAGES_IMAGE_MODEL = "images.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# One small server draws each picture anew: fifty megapixels take it 200 MB for a moment.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILDOCS_DOCUMENT_MODEL = "documents.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # A private document stays private.
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "odt", "ods", "pdf", "txt", "xlsx", "zip"),
    *("mp3", "m4a", "ogg", "opus", "flac", "mp4", "webm"),
]
WAGTAILSEARCH_HITS_MAX_AGE = 30  # days that a search without results is counted for
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
WAGTAIL_FINISH_WORKFLOW_ACTION = "editorial.workflow.finish_workflow"
# In a workflow of several steps, a change asks everybody again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Drafts save themselves after ten quiet seconds. Wagtail's own half second floods the history.
WAGTAIL_AUTOSAVE_INTERVAL = 10_000
# The staff of a publication are tracked by nobody either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# No page asks another host for anything while it is made: videos are blocks of our own.
WAGTAILEMBEDS_FINDERS = []
TAGGIT_CASE_INSENSITIVE = True

# Servers of PeerTube whose videos may play within our pages, and whose posters we fetch.
PEERTUBE_HOSTS = [host.strip().lower() for host in env.list("PEERTUBE_HOSTS", default=[]) if host]
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
