"""The words beside a published list: what DCAT-AP asks for."""

from django import forms

from districts.forms import TenantForm
from partners.models import Publication


class PublicationForm(TenantForm):
    """Title, description, who publishes, whom to ask, licence."""

    class Meta:
        model = Publication
        fields = ["title", "description", "publisher", "contact_name", "contact_mailbox", "licence"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "publisher": "Zum Beispiel „Bezirksamt … von Berlin“.",
            "contact_name": "Eine Stelle, keine Person.",
            "contact_mailbox": "Wird veröffentlicht. Bitte kein Postfach einer einzelnen Person.",
            "licence": "Bei „Namensnennung“ nennen alle, die die Daten verwenden, den Herausgeber.",
        }
