"""What forms and documents know of the office: people, sections, indicators.

Forms choose from these lists (`valuesKey`): `seksi`, `petugas`, `indikator`; and
copy `semua_seksi`, `semua_petugas`, `daftar_undangan`, `capaian_indikator`,
`pagu_seksi`. They change seldom and are asked at every completion, so they are kept for a minute; a
serving process reads them anew every few seconds, ahead of any request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

import orjson

from engine.domain.actions import Action
from engine.domain.forms import FormDefinition
from engine.domain.identity import Assignment, AssignmentKind, Role, User
from engine.domain.indicators import Indicator
from engine.domain.measuring import calendar_names, case_period, measured_rows
from engine.domain.periods import Period, year_of
from engine.domain.values import CaseData, JsonObject, JsonValue, RoleKey, UserId
from engine.domain.worktime import DEFAULT_ZONE
from engine.services.office.open_actions import MOST_SHOWN, OPEN_ACTIONS, open_rows
from engine.services.office.promised import (
    CEILING,
    Ceilings,
    ceiling_words,
    ceilings_of,
    promised_rows,
)
from engine.store.database import UnitOfWork
from engine.store.plans import PlanStore

KEPT_FOR = timedelta(seconds=60)
LETTERHEAD = "kantor"
YEARS_BACK = 2
_ZONE = ZoneInfo(DEFAULT_ZONE)
_PREFIX = {
    AssignmentKind.HOLDER: "",
    AssignmentKind.PLT: "Plt.",
    AssignmentKind.PLH: "Plh.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """Somebody in a post, as letters name the person."""

    user: UserId
    name: str
    title: str
    prefix: str = ""
    nip: str = ""
    rank: str = ""

    def words(self) -> JsonObject:
        """Return the person under the names that templates use."""
        return {
            "nama": self.name,
            "nip": self.nip,
            "jabatan": self.title,
            "sebutan": self.prefix,
            "pangkat": self.rank,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeFacts:
    """The office at one moment.

    Attributes:
        letterhead: name, address and place, as templates print them.
        sections: role key to name.
        officers: role key to who has the post, substitutes first.
        indicators: by code.
        targets: by code, year and key of the period.
        actions: what was promised and is open, soonest due first.
        ceilings: of the signed plans, by year and section.
    """

    letterhead: JsonObject
    sections: Mapping[RoleKey, str]
    officers: Mapping[RoleKey, tuple[Officer, ...]]
    indicators: Mapping[str, Indicator]
    targets: Mapping[tuple[str, int, int], Decimal | None]
    actions: tuple[Action, ...] = ()
    ceilings: Ceilings = field(default_factory=dict)

    def item_words(self, item: JsonValue) -> str:
        """Return an item of a repeated step as people call it; a section by its name."""
        if not isinstance(item, str | int | float) or isinstance(item, bool):
            return ""
        return self.sections.get(RoleKey(str(item)), str(item))

    def officer(self, role: RoleKey, user: UserId | None = None) -> Officer | None:
        """Return who has a post: the given user, else the first."""
        found = self.officers.get(role, ())
        return next((one for one in found if one.user == user), next(iter(found), None))


class OfficeLists:
    """Reads the office and gives forms their lists."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, OfficeFacts] | None = None
        self._asking: dict[int, tuple[FormDefinition, tuple[str, ...]]] = {}

    def facts(self, uow: UnitOfWork, *, now: datetime) -> OfficeFacts:
        """Return the office, at most `KEPT_FOR` older than the store's."""
        kept = self._kept
        if kept is None or not kept[0] <= now < kept[0] + KEPT_FOR:
            kept = self._kept = (now, _read(uow, now))
        return kept[1]

    def forget(self) -> None:
        """Read the office anew when it is next asked for."""
        self._kept = None

    def refresh(self, uow: UnitOfWork, *, now: datetime) -> None:
        """Read the office anew, so that no request has to."""
        self._kept = (now, _read(uow, now))

    def of(
        self, uow: UnitOfWork, form: FormDefinition, data: CaseData, *, now: datetime
    ) -> JsonObject:
        """Return the names that a form may choose and copy from.

        Names of today are always there; the office's lists where the form asks.

        Args:
            uow: where they are read if nobody has lately.
            form: of the step.
            data: of the case, the item of a repeated step included.
            now: aware.
        """
        names = calendar_names(now.astimezone(_ZONE).date())
        wanted = self._wanted(form)
        if not wanted:
            return names
        facts = self.facts(uow, now=now)
        return names | {name: _LISTS[name](facts, data, now) for name in wanted}

    def _wanted(self, form: FormDefinition) -> tuple[str, ...]:
        """Return the lists that a form names anywhere; reading it once is enough."""
        known = self._asking.get(id(form))
        if known is None or known[0] is not form:
            text = orjson.dumps(form.raw).decode()
            names = tuple(one for one in _LISTS if one in text)
            known = self._asking[id(form)] = (form, names)
        return known[1]


def _read(uow: UnitOfWork, now: datetime) -> OfficeFacts:
    users = {user.id: user for user in uow.people.users() if user.active}
    roles = uow.people.roles()
    year = now.astimezone(_ZONE).year
    targets = {
        (one.indicator, one.year, one.period): one.value
        for counted in range(year - YEARS_BACK, year + 2)
        for one in uow.indicators.targets(counted)
    }
    plans = PlanStore(uow.connection).budgets(year - YEARS_BACK, year + 1)
    letterhead = uow.office.get(LETTERHEAD)
    return OfficeFacts(
        letterhead=letterhead if isinstance(letterhead, dict) else {},
        sections={role.key: role.name for role in roles if role.section},
        officers=_officers(users, roles, uow.people.assignments(), now),
        indicators={one.code: one for one in uow.indicators.all()},
        targets=targets,
        actions=uow.actions.open_ones(limit=MOST_SHOWN),
        ceilings=ceilings_of(plans),
    )


def _officers(
    users: Mapping[UserId, User],
    roles: list[Role],
    assignments: list[Assignment],
    now: datetime,
) -> dict[RoleKey, tuple[Officer, ...]]:
    names = {role.key: role.name for role in roles}
    found: dict[RoleKey, list[tuple[AssignmentKind, Officer]]] = {}
    for one in assignments:
        user = users.get(one.user)
        if user is None or not one.is_valid(now):
            continue
        officer = Officer(
            user=user.id,
            name=user.name,
            title=one.title or names.get(one.role, one.role),
            prefix=_PREFIX[one.kind],
            nip=user.nip,
            rank=user.rank,
        )
        found.setdefault(one.role, []).append((one.kind, officer))
    return {
        role: tuple(
            officer
            for _, officer in sorted(
                several, key=lambda pair: pair[0] is AssignmentKind.HOLDER
            )
        )
        for role, several in found.items()
    }


def _people(facts: OfficeFacts) -> list[dict[str, JsonValue]]:
    """Return one entry per officer, under the first of the officer's posts.

    A post that several share (`kasi`) names none of them; each has a section too.
    """
    shared = [role for role, several in facts.officers.items() if len(several) > 1]
    named: dict[UserId, RoleKey] = {}
    own = [role for role in facts.officers if role not in shared]
    for role in [*own, *shared]:
        for officer in facts.officers[role]:
            named.setdefault(officer.user, role)
    return [
        {"value": role, "label": f"{officer.name} – {officer.title}"}
        for role, several in facts.officers.items()
        for officer in several
        if named[officer.user] == role
    ]


def _invited(facts: OfficeFacts, data: CaseData) -> list[JsonValue]:
    invited = data.get("rapat_undangan")
    rows: list[JsonValue] = []
    for role in invited if isinstance(invited, list) else []:
        officer = facts.officer(RoleKey(str(role)))
        name = officer.name if officer else str(role)
        rows.append({"nama": name, "jabatan": officer.title if officer else ""})
    others = str(data.get("rapat_undangan_lain") or "").splitlines()
    rows += [{"nama": name.strip(), "jabatan": ""} for name in others if name.strip()]
    return rows


def _period(data: CaseData, now: datetime) -> Period:
    """Return the period that a case measures, the year of today without one."""
    return case_period(data) or year_of(now.astimezone(_ZONE).year)


_List = Callable[[OfficeFacts, CaseData, datetime], JsonValue]
_LISTS: Mapping[str, _List] = MappingProxyType(
    {
        "seksi": lambda facts, _data, _now: [
            {"value": key, "label": name} for key, name in facts.sections.items()
        ],
        OPEN_ACTIONS: lambda facts, *_: open_rows(facts.actions, facts.officers),
        "semua_seksi": lambda facts, _data, _now: list(facts.sections),
        "petugas": lambda facts, _data, _now: list(_people(facts)),
        "semua_petugas": lambda facts, _data, _now: [
            one["value"] for one in _people(facts)
        ],
        "daftar_undangan": lambda facts, data, _now: _invited(facts, data),
        "indikator": lambda facts, data, now: promised_rows(
            facts.indicators, facts.targets, _period(data, now)
        ),
        CEILING: lambda facts, data, now: ceiling_words(
            facts.ceilings, data.get("seksi_ini"), _period(data, now).year
        ),
        "capaian_indikator": lambda facts, data, _now: list(
            measured_rows(data, facts.indicators)
        ),
    }
)
