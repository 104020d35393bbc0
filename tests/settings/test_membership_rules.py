"""Rules of belonging: nobody raises their own rights, nobody removes the last coordination."""

import datetime
import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from districts.invitations import accept, invite, resend, revoke
from districts.membership import end_membership, start_membership
from districts.models import Invitation, Membership, StatewideMembership
from districts.refusals import NotNow, Refused
from districts.roles import INVITES, NEEDS_AREA, NEEDS_OFFICE, NEEDS_REGIONS, Role, StatewideRole
from districts.statewide import add_statewide, deactivate, end_statewide, reactivate
from districts.wall.session import DatabaseRole, acting_as
from tests.factories import World, add_member, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


def place_for(place, role, number=0):
    """What a membership of ``role`` names: the office, area or regions with ``number``."""
    return {
        "office": place.offices[number] if role in NEEDS_OFFICE else None,
        "area": place.areas[number] if role in NEEDS_AREA else None,
        "regions": place.regions[:1] if role in NEEDS_REGIONS else (),
    }


def test_everybody_invites_whom_the_table_says_and_nobody_else(world, member_of):
    for inviter in Role:
        by = member_of(world.mitte, inviter)
        for role in Role:
            for number in (0, 1):
                act = partial(
                    invite,
                    district=world.mitte.district,
                    by=by,
                    inviter=by.user,
                    email=f"{inviter}.{role}.{number}@new.example",
                    role=role,
                    **place_for(world.mitte, role, number),
                )
                own_place = role not in NEEDS_OFFICE or number == 0
                if role in INVITES.get(inviter, set()) and own_place:
                    assert act().role == role
                else:
                    with pytest.raises(Refused):
                        act()
    assert Invitation.objects.count() == 2 * 4 + 2 + 2


def test_everybody_ends_whom_they_may_invite(world, member_of):
    add_member(world.mitte, Role.COORDINATION, label="successor")
    for ender in Role:
        by = member_of(world.mitte, ender)
        for label in [*Role, "second_head", "second_leadership"]:
            membership = world.mitte.people[label].memberships.get()
            if membership.role in INVITES.get(ender, set()) and label != "second_head":
                end_membership(membership=membership, by=by)
                membership.refresh_from_db()
                assert membership.ends_on == TODAY() - DAY, (ender, label)
                Membership.objects.filter(pk=membership.pk).update(ends_on=None)
            else:
                with pytest.raises(Refused):
                    end_membership(membership=membership, by=by)


def test_an_ended_membership_loses_access_with_the_next_click(world, sign_in, member_of):
    client = sign_in(world.mitte.people["reader"])
    assert client.get("/bezirk/mitte/").status_code == 200
    end_membership(membership=world.mitte.people["reader"].memberships.get(), by=member_of(world.mitte, "coordination"))
    assert client.get("/bezirk/mitte/").status_code == 404


def test_a_membership_is_never_lengthened_by_ending_it(world, member_of):
    add_member(world.mitte, Role.COORDINATION, label="successor")
    own = world.mitte.people["coordination"].memberships.get()
    Membership.objects.filter(pk=own.pk).update(ends_on=TODAY() + 10 * DAY)
    with pytest.raises(NotNow, match="endet schon früher"):
        end_membership(membership=own, by=member_of(world.mitte, "coordination"), on=TODAY() + 20 * DAY)
    own.refresh_from_db()
    assert own.ends_on == TODAY() + 10 * DAY


def test_a_membership_does_not_end_in_the_past(world, member_of):
    membership = world.mitte.people["reader"].memberships.get()
    with pytest.raises(NotNow, match="rückwirkend"):
        end_membership(membership=membership, by=member_of(world.mitte, "coordination"), on=TODAY() - 30 * DAY)
    end_membership(membership=membership, by=member_of(world.mitte, "coordination"))
    with pytest.raises(NotNow, match="schon beendet"):
        end_membership(membership=membership, by=member_of(world.mitte, "coordination"))


@pytest.mark.parametrize("by", ["coordination", StatewideRole.OPERATOR])
@pytest.mark.parametrize("other", ["none", "ends", "later", "closed", "same person", "other district"])
def test_the_last_coordination_stays(world, member_of, by, other):
    own = world.mitte.people["coordination"].memberships.get()
    if other in ("ends", "later", "closed"):
        person = add_member(world.mitte, Role.COORDINATION, label="successor")
        if other == "ends":
            person.memberships.update(ends_on=TODAY() + DAY)
        elif other == "later":
            person.memberships.update(starts_on=TODAY() + 5 * DAY)
        else:
            person.is_active = False
            person.save()
    elif other == "same person":
        start_membership(district=world.mitte.district, user=own.user, role=Role.COORDINATION)
    by = member_of(world.mitte, by) if by == "coordination" else by
    with pytest.raises(NotNow, match="letzte Planungskoordination"):
        end_membership(membership=own, by=by)
    own.refresh_from_db()
    assert own.ends_on is None
    if other == "other district":
        add_member(world.mitte, Role.COORDINATION, label="successor")
        end_membership(membership=own, by=by)


def test_the_last_coordination_may_hand_over_on_the_day_a_successor_begins(world, member_of):
    person = add_member(world.mitte, Role.COORDINATION, label="successor")
    person.memberships.update(starts_on=TODAY() + 5 * DAY)
    end_membership(
        membership=world.mitte.people["coordination"].memberships.get(),
        by=member_of(world.mitte, "coordination"),
        on=TODAY() + 4 * DAY,
    )


def build_world():
    with transaction.atomic():
        return World.build()


def run_at_once(*acts):
    """Runs the functions as operator in threads that start together; returns what each raised (None if nothing)."""
    results: list[Exception | None] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number, act):
        start.wait()
        try:
            with transaction.atomic(), acting_as(DatabaseRole.OPERATOR):
                act()
        except Exception as error:  # noqa: BLE001  # the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_coordinations_cannot_end_each_other_at_once():
    world = build_world()
    add_member(world.mitte, Role.COORDINATION, label="second")
    coordinations = list(
        Membership.objects.filter(district=world.mitte.district, role=Role.COORDINATION, user__is_active=True)
    )
    assert len(coordinations) == 2
    raised = run_at_once(*(lambda m=m: end_membership(membership=m, by=StatewideRole.OPERATOR) for m in coordinations))
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "NotNow"]
    assert (
        Membership.objects.valid_on(TODAY()).filter(district=world.mitte.district, role=Role.COORDINATION).count()
    ) == 1


@pytest.mark.django_db(transaction=True)
def test_two_operators_cannot_close_each_other_at_once():
    world = build_world()
    second = make_user("operator2@test.example")
    StatewideMembership.objects.create(user=second, role=StatewideRole.OPERATOR)
    raised = run_at_once(
        lambda: deactivate(person=second, by=world.operator), lambda: deactivate(person=world.operator, by=second)
    )
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "NotNow"]


@pytest.mark.django_db(transaction=True)
def test_the_same_invitation_twice_at_once_makes_one():
    world = build_world()

    def act():
        invite(
            district=world.mitte.district,
            by=StatewideRole.OPERATOR,
            inviter=world.operator,
            email="neu@test.example",
            role=Role.COORDINATION,
        )

    raised = run_at_once(act, act)
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "NotNow"]
    assert Invitation.objects.count() == 1


def test_nobody_invites_themselves(world, member_of):
    head = member_of(world.mitte, "office_head")
    with pytest.raises(NotNow, match="Sich selbst"):
        invite(
            district=world.mitte.district,
            by=head,
            inviter=head.user,
            email=head.user.email.upper(),
            role=Role.OFFICE_STAFF,
            office=world.mitte.offices[0],
        )


def test_the_same_role_is_not_given_twice(world, member_of, invited):
    reader = world.mitte.people["reader"]
    with pytest.raises(NotNow, match="hat diese Rolle"):
        invited(reader.email, Role.READER)
    invited("neu@test.example", Role.READER)
    with pytest.raises(NotNow, match="offene Einladung"):
        invited("neu@test.example", Role.READER)
    Invitation.objects.update(expires_at=timezone.now() - DAY)
    invited("neu@test.example", Role.READER)
    assert Invitation.objects.filter(revoked_at=None).count() == 1


def test_an_office_that_is_no_more_gets_no_members(world, invited):
    office = world.mitte.offices[0]
    link = invited("neu@test.example", Role.OFFICE_STAFF, by="office_head", office=office)
    office.is_active = False
    office.save()
    with pytest.raises(NotNow, match="besteht nicht mehr"):
        invited("anders@test.example", Role.OFFICE_STAFF, by="office_head", office=office)
    with pytest.raises(NotNow, match="gilt nicht mehr"):
        accept(
            district=world.mitte.district, token=link.rstrip("/").rsplit("/", 1)[1], user=make_user("neu@test.example")
        )


def test_a_role_without_its_place_is_refused(world, member_of):
    by = member_of(world.mitte, "coordination")
    with pytest.raises(NotNow, match="mindestens eine Region"):
        invite(
            district=world.mitte.district,
            by=by,
            inviter=by.user,
            email="neu@test.example",
            role=Role.NEIGHBOURHOOD,
        )


def test_a_link_gives_one_membership_and_no_role_twice(world, invited):
    person = make_user("neu@test.example")
    first = invited("neu@test.example", Role.READER).rstrip("/").rsplit("/", 1)[1]
    accept(district=world.mitte.district, token=first, user=person)
    with pytest.raises(NotNow, match="gilt nicht mehr"):
        accept(district=world.mitte.district, token=first, user=person)
    second = invited("neu@test.example", Role.DATA).rstrip("/").rsplit("/", 1)[1]
    start_membership(district=world.mitte.district, user=person, role=Role.DATA)
    with pytest.raises(NotNow, match="Rolle im Bezirk schon"):
        accept(district=world.mitte.district, token=second, user=person)
    assert sorted(person.memberships.values_list("role", flat=True)) == ["data", "reader"]


def test_who_may_not_invite_neither_resends_nor_revokes(world, member_of, invited):
    invited("neu@test.example", Role.READER)
    invitation = Invitation.objects.get()
    head = member_of(world.mitte, "office_head")
    with pytest.raises(Refused):
        resend(invitation=invitation, district=world.mitte.district, by=head, inviter=head.user)
    with pytest.raises(Refused):
        revoke(invitation=invitation, by=head)


def test_the_last_operator_stays(world):
    own = world.operator.statewide.get()
    with pytest.raises(NotNow, match="letzte Zugang"):
        end_statewide(membership=own)
    second = make_user("operator2@test.example")
    StatewideMembership.objects.create(user=second, role=StatewideRole.OPERATOR)
    end_statewide(membership=own)
    with pytest.raises(NotNow, match="schon beendet"):
        end_statewide(membership=own)
    with pytest.raises(NotNow, match="letzte Zugang"):
        deactivate(person=second, by=world.operator)


def test_an_operator_gives_no_role_to_themselves(world):
    with pytest.raises(NotNow, match="Sich selbst"):
        add_statewide(
            email=world.operator.email,
            name="",
            role=StatewideRole.SENATE,
            department="Ressort",
            by=world.operator,
        )


def test_closing_an_account(world, sign_in):
    reader = world.mitte.people["reader"]
    client = sign_in(reader)
    assert client.get("/bezirk/mitte/").status_code == 200
    deactivate(person=reader, by=world.operator)
    assert client.get("/bezirk/mitte/").status_code == 302
    reactivate(person=reader)
    # The old session does not come back to life.
    assert client.get("/bezirk/mitte/").status_code == 302
    for person, words in ((world.operator, "eigene Konto"), (world.mitte.people["coordination"], "letzte Planungsk")):
        with pytest.raises(NotNow, match=words):
            deactivate(person=person, by=world.operator)
