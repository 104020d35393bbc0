"""The districts in their fixed order, and of what each released last no more than a page shows.

Everything here is read as the Senate's database role, which sees Freigaben in force and nothing else of a district. A
picture may hold ten Operationalisierungen of 20,000 characters: the database cuts out what is asked for.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Page
from django.db.models import F, Func, JSONField, Q, QuerySet, SmallAutoField, TextField
from django.http import QueryDict

from checklist.models import Item, Kind
from districts.models import District
from lists.compiled import CompiledQuery
from lists.query import page_of
from pruefsteine.models import Release
from pruefsteine.releasing.picture import chosen_or_usual

#: Districts side by side: Berlin on one page.
SIDE_BY_SIDE = 12

#: Of a Prüfstein what fits into a cell.
_KEPT = """jsonb_build_object('level', s->'level', 'level_label', s->'level_label', 'change_label', s->'change_label',
    'meant', s#>'{meaning,version}')"""
#: The entries of a list in a picture; none where it is no list.
_EACH = "jsonb_path_query(%%(expressions)s, '$.%s[*]') s WHERE s->>'code' > ''"


class StonesInBrief(Func):
    """Of a picture: code of each Prüfstein -> what was agreed, without the long texts."""

    template = f"(SELECT jsonb_object_agg(s->>'code', {_KEPT}) FROM {_EACH % 'stones'})"
    output_field: ClassVar[Any] = JSONField()


class PointsInBrief(Func):
    """Of a picture: code of each point of the Mindestmaß -> title and state, without the texts."""

    template = f"(SELECT jsonb_object_agg(s->>'code', s - '{{own_text,reason}}'::text[]) FROM {_EACH % 'minimum'})"
    output_field: ClassVar[Any] = JSONField()


@dataclass(frozen=True, slots=True)
class Picture:
    """A Freigabe in force, as far as it was read: ``part`` is what was asked for."""

    pk: uuid.UUID
    released_on: datetime.date
    round: Mapping[str, Any]
    chosen: Mapping[str, Any]
    part: Mapping[str, Any]

    @property
    def round_name(self) -> str:
        """The name of the round, and that it is the Ausgangslage where the name does not say so."""
        name = str(self.round.get("name", ""))
        return f"{name} (Ausgangslage)" if self.round.get("is_baseline") and name != "Ausgangslage" else name

    @property
    def released(self) -> str:
        """ "Herbstrunde, freigegeben am 22.11.2026"."""
        return f"{self.round_name}, freigegeben am {self.released_on:%d.%m.%Y}"

    def has(self, choice: str) -> bool:
        """Whether the district let ``choice`` (a key of ``CHOICES``) go along."""
        return bool(self.chosen[choice])


#: The round that was closed last is where a district stands, even if an older one was released again later.
_LATEST_FIRST = (F("closed").desc(nulls_last=True), "-released_on", "-pk")


def _pictures(rows: QuerySet[Release], part: Any) -> QuerySet[Any, Any]:
    columns = ("district_id", "pk", "released_on", "chosen", "picture__round", "part")
    return rows.annotate(part=part).order_by("district_id", *_LATEST_FIRST).values_list(*columns)


def _latest(districts: Any, part: Any) -> QuerySet[Any, Any]:
    """Of each district the latest. Chosen first: cutting parts out of all the others took four times as long."""
    rows = Release.objects.in_force().filter(district__in=districts)
    chosen = rows.order_by("district_id", *_LATEST_FIRST).distinct("district_id")
    # One of each district, found again by its key: in no order.
    return _pictures(Release.objects.filter(pk__in=chosen.values("pk")), part).order_by()


def _one(key: str, code: Any) -> Func:
    """Of a picture: the one entry of its list ``key`` with this code, whole."""
    return Func(
        F("picture"), code, template="jsonb_path_query_first(%(expressions)s::text))",
        arg_joiner=f", '$.{key}[*] ? (@.code == $code)', jsonb_build_object('code', ", output_field=JSONField(),
    )  # fmt: skip


_ids: list[Any] = [SmallAutoField()]
_PARTS = {"stones": StonesInBrief("picture"), "minimum": PointsInBrief("picture")}
_EVERY = CompiledQuery(
    lambda *, districts: _pictures(Release.objects.in_force().filter(district__in=districts), _PARTS["stones"]),
    districts=_ids,
)
_LATEST = CompiledQuery(lambda key, *, districts: _latest(districts, _PARTS[key]), districts=_ids)
_LATEST_ONE = CompiledQuery(
    lambda key, *, districts, code: _latest(districts, _one(key, code)), districts=_ids, code=TextField()
)


def _picture(row: tuple[Any, ...]) -> Picture:
    _, pk, released_on, chosen, round_, part = row
    return Picture(pk, released_on, round_ or {}, chosen_or_usual(chosen), part or {})


def latest_pictures(districts: Iterable[District], key: str, code: str = "") -> dict[int, Picture]:
    """District -> its latest Freigabe in force, where it has one, with the "stones" or the "minimum" in brief.

    With ``code`` that one Prüfstein or point whole, and nothing of the others. One query.
    """
    pks = [district.pk for district in districts]
    rows = _LATEST_ONE.rows(key, districts=pks, code=code) if code else _LATEST.rows(key, districts=pks)
    return {row[0]: _picture(row) for row in rows}


def pictures_of(district: District) -> list[Picture]:
    """All Freigaben in force of ``district``, from its beginning on, with their Prüfsteine in brief. One query."""
    return [_picture(row) for row in reversed(_EVERY.rows(districts=[district.pk]))]


_DISTRICTS: CompiledQuery[Any] = CompiledQuery(
    lambda: District.objects.values_list("pk", "key", "slug", "name", "is_active")
)
#: What Berlin has in common, above everything: the aims and the Mindestmaß.
COMMON = ("B1.3", "B1.4")
_STONES: CompiledQuery[Any] = CompiledQuery(
    lambda: Item.objects.filter(kind=Kind.PRUEFSTEIN).order_by("position").values_list("code", "title")
)
_STONES_AND_COMMON: CompiledQuery[Any] = CompiledQuery(
    lambda: (
        Item.objects.filter(Q(kind=Kind.PRUEFSTEIN) | Q(code__in=COMMON))
        .order_by("position")
        .values_list("code", "title", "text", "place", named=True)
    )
)
_MINIMUM: CompiledQuery[Any] = CompiledQuery(
    lambda: Item.objects.filter(minimum=True).order_by("position").values_list("code", "title", "kind")
)


def districts_shown(params: QueryDict) -> Page[District]:
    """The page of districts that ``seite`` asks for; an export has all of them. One query."""
    found = sorted(_DISTRICTS.rows(), key=lambda row: (len(row[1]), row[1]))
    page: Page[Any] = page_of(found, params, size=len(found) if "export" in params else SIDE_BY_SIDE)
    page.object_list = [
        District(pk=pk, key=key, slug=slug, name=name, is_active=is_active)
        for pk, key, slug, name, is_active in page.object_list
    ]
    return page


def stones() -> list[tuple[str, str]]:
    """Code and title of the ten Prüfsteine. One query."""
    return list(_STONES.rows())


def stones_and_common() -> tuple[list[tuple[str, str]], list[Any]]:
    """The same, and code, title, text and place of the points that say what the districts have in common. One query."""
    rows = _STONES_AND_COMMON.rows()
    common = [row for row in rows if row.code in COMMON]
    return [(row.code, row.title) for row in rows if row.code not in COMMON], common


def points() -> list[tuple[str, str]]:
    """Code and title of the points of the Mindestmaß that have a state. One query."""
    return points_and_stones()[0]


def points_and_stones() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The same, and the Prüfsteine of the Mindestmaß, which have a level. One query."""
    rows = _MINIMUM.rows()
    with_state = [(code, title) for code, title, kind in rows if kind != Kind.PRUEFSTEIN]
    return with_state, [(code, title) for code, title, kind in rows if kind == Kind.PRUEFSTEIN]
