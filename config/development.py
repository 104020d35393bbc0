"""The component page: every part of the interface once, with invented data. Only served under DEBUG."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from districts.guard import everyone
from lists.plots import Row, bar_plot
from lists.query import Column

STATES = {
    "open": "offen",
    "talking": "in Klärung",
    "moving": "in Umsetzung",
    "settled": "verankert",
    "answered": "geklärt",
    "set-aside": "für unseren Bezirk nicht vorgesehen",
    "postponed": "vorerst zurückgestellt",
    "warning": "überfällig seit 3 Tagen",
    "danger": "zurückgezogen",
}
OFFICES = [("jug", "Jugendamt"), ("soz", "Amt für Soziales"), ("sta", "Stadtentwicklungsamt")]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Titel", max_length=80, help_text="Kurz und so, dass es alle Ämter verstehen.")
    wording = forms.CharField(
        label="Eigene Formulierung des Bezirks",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="Wir beginnen in zwei Bezirksregionen und werten nach einem Jahr gemeinsam aus.",
    )
    office = forms.ChoiceField(label="Federführendes Amt", choices=[("", "bitte wählen"), *OFFICES])
    due = forms.DateField(
        label="Zieldatum", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    state = forms.ChoiceField(
        label="Stand",
        choices=list(STATES.items())[:5],
        initial="moving",
        widget=forms.RadioSelect,
        help_text="Nur „nicht vorgesehen“ braucht eine Begründung.",
    )
    offices = forms.MultipleChoiceField(
        label="Mitwirkende Ämter", required=False, choices=OFFICES, widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="Nachweis", required=False, help_text="PDF, Bild oder Tabelle bis 20 MB.")
    confidential = forms.BooleanField(
        label="vertraulich", required=False, help_text="Sehen dann nur Ihr Amt und die Planungskoordination."
    )


class FilterForm(forms.Form):
    """A filter bar."""

    q = forms.CharField(label="Suche", required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *list(STATES.items())[:5]])
    office = forms.ChoiceField(label="Amt", required=False, choices=[("", "alle"), *OFFICES])


class ReplyForm(forms.Form):
    """The answer in a thread."""

    text = forms.CharField(label="Antwort", widget=forms.Textarea(attrs={"rows": 2}))


@everyone
def components(request: HttpRequest) -> HttpResponse:
    """Show every part once; with ``?meldungen`` also what messages look like."""
    if "meldungen" in request.GET:
        messages.success(request, "Der Stand wurde gespeichert.")
        messages.error(request, "Die Datei wurde nicht angenommen: Sie ist größer als 20 MB.")
    return render(request, "development/components.html", sample_context(request))


def sample_context(request: HttpRequest) -> dict[str, Any]:
    """Return the invented data of the component page."""
    wrong = SampleForm(
        {"wrong-title": "", "wrong-wording": "Wir beginnen in drei Bezirksregionen."},
        prefix="wrong",
    )
    page = Paginator(range(1, 241), 25).get_page(request.GET.get("seite", "4"))
    return {
        "breadcrumbs": [("Mitte", "#"), ("Für die Entwicklung", "#"), ("Bausteine", "")],
        "form": SampleForm(prefix="sample"),
        "wrong_form": wrong,
        "filter_form": FilterForm(request.GET, prefix="filter"),
        "reply_form": ReplyForm(prefix="reply"),
        "states": STATES.items(),
        "tabs": [
            {"label": "Alle", "url": "#", "current": True, "count": 42},
            {"label": "Meine", "url": "#", "count": 3},
            {"label": "Verlauf", "url": "#"},
        ],
        "tiles": [
            {"value": 12, "label": "Schritte in Umsetzung", "url": "#"},
            {"value": 5, "label": "Schritte verankert", "url": "#", "hint": "zwei mehr als im Vorjahr"},
            {"value": 3, "label": "Fristen in den nächsten 14 Tagen"},
            {"value": 1, "label": "Beschluss steht noch aus", "url": "#"},
        ],
        "columns": [
            Column("Schritt", sort="-code", order="ascending"),
            Column("Stand", sort="state"),
            Column("Federführend", sort="office"),
            Column("Zieldatum", sort="due", numeric=True),
        ],
        "rows": [
            [
                {"text": "B3.3 Funktionsrollen mit Zeitanteilen", "url": "#"},
                {"text": "in Umsetzung", "state": "moving"},
                "Sozialraumorientierte Planungskoordination",
                {"text": "22.11.2026", "numeric": True, "note": "in 3 Tagen"},
            ],
            [
                {"text": "B3.5 Womit wir beginnen", "url": "#"},
                {"text": "in Klärung", "state": "talking"},
                "Jugendamt",
                {"text": "15.1.2027", "numeric": True},
            ],
            [
                {"text": "A2a Beschluss zur Einführung", "url": "#"},
                {"text": "verankert", "state": "settled"},
                "Bezirksamt",
                {"text": "k. A.", "numeric": True},
            ],
        ],
        "page_obj": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "exports": [("XLSX", "#"), ("CSV", "#")],
        "contacts": [{"name": "Planungskoordination Mitte", "email": "planung.mitte@demo.example"}],
        "facts": [
            ("Federführend", "Jugendamt"),
            ("Zieldatum", "22.11.2026"),
            ("Bezirksregionen", "Moabit West, Moabit Ost"),
            ("Warum", ""),
        ],
        "entries": [
            {
                "when": "20.11.2026",
                "who": "Jugendamt",
                "what": "Stand geändert",
                "changes": [{"label": "Stand", "before": "offen", "after": "in Klärung"}],
            },
            {"when": "3.11.2026", "who": "Planungskoordination", "what": "Nachweis hinzugefügt"},
        ],
        "threads": [
            {
                "id": "1",
                "title": "Reicht der Zeitanteil?",
                "done": False,
                "entries": [
                    {
                        "who": "Amt für Soziales",
                        "when": "18.11.2026",
                        "text": "Vier Stunden in der Woche sind knapp.",
                    },
                    {
                        "who": "Planungskoordination",
                        "when": "19.11.2026",
                        "text": "Wir bringen es in die AG SRO.",
                    },
                ],
                "reply_name": "text",
                "reply_url": "#",
                "done_url": "#",
            },
            {
                "id": "2",
                "title": "Wer lädt ein?",
                "done": True,
                "entries": [{"who": "Jugendamt", "when": "2.11.2026", "text": "Die Planungskoordination."}],
            },
        ],
        "evidence": [
            {
                "title": "Beschluss des Bezirksamts",
                "url": "#",
                "kind": "PDF",
                "size": "240 KB",
                "when": "3.11.2026",
                "who": "Bezirksamt",
                "remove_url": "#",
            },
            {
                "title": "Protokoll der AG SRO",
                "url": "https://beispiel.example/protokoll",
                "kind": "Link",
                "when": "1.11.2026",
                "who": "Planungskoordination",
                "confidential": True,
            },
        ],
        "plot": bar_plot(
            title="Stand der Schritte nach Teilen der Arbeitshilfe",
            head="Teil",
            value_head="Schritte",
            legend={key: STATES[key] for key in ("settled", "moving", "talking", "open")},
            source="Stand 22.11.2026",
            rows=[
                Row("A 2 Politische Priorität", "5 von 9 bewegt", [("settled", 2), ("moving", 3), ("open", 4)]),
                Row(
                    "A 3 Organisation",
                    "6 von 8 bewegt",
                    [("settled", 1), ("moving", 3), ("talking", 2), ("open", 2)],
                ),
                Row("B 3 Schritte", "7 von 12 bewegt", [("moving", 4), ("talking", 3), ("open", 5)]),
            ],
        ),
    }
