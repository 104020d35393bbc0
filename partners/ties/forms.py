"""The filters of the ties."""

from typing import Any

from django import forms


class FilterForm(forms.Form):
    """Narrows by region and by kind of actor; wrong values filter nothing."""

    def __init__(self, *args: Any, regions: list[tuple[str, str]], kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, choices in (("region", "Region", regions), ("art", "Art der Akteure", kinds)):
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", "alle"), *choices])
