"""Officers, posts and roles in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.identity import Assignment, AssignmentKind, Right, Role
from engine.domain.values import RoleKey
from engine.services.people.roster import Member, Staff
from web.admin.asked import local_day, short_day
from web.asking import Visit

PATH = "/petugas"
KINDS = tuple(kind.value for kind in AssignmentKind)
RIGHTS = tuple(right.value for right in Right)


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A post as a line: the role with its prefix, and its time.

    Attributes:
        state: now, later or past.
    """

    id: str
    words: str
    time: str
    letter: str
    state: str
    acting: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficerLine:
    """An officer in the list."""

    path: str
    name: str
    login: str
    nip: str
    active: bool
    stand_in: bool
    posts: tuple[Post, ...]
    later: int


def staff_page(staff: Staff, visit: Visit) -> dict[str, object]:
    """Return what the list of officers shows: those who work here first."""
    names = staff.names()
    lines = [
        OfficerLine(
            path=f"{PATH}/{one.user.id}",
            name=one.user.name,
            login=one.user.login,
            nip=one.user.nip,
            active=one.user.active,
            stand_in=one.user.stand_in,
            posts=tuple(post_of(post, names, staff.now, visit) for post in one.now),
            later=sum(1 for post in one.posts if _is_later(post, staff.now)),
        )
        for one in sorted(staff.members, key=lambda one: not one.user.active)
    ]
    return {
        "rows": lines,
        "roles": len(staff.roles),
        "empty_lanes": [
            {
                "lane": one.lane,
                "sops": ", ".join(one.sops),
                "fix": f"{PATH}/penugasan?peran={one.role}",
                "known": one.role in names,
                "make": f"{PATH}/peran/baru?kunci={one.role}&nama={one.lane}",
            }
            for one in staff.empty_lanes
        ],
        "acting": [
            (line, post) for line in lines for post in line.posts if post.acting
        ],
    }


def officer_page(member: Member, staff: Staff, visit: Visit) -> dict[str, object]:
    """Return what an officer's page shows; posts that hold come first."""
    order = ("now", "later", "past")
    posts = [post_of(one, staff.names(), staff.now, visit) for one in member.posts]
    return {
        "user": member.user,
        "path": f"{PATH}/{member.user.id}",
        "posts": sorted(posts, key=lambda one: order.index(one.state)),
    }


def post_of(
    one: Assignment, names: Mapping[RoleKey, str], now: datetime, visit: Visit
) -> Post:
    """Return a post in words."""
    role = names.get(one.role, one.role)
    acting = one.kind is not AssignmentKind.HOLDER
    words = visit.say(f"admin.kind_{one.kind.value}_of", role=role) if acting else role
    if one.title and not acting:
        words = one.title if role in one.title else f"{one.title} ({role})"
    return Post(
        id=one.id,
        words=words,
        time=_time(one, visit),
        letter=_letter(one, visit),
        state=_state(one, now),
        acting=acting,
    )


def role_rows(staff: Staff, visit: Visit) -> list[dict[str, object]]:
    """Return the roles with their rights and who has them now."""
    held: dict[RoleKey, list[str]] = {}
    for member in staff.members:
        for post in member.now if member.user.active else ():
            held.setdefault(post.role, []).append(member.user.name)
    return [
        {
            "role": role,
            "path": f"{PATH}/peran/{role.key}",
            "rights": [visit.say(f"admin.right_{one}") for one in _rights(role)],
            "officers": held.get(role.key, []),
        }
        for role in staff.roles
    ]


def _rights(role: Role) -> list[str]:
    return [one for one in RIGHTS if Right(one) in role.rights]


def _is_later(one: Assignment, now: datetime) -> bool:
    return _state(one, now) == "later"


def _state(one: Assignment, now: datetime) -> str:
    if one.is_valid(now):
        return "now"
    is_later = one.valid_from is not None and one.valid_from > now
    return "later" if is_later else "past"


def _time(one: Assignment, visit: Visit) -> str:
    facts = {}
    if one.valid_from is not None:
        facts["first"] = short_day(local_day(one.valid_from), visit.language)
    if one.valid_until is not None:
        last = local_day(one.valid_until - timedelta(seconds=1))
        facts["last"] = short_day(last, visit.language)
    if not facts:
        return ""
    return visit.say("admin.time_" + "_".join(facts), **facts)


def _letter(one: Assignment, visit: Visit) -> str:
    if not one.letter:
        return ""
    try:
        day = short_day(datetime.fromisoformat(one.letter_date).date(), visit.language)
    except ValueError:
        day = one.letter_date
    return visit.say("admin.letter_of", number=one.letter, day=day)
