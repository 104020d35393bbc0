"""Mail of a machine for trying: one file each."""

import email
import email.policy

from django.core.mail import EmailMultiAlternatives, get_connection
from environ import Env

from config.local import environment


def test_each_mail_is_a_file_a_mail_program_opens(tmp_path, settings):
    settings.EMAIL_FILE_PATH = str(tmp_path / "Ordner für Mails")
    connection = get_connection("config.mail_folder.EmailBackend")
    for number in (1, 2):
        message = EmailMultiAlternatives(f"Räume {number}", "Prüfstein", to=["Ä <../a/b@x.example>"])
        message.attach_alternative("<p>Prüfstein</p>", "text/html")
        assert connection.send_messages([message]) == 1
    first, second = sorted((tmp_path / "Ordner für Mails").iterdir())
    read = email.message_from_bytes(first.read_bytes(), policy=email.policy.default)
    assert read["Subject"] == "Räume 1"
    assert read.get_body(("html",)).get_content().strip() == "<p>Prüfstein</p>"
    assert second.suffix == ".eml"


def test_make_run_keeps_mails_beside_everything_local(tmp_path, monkeypatch):
    monkeypatch.setenv("LOCAL_ROOT", str(tmp_path / "mit Leerzeichen & ä+1"))
    monkeypatch.delenv("EMAIL_URL", raising=False)
    monkeypatch.delenv("EMAIL_URL_FILE", raising=False)
    url = environment.for_owner("postgres://x/y")["EMAIL_URL"]
    assert Env.email_url_config(url)["EMAIL_FILE_PATH"] == str(tmp_path / "mit Leerzeichen & ä+1" / "mails")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example")
    assert environment.for_owner("postgres://x/y")["EMAIL_URL"] == "smtp://mail.example"
