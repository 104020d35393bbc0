"""All settings, read from the environment once.

A missing or wrong variable stops the start with one sentence (``ImproperlyConfigured``). Every variable may also be
given as ``NAME_FILE``, the path of a file that holds the value, as container secrets are. docs/betrieb.md lists them.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- What kind of installation this is -------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
#: Demo installation: a banner on every page, and the demo cast may sign in.
DEMO = env.bool("DEMO", default=False)
#: The page with every building block, for people who work on Querlinie itself.
SHOW_COMPONENTS = env.bool("SHOW_COMPONENTS", default=DEBUG)
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY is too short: at least 32 characters are needed.")
#: Where people reach this installation; links in mails begin with it.
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
if not BASE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("BASE_URL must begin with http:// or https://.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = BASE_URL.startswith("https://")
#: Who runs the installation: imprint, data protection, accessibility, mails. What is missing is shown as missing.
OPERATOR = {
    "name": env.str("OPERATOR_NAME", default=""),
    "address": env.str("OPERATOR_ADDRESS", default=""),
    "contact": env.str("OPERATOR_EMAIL", default=""),
    "phone": env.str("OPERATOR_PHONE", default=""),
    "represented_by": env.str("OPERATOR_REPRESENTED_BY", default=""),
    "accessibility_review": env.str("OPERATOR_ACCESSIBILITY_REVIEW", default=""),
    "data_protection": env.str("OPERATOR_DATA_PROTECTION", default=""),
    "source_url": env.str("OPERATOR_SOURCE_URL", default=""),
}

# --- Parts -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "lists",
    "accounts",
    "districts",
    "reminders",
    "evidence",
    "discussions",
    "partners",
    "sozialraum",
    "checklist",
    "assignments",
    "pruefsteine",
    "overview",
    "reports",
    "config",
]

#: Our own rooms: the wall refuses a view of theirs that has no guard.
ROOMS = frozenset(
    ["lists", "accounts", "districts", "evidence", "discussions", "reminders", "partners", "sozialraum", "checklist",
     "assignments", "pruefsteine", "overview", "reports", "config"]
)  # fmt: skip

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "districts.wall.middleware.WallMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.frame.frame",
            ],
        },
    },
]
FORM_RENDERER = "config.form_renderer.FormRenderer"

# --- Database: PostgreSQL only ---------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL")}
_db = DATABASES["default"]
if _db["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres://: Querlinie runs on PostgreSQL only.")
_db["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
_db["CONN_HEALTH_CHECKS"] = True
_db.setdefault("OPTIONS", {})
# PostgreSQL keeps the plan of a statement it has seen five times: under row-level security planning took longer than
# reading. Plans are made anew for each role (docs/decisions/0010), so the wall stands in them, too.
_db["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
#: The role web and workers act as when DATABASE_URL names a stronger one (see docs/betrieb.md).
if role := env.str("DATABASE_ROLE", default=""):
    _db["OPTIONS"]["assume_role"] = role
#: A migrated database that tests copy (config/local/template.py); without it each worker migrates its own.
if template := env.str("TEST_TEMPLATE", default=""):
    _db["TEST"] = {"TEMPLATE": template}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Event rows carry who acted in a column of their own: the shared context table of the library is common to all
# districts and would stand outside the wall (docs/decisions/).
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
PGHISTORY_ADMIN_ALL_EVENTS = False

# --- People and sign-in ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
GUARDIAN_MONKEY_PATCH_USER = False
# guardian's backend would answer has_perm with several queries each; rights are read once per request instead.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # the subjects name Querlinie themselves
# Sign-in limits count per address of the caller: behind a proxy its header names it, else the header may be forged.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "querlinie_session"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "querlinie_csrf"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Cache: shared by all processes where Redis is given (sign-in limits count there) --------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- Mail ------------------------------------------------------------------------------------------------------------

_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
if EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_BACKEND = "config.mail_folder.EmailBackend"
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None
#: For each answer of the mail server.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="Querlinie <querlinie@demo.example>")

# --- Reminders and background work: no number here decides whether a reminder is lost, only how soon it leaves --------

#: How often ``beat`` asks for a sweep.
REMINDER_EVERY_SECONDS = env.float("REMINDER_EVERY_SECONDS", default=300.0)
#: A sweep takes up no further mail after so long; the next one goes on. Well below CELERY_TASK_TIME_LIMIT.
REMINDER_SWEEP_SECONDS = env.float("REMINDER_SWEEP_SECONDS", default=240.0)
#: After so many seconds a mail whose sender died is taken up again, with the same Message-ID. Longer than one mail may
#: take with a mail server that lets every answer wait for EMAIL_TIMEOUT.
REMINDER_LEASE_SECONDS = env.int("REMINDER_LEASE_SECONDS", default=300)
#: Waiting time after the first refusal for now; doubled each time, at most four hours.
REMINDER_RETRY_SECONDS = env.float("REMINDER_RETRY_SECONDS", default=300.0)

# Celery has names of its own for a socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=") or None
CELERY_TIMEZONE = "Europe/Berlin"
# A worker that dies in the middle hands its task to another: tasks are written to run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
# What a lost worker had taken and not acknowledged comes back after this; shorter than a task may take would double it.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# --- Language, time, files -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
_NPM = BASE_DIR / "node_modules"
for prefix, packed in (("kern", _NPM / "@kern-ux" / "native" / "dist"), ("leaflet", _NPM / "leaflet" / "dist")):
    if packed.is_dir():
        STATICFILES_DIRS.append((prefix, packed))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATIC_STORAGE", default="django.contrib.staticfiles.storage.StaticFilesStorage")
    },
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("EVIDENCE_ROOT", default=str(BASE_DIR / ".local" / "evidence"))},
    },
}
#: Largest file that may be handed in as evidence, in bytes.
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Protection in the browser ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"level": "INFO"}},
}
