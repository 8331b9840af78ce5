"""Officers, roles and posts: what an administrator may do, and what law refuses."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.identity import AssignmentKind, Right, Role
from engine.domain.values import RoleKey, UserId
from engine.errors import OfficeInvalidError, RefusedError, VersionConflictError
from engine.services.people.acting import Order, Span, doubts, problems
from engine.services.people.roster import Staff
from engine.services.people.staffing import UserChange, midnight, new_password
from tests.services.diagrams import TWO_STEPS

TODAY = date(2024, 8, 19)


@pytest.fixture
def staffing(house):
    return house.office.administration.staffing


def order(user, role="kepala", **more):
    """Return an order for a Plh. of ten days, with its letter."""
    given: dict[str, Any] = {
        "kind": AssignmentKind.PLH,
        "letter": "800/1/2024",
        "letter_date": "2024-08-18",
        "first": TODAY,
        "last": TODAY + timedelta(days=9),
    } | more
    return Order(user=user.user, role=role, **given)


def refused(call):
    """Return the message keys by field with which a call is refused."""
    with pytest.raises(OfficeInvalidError) as caught:
        call()
    return caught.value.facts["errors"]


def staff(house) -> Staff:
    found: Staff = house.office.administration.roster.staff(house.admin)
    return found


def posts_of(house, actor):
    (member,) = [one for one in staff(house).members if one.user.id == actor.user]
    return member.posts


def changed(house, actor, **more):
    """Return a change of an officer's data that keeps what is not named."""
    (member,) = [one for one in staff(house).members if one.user.id == actor.user]
    user = member.user
    kept: dict[str, Any] = {
        "name": user.name,
        "nip": user.nip,
        "rank": user.rank,
        "email": user.email,
        "active": user.active,
        "version": user.version,
    }
    return UserChange(**(kept | more))


def test_an_acting_officer_gets_the_role_and_loses_it_by_itself(house, staffing):
    staffing.assign(order(house.staf), house.admin)

    during = house.office.accounts.actor(house.staf.user)
    house.clock.advance(timedelta(days=10))
    after = house.office.accounts.actor(house.staf.user)

    assert during.acts_as(RoleKey("kepala")) is AssignmentKind.PLH
    assert Right.SUPERVISE in during.rights
    assert RoleKey("kepala") not in after.roles
    assert Right.SUPERVISE not in after.rights


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        pytest.param({"letter": ""}, {"letter"}, id="no letter"),
        pytest.param({"letter_date": ""}, {"letter_date"}, id="letter without day"),
        pytest.param({"letter_date": "kemarin"}, {"letter_date"}, id="no date"),
        pytest.param({"last": None}, {"last"}, id="without end"),
        pytest.param({"first": None}, {"first"}, id="without beginning"),
        pytest.param({"last": date(2024, 8, 1)}, {"last"}, id="ends before"),
    ],
)
def test_an_order_to_act_says_by_which_letter_and_how_long(
    house, staffing, more, fields
):
    wrong = order(house.staf, **more)

    errors = refused(lambda: staffing.assign(wrong, house.admin))

    assert set(errors) == fields


def test_nobody_acts_for_an_acting_officer(house, staffing):
    staffing.assign(order(house.staf), house.admin)

    errors = refused(lambda: staffing.assign(order(house.other_staf), house.admin))

    assert errors == {"role": "office.cascade"}


def test_after_the_first_order_has_ended_another_may_be_given(house, staffing):
    first = staffing.assign(order(house.staf), house.admin)
    house.clock.advance(timedelta(hours=1))
    staffing.end(first.id, house.admin, reason="kembali")

    later = order(house.other_staf, first=TODAY + timedelta(days=1))

    assert staffing.assign(later, house.admin).user == house.other_staf.user


def test_each_of_several_holders_may_have_a_substitute(house, staffing):
    first = order(house.kepala, role="staf")

    staffing.assign(first, house.admin)

    assert staffing.assign(order(house.stranger, role="staf"), house.admin)


def test_who_has_a_post_does_not_act_in_it(house, staffing):
    errors = refused(lambda: staffing.assign(order(house.kepala), house.admin))

    assert errors == {"role": "office.has_already"}


def keys(found):
    return {key for key, _ in found}


def test_a_plt_is_doubted_where_the_post_has_its_holder(house, staffing):
    plt = order(house.staf, kind=AssignmentKind.PLT)

    assert keys(staffing.doubts(plt, house.admin)) == {"office.plt_but_held"}


def test_a_plh_is_doubted_where_the_post_is_vacant(house, staffing):
    (post,) = posts_of(house, house.kepala)
    staffing.end(post.id, house.admin, reason="pensiun")

    found = staffing.doubts(order(house.staf), house.admin)

    assert keys(found) == {"office.plh_but_vacant"}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(date(2024, 11, 18), set(), id="three months to the day"),
        pytest.param(date(2024, 11, 19), {"office.plt_too_long"}, id="one day more"),
    ],
)
def test_a_plt_lasts_three_months(house, staffing, last, expected):
    (post,) = posts_of(house, house.kepala)
    staffing.end(post.id, house.admin, reason="pensiun")
    plt = order(house.staf, kind=AssignmentKind.PLT, last=last)

    assert keys(staffing.doubts(plt, house.admin)) == expected


def test_a_plt_is_extended_once(house, staffing):
    (post,) = posts_of(house, house.kepala)
    staffing.end(post.id, house.admin, reason="pensiun")
    for first, last in (
        (TODAY, date(2024, 11, 18)),
        (date(2024, 11, 19), date(2025, 2, 18)),
    ):
        span = {"first": first, "last": last, "kind": AssignmentKind.PLT}
        staffing.assign(order(house.staf, **span), house.admin)

    third = order(
        house.staf,
        kind=AssignmentKind.PLT,
        first=date(2025, 2, 19),
        last=date(2025, 5, 18),
    )

    assert "office.plt_too_often" in keys(staffing.doubts(third, house.admin))


@given(
    first=st.dates(date(2001, 1, 1), date(2099, 1, 1)),
    days=st.integers(min_value=0, max_value=88),
)
def test_no_plt_of_less_than_three_months_is_too_long(first, days):
    asked = Order(
        user="a",
        role="b",
        kind=AssignmentKind.PLT,
        letter="1",
        letter_date="2024-01-01",
        first=first,
        last=first + timedelta(days=days),
    )
    span = Span(since=midnight(asked.first), until=midnight(asked.last, days=1))

    assert problems(asked, [], span) == {}
    assert "office.plt_too_long" not in keys(doubts(asked, [], [], span))


def test_the_last_administrator_stays(house, staffing):
    (post,) = posts_of(house, house.admin)
    role = next(one for one in staff(house).roles if one.key == "administrator")

    ended = refused(lambda: staffing.end(post.id, house.admin, reason=""))
    off = refused(
        lambda: staffing.change_user(
            house.admin.user, changed(house, house.admin, active=False), house.admin
        )
    )
    powerless = refused(
        lambda: staffing.put_role(
            replace(role, rights=frozenset()), house.admin, fresh=False
        )
    )

    assert ended == off == powerless == {"": "office.last_administrator"}
    assert house.office.accounts.actor(house.admin.user).has(Right.ADMINISTER)


def test_who_may_sign_in_no_more_is_nobody_at_once(house, staffing):
    staffing.change_user(
        house.staf.user, changed(house, house.staf, active=False), house.admin
    )

    assert house.office.accounts.actor(house.staf.user) is None


def test_two_changes_of_one_officer_do_not_overwrite_each_other(house, staffing):
    seen = changed(house, house.staf, name="Satu")
    staffing.change_user(house.staf.user, seen, house.admin)

    with pytest.raises(VersionConflictError):
        staffing.change_user(house.staf.user, replace(seen, name="Dua"), house.admin)


def test_a_role_key_is_given_once(house, staffing):
    again = Role(key=RoleKey("staf"), name="Lain")

    errors = refused(lambda: staffing.put_role(again, house.admin, fresh=True))

    assert errors == {"key": "office.role_known"}


def test_nobody_else_changes_the_staff(house, staffing):
    calls = (
        lambda: staffing.assign(order(house.staf), house.kepala),
        lambda: staffing.end("x", house.staf, reason=""),
        lambda: staffing.change_user(
            house.staf.user, changed(house, house.staf), house.stranger
        ),
        lambda: house.office.administration.roster.staff(house.stranger),
    )

    for call in calls:
        with pytest.raises(RefusedError):
            call()


def test_a_lane_that_nobody_can_work_for_is_named(house, staffing):
    house.deploy(TWO_STEPS)
    empty_before = staff(house).empty_lanes
    for actor in (house.staf, house.other_staf):
        for post in posts_of(house, actor):
            staffing.end(post.id, house.admin, reason="mutasi")

    found = staff(house).empty_lanes

    assert not [one for one in empty_before if one.role == "staf"]
    assert "staf" in {one.role for one in found}


def test_an_absent_officers_tasks_go_to_another_with_a_reason(house):
    house.deploy(TWO_STEPS)
    case = house.start("dua-langkah")
    task = house.open_task(case.id)
    house.office.inbox.claim(task.id, house.staf)
    handover = house.office.administration.handover

    done = handover.give(
        UserId(house.staf.user),
        house.kepala,
        to=house.other_staf.user,
        tasks=[task.id],
        reason="sakit",
    )

    assert [one.assignee for one in done.given] == [house.other_staf.user]
    assert handover.held(house.staf.user, house.admin).entries == ()
    assert house.kinds(case.id)[-1] == "task.reassigned"
    with pytest.raises(RefusedError):
        handover.held(house.staf.user, house.other_staf)


def test_new_passwords_are_long_and_never_the_same():
    made = {new_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(one) >= 17 for one in made)
