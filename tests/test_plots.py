"""Geometry of the bars: what a reader would measure with a ruler."""

import datetime

import pytest

from lists.plots import TIMELINE_WIDTH, Lane, Mark, Row, Series, bar_plot, profile_plot, timeline_plot


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


def test_a_line_of_time_puts_things_at_their_day_and_the_same_days_beside_each_other():
    first, last = datetime.date(2026, 1, 1), datetime.date(2027, 6, 30)
    day = datetime.date(2026, 9, 30)
    marks = [
        Mark(day, "eins", "moving"),
        Mark(day, "zwei", "moving"),
        Mark(datetime.date(2028, 1, 1), "fern", "moving"),
    ]
    plot = timeline_plot(title="T", first=first, last=last, today=day, lanes=[Lane("Fristen", marks)])
    dots = plot["lanes"][0]["dots"]
    assert [dot["label"] for dot in dots] == ["30.09.2026: eins", "30.09.2026: zwei"]
    assert plot["today"] == dots[0]["x"] != dots[1]["x"]
    assert abs(float(dots[0]["x"]) - TIMELINE_WIDTH / 2) < 5
    assert [m["label"] for m in plot["months"] if m["label"]][:2] == ["Jan. 2026", "Apr. 2026"]
    assert len(plot["months"]) == 18
    assert timeline_plot(title="T", first=first, last=last, today=datetime.date(2030, 1, 1), lanes=[])["today"] == ""
    with pytest.raises(ValueError, match="length"):
        timeline_plot(title="T", first=first, last=first, today=first, lanes=[])


COLUMNS = [("1", "Eins"), ("2", "Zwei"), ("3", "Drei")]
STEPS = ["unten", "mitte", "oben"]


def test_a_profile_draws_higher_steps_higher_and_breaks_where_nothing_is():
    shown = profile_plot(title="t", columns=COLUMNS, steps=STEPS, series=[Series("a", [0, 2, None])])
    (low, left), (high, right) = [(y, x) for x, y in shown["lines"][0]["points"]]
    assert high < low
    assert left < right
    assert len(shown["lines"][0]["pieces"]) == 1
    assert profile_plot(title="t", columns=COLUMNS, steps=STEPS, series=[Series("a", [0, None, 2])])["lines"][0][
        "pieces"
    ] == []  # fmt: skip


def test_the_table_beside_a_profile_says_the_same_in_words():
    two = [Series("a", [0, 2, None]), Series("b", [1, 1, 1])]
    shown = profile_plot(title="t", columns=COLUMNS, steps=STEPS, series=two)
    assert shown["rows"] == [("Eins", ["unten", "mitte"]), ("Zwei", ["oben", "mitte"]), ("Drei", ["–", "mitte"])]


def test_a_profile_with_another_number_of_values_is_refused():
    with pytest.raises(ValueError, match="one value per column"):
        profile_plot(title="t", columns=COLUMNS, steps=STEPS, series=[Series("a", [0])])
