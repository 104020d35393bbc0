"""What a screen reader needs from every form: names, hints, errors, all tied to their field."""

from html.parser import HTMLParser

import pytest
from django import forms


class Sample(forms.Form):
    title = forms.CharField(label="Titel", help_text="kurz")
    wording = forms.CharField(label="Wortlaut", widget=forms.Textarea)
    office = forms.ChoiceField(label="Amt", choices=[("", "bitte wählen"), ("jug", "Jugendamt")])
    state = forms.ChoiceField(label="Stand", choices=[("a", "offen")], widget=forms.RadioSelect, help_text="heute")
    offices = forms.MultipleChoiceField(
        label="Ämter", choices=[("jug", "Jugendamt")], widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="Datei")
    agreed = forms.BooleanField(label="einverstanden")
    hidden = forms.CharField(label="versteckt", widget=forms.HiddenInput, required=False)


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    @property
    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def controls(self):
        return [
            attrs
            for tag, attrs in self.elements
            if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden"
        ]


@pytest.fixture(params=[None, {}], ids=["fresh", "wrong"])
def page(request):
    return Page(str(Sample(request.param)))


def test_every_reference_has_its_target(page):
    for _, attrs in page.elements:
        for name in ("aria-describedby", "for"):
            for target in (attrs.get(name) or "").split():
                assert target in page.ids
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in page.ids
    assert len(page.ids) == len(set(page.ids))


def test_every_control_has_a_label(page):
    labelled = {attrs.get("for") for tag, attrs in page.elements if tag == "label"}
    assert page.controls()
    for control in page.controls():
        assert control["id"] in labelled


def test_errors_stand_at_the_field_and_in_the_summary():
    html = str(Sample({}))
    page = Page(html)
    title = next(control for control in page.controls() if control["name"] == "title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"].split() == ["id_title_helptext", "id_title_error"]
    summary = [attrs["href"] for tag, attrs in page.elements if tag == "a"]
    assert {"#id_title", "#id_state", "#id_offices", "#id_agreed"} <= set(summary)


def test_required_is_said_in_words_and_only_there():
    class Free(forms.Form):
        text = forms.CharField(label="Text", required=False)

    assert str(Sample()).count("(Pflichtfeld)") == 7
    assert "(Pflichtfeld)" not in str(Free())


def test_what_a_person_wrote_is_escaped():
    html = str(Sample({"title": "<script>", "wording": "</textarea><b>"}))
    assert "<script>" not in html
    assert "<b>" not in html
