"""Geometry of the bars: what a reader would measure with a ruler."""

import pytest

from lists.plots import Row, bar_plot


def plot(*rows, **options):
    return bar_plot(title="t", head="h", value_head="v", rows=rows, **options)


def test_parts_follow_each_other_on_one_scale():
    shown = plot(Row("lang", "8", [("settled", 2), ("open", 6)]), Row("kurz", "4", [("open", 4)]))
    first, second = shown["rows"]
    assert [(bar["x"], bar["width"]) for bar in first["bars"]] == [("0.00", "25.00"), ("25.00", "75.00")]
    assert [(bar["x"], bar["width"]) for bar in second["bars"]] == [("0.00", "50.00")]


def test_a_given_maximum_sets_the_scale():
    shown = plot(Row("a", "1", [("open", 1)]), maximum=4)
    assert shown["rows"][0]["bars"][0]["width"] == "25.00"


def test_nothing_is_drawn_for_nothing():
    assert plot(Row("leer", "k. A.", []), Row("null", "0", [("open", 0)]))["rows"][1]["bars"] == []


def test_a_negative_part_is_refused():
    with pytest.raises(ValueError, match="shorter than nothing"):
        plot(Row("falsch", "-1", [("open", -1)]))
