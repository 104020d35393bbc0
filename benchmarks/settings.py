"""The settings of the application; one more address, and quick passwords for hundreds of invented people."""

from config.settings import *  # noqa: F403  # Django's settings are one file; these are the same but for the lines below

# "testserver" is what Django's test client calls itself: it counts the statements.
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "benchmarks.urls"
# Who asks for the bare page has signed in by Django's own backend.
AUTHENTICATION_BACKENDS += ["django.contrib.auth.backends.ModelBackend"]  # noqa: F405
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.MD5PasswordHasher",
]
