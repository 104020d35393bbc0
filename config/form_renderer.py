"""The markup of forms: label, hint, control and errors in the look of KERN.

Written in Python instead of templates because forms are most of what a page costs: a field took seven templates, and a
page with twenty fields spent two thirds of its time in them (docs/decisions/0009). Whole forms and everything not
listed in ``MARKUP`` still come from templates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

NOTHING = SafeString("")
REQUIRED = SafeString(' <span class="kern-label__optional">(Pflichtfeld)</span>')


def joined(parts: list[str]) -> SafeString:
    """Pieces that are escaped already, as one."""
    return SafeString("".join(parts))


def attributes(attrs: Mapping[str, Any], *, leave_out: tuple[str, ...] = ()) -> SafeString:
    """HTML attributes with a leading space each; True is an attribute without value, False and None are none."""
    parts = []
    for name, value in attrs.items():
        if name == "class" or name in leave_out or value is False or value is None:
            continue
        parts.append(f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"')
    return joined(parts)


def _class(own: str, attrs: Mapping[str, Any]) -> str:
    more = attrs.get("class")
    return f"{own} {conditional_escape(more)}" if more else own


def control(widget: Mapping[str, Any]) -> SafeString:
    """An ``<input>``. A hidden one carries no ARIA: nobody can reach it."""
    kind = widget["type"]
    attrs = widget["attrs"]
    value = widget.get("value")
    text = "" if value is None else f' value="{conditional_escape(str(value))}"'
    name = conditional_escape(widget["name"])
    if kind == "hidden":
        return SafeString(f'<input type="hidden" name="{name}"{text}{attributes(_without_aria(attrs))}>')
    own = {"radio": "kern-form-check__radio", "checkbox": "kern-form-check__checkbox"}.get(
        kind, "kern-form-input__input"
    )
    # Whether a choice is wrong is said at its group, not at each button.
    rest = attributes(attrs, leave_out=("aria-invalid",) if kind == "radio" else ())
    return SafeString(f'<input type="{kind}" name="{name}"{text} class="{_class(own, attrs)}"{rest}>')


def _without_aria(attrs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attrs.items() if not name.startswith("aria-")}


def textarea(widget: Mapping[str, Any]) -> SafeString:
    """A ``<textarea>``. The line break after the tag is dropped by browsers and keeps one the text begins with."""
    attrs = widget["attrs"]
    css = _class("kern-form-input__input", attrs)
    name, value = conditional_escape(widget["name"]), conditional_escape(widget.get("value") or "")
    return SafeString(f'<textarea name="{name}" class="{css}"{attributes(attrs)}>\n{value}</textarea>')


def select(widget: Mapping[str, Any]) -> SafeString:
    """A ``<select>`` with its groups of options."""
    attrs = widget["attrs"]
    several = attrs.get("multiple")
    parts = []
    for group, options, _ in widget["optgroups"]:
        if group:
            parts.append(f'<optgroup label="{conditional_escape(group)}">')
        for option in options:
            chosen = " selected" if option["attrs"].get("selected") else ""
            disabled = " disabled" if option["attrs"].get("disabled") else ""
            value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
            parts.append(f'<option value="{value}"{chosen}{disabled}>{label}</option>')
        if group:
            parts.append("</optgroup>")
    css = _class("ql-select-multiple" if several else "kern-form-input__select", attrs)
    name = conditional_escape(widget["name"])
    inside = f'<select name="{name}" class="{css}"{attributes(attrs)}>{"".join(parts)}</select>'
    return SafeString(inside if several else f'<div class="kern-form-input__select-wrapper">{inside}</div>')


def choices(widget: Mapping[str, Any]) -> SafeString:
    """Radio buttons or check boxes, in groups where the choices have some."""
    parts = []
    for group, options, _ in widget["optgroups"]:
        if group:
            title = conditional_escape(group)
            parts.append(
                f'<div role="group" aria-label="{title}" class="ql-option-group">'
                f'<p class="ql-option-group__title">{title}</p>'
            )
        for option in options:
            key = option["attrs"].get("id")
            target = f' for="{conditional_escape(key)}"' if key else ""
            label = f'<label class="kern-label"{target}>{conditional_escape(option["label"])}</label>'
            parts.append(f'<div class="kern-form-check">{control(option)}{label}</div>')
        if group:
            parts.append("</div>")
    attrs = widget["attrs"]
    key = f' id="{conditional_escape(attrs["id"])}" tabindex="-1"' if attrs.get("id") else ""
    return SafeString(f'<div class="{_class("kern-fieldset__body", attrs)}"{key}>{"".join(parts)}</div>')


def error_list(context: Mapping[str, Any]) -> SafeString:
    """The errors of a field or of a form; nothing where there are none."""
    errors = context["errors"]
    if not errors:
        return NOTHING
    field_id = getattr(errors, "field_id", None)
    key = f' id="{conditional_escape(field_id)}_error"' if field_id else ""
    icon = '<span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
    rows = "".join(
        f'<li class="kern-error">{icon}<span><span class="kern-sr-only">Fehler: </span>{conditional_escape(e)}</span>'
        "</li>"
        for e in errors
    )
    return SafeString(f'<ul class="ql-errors {conditional_escape(context["error_class"])}"{key}>{rows}</ul>')


def field_group(context: Mapping[str, Any]) -> SafeString:
    """A field with label, hint, control and errors. The hint has the id Django puts into ``aria-describedby``."""
    return group_of(context["field"])


def group_of(field: BoundField) -> SafeString:
    """The same for a bound field."""
    errors = field.errors
    wrong = str(errors) if errors else ""
    required = REQUIRED if field.field.required else NOTHING
    label = conditional_escape(field.label)
    hint_id = f' id="{conditional_escape(field.auto_id)}_helptext"' if field.auto_id else ""
    # Hints are written by us and may hold markup, as Django has it.
    hint = f'<div class="kern-hint"{hint_id}>{field.help_text}</div>' if field.help_text else ""
    target = conditional_escape(field.id_for_label)
    if field.use_fieldset:
        described = field.aria_describedby
        about = f' aria-describedby="{conditional_escape(described)}"' if described else ""
        legend = f'<legend class="kern-label">{label}{required}</legend>' if field.label else ""
        css = "kern-fieldset kern-fieldset--error" if errors else "kern-fieldset"
        return SafeString(f'<fieldset class="{css}"{about}>{legend}{hint}{field}{wrong}</fieldset>')
    state = " kern-form-input--error" if errors else ""
    if field.widget_type == "checkbox":
        named = f'<label class="kern-label" for="{target}">{label}{required}</label>'
        return SafeString(
            f'<div class="ql-check{state}"><div class="kern-form-check">{field}{named}</div>{hint}{wrong}</div>'
        )
    named = f'<label class="kern-label" for="{target}">{label}{required}</label>' if field.label else ""
    return SafeString(f'<div class="kern-form-input{state}">{named}{hint}{field}{wrong}</div>')


def conflict_field(context: Mapping[str, Any]) -> SafeString:
    """A field somebody else changed meanwhile: own words to edit, beside them what is stored (``TenantForm``)."""
    field = context["field"]
    return format_html(
        '<div class="ql-conflict"><p class="ql-alert__title">Dieses Feld wurde inzwischen geändert.</p>'
        "<p>Nichts ist verloren. Gleichen Sie Ihre Angabe an und speichern Sie noch einmal; gespeichert wird, was in "
        'Ihrem Feld steht.</p><div class="ql-conflict__columns"><div>{}</div><div><p class="ql-conflict__title"'
        ' id="{}_now">Inzwischen gespeichert</p><div class="ql-conflict__stored" role="group"'
        ' aria-labelledby="{}_now">{}</div></div></div></div>',
        group_of(field),
        field.auto_id,
        field.auto_id,
        mark_safe(linebreaks(field.field.stored_text or "(leer)", autoescape=True)),  # noqa: S308  # escaped there
    )


def _of_widget(function: Callable[[Mapping[str, Any]], SafeString]) -> Callable[[Mapping[str, Any]], SafeString]:
    return lambda context: function(context["widget"])


_WIDGETS = "django/forms/widgets/"
#: Name of the template Django asks for -> the function that writes it.
MARKUP: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{
        f"{_WIDGETS}{name}.html": _of_widget(control)
        for name in ("input", "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time",
                     "checkbox", "color", "search", "tel", "file")
    },
    f"{_WIDGETS}textarea.html": _of_widget(textarea),
    f"{_WIDGETS}select.html": _of_widget(select),
    f"{_WIDGETS}radio.html": _of_widget(choices),
    f"{_WIDGETS}checkbox_select.html": _of_widget(choices),
    "django/forms/errors/list/default.html": error_list,
    "django/forms/errors/list/ul.html": error_list,
    "django/forms/field.html": field_group,
    "parts/conflict_field.html": conflict_field,
}  # fmt: skip


class FormRenderer(TemplatesSetting):
    """Writes what ``MARKUP`` lists, and takes the rest from templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        function = MARKUP.get(template_name)
        if function is not None:
            return function(context)
        return mark_safe(super().render(template_name, context, request))  # noqa: S308  # escaped by the template
