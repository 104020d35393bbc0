"""Which step has been reached on which day: dates alone."""

import datetime

import pytest

from reminders.calendar import is_working_day, working_day_until
from reminders.models import ReminderSettings
from reminders.steps import holder_step, late_step

D = datetime.date
DUE = D(2027, 6, 9)


def step(today, due_on=DUE, **changed):
    return holder_step(due_on=due_on, today=today, settings=ReminderSettings(**changed))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (D(2027, 5, 25), None),
        (D(2027, 5, 26), 14),
        # 6 June is a Sunday: three days before moves to Friday the 4th.
        (D(2027, 6, 3), 14),
        (D(2027, 6, 4), 3),
        (D(2027, 6, 8), 3),
        (D(2027, 6, 9), 0),
        (D(2027, 6, 15), 0),
        (D(2027, 6, 16), -7),
        (D(2027, 6, 23), -14),
        (D(2027, 7, 1), -21),
    ],
)
def test_the_last_step_reached_counts(today, expected):
    assert step(today) == expected


def test_a_holiday_of_berlin_alone_moves_to_the_working_day_before():
    # Frauentag, Monday 8 March: a holiday in Berlin, not in the Republic.
    assert not is_working_day(D(2027, 3, 8))
    assert working_day_until(D(2027, 3, 8)) == D(2027, 3, 5)
    assert step(D(2027, 3, 4), due_on=D(2027, 3, 8)) == 14
    assert step(D(2027, 3, 5), due_on=D(2027, 3, 8)) == 0


def test_easter_is_passed_over_as_a_whole():
    assert working_day_until(D(2027, 3, 29)) == D(2027, 3, 25)
    # One week late would be Good Friday.
    assert step(D(2027, 3, 25), due_on=D(2027, 3, 19)) == -7


def test_a_district_sets_its_own_days():
    assert step(D(2027, 5, 11), first_lead=30, second_lead=7) == 30
    assert step(D(2027, 6, 2), first_lead=30, second_lead=7) == 7


@pytest.mark.parametrize("after", [1, 3, 10])
def test_others_hear_of_it_late_and_then_weekly(after):
    found = [late_step(after=after, due_on=DUE, today=DUE + datetime.timedelta(days=n)) for n in range(40)]
    assert found[0] is None
    reached = sorted({s for s in found if s is not None}, reverse=True)
    assert reached == [-after - 7 * n for n in range(len(reached))]
    assert len(reached) >= 4


def test_steps_only_ever_move_on():
    for offset in range(14):
        due_on = DUE + datetime.timedelta(days=offset)
        found = [step(due_on + datetime.timedelta(days=n), due_on=due_on) for n in range(-30, 60)]
        told = [s for s in found if s is not None]
        assert told == sorted(told, reverse=True)
