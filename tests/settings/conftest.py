"""What the tests of settings and membership share."""

import re

import pytest
from django.utils import timezone

from districts.invitations import invite
from districts.member import Member, holdings_in, read_belongings
from districts.rights import read_rights


@pytest.fixture
def member_of():
    """``member_of(place, "coordination")``: the person inside the district, as a request would see them."""

    def make(place, label):
        user, today = place.people[label], timezone.localdate()
        holdings = holdings_in(read_belongings(user.pk, today).holdings, place.district.pk)
        rights = read_rights(user_id=user.pk, district_id=place.district.pk, day=today)
        return Member(user, place.district, rights, holdings)

    return make


@pytest.fixture
def link_in():
    """``link_in(mail)``: the path of the first link in a mail."""

    def find(mail):
        return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]

    return find


@pytest.fixture
def invited(world, member_of, mailoutbox, django_capture_on_commit_callbacks, link_in):
    """``invited(email, role, by="coordination", …)``: invites into Mitte and returns the link of the mail."""

    def make(email, role, *, by="coordination", **place):
        with django_capture_on_commit_callbacks(execute=True):
            invite(
                district=world.mitte.district,
                by=member_of(world.mitte, by),
                inviter=world.mitte.people[by],
                email=email,
                role=role,
                **place,
            )
        return link_in(mailoutbox[-1])

    return make


@pytest.fixture
def comparable():
    """``comparable(answer, address)``: the page without what differs by nature (address, masked tokens)."""

    def strip(answer, address):
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"', "", answer.content.decode())
        return re.sub(r'name="next" value="[^"]*"|http://testserver\S*', "", text)

    return strip
