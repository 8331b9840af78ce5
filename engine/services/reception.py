"""What everybody sees at the front door: whose office it is, and what is new.

The name of the office stands on every page and changes once in years, so it is
kept for a minute. How many tasks wait is asked anew each time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.domain.identity import Actor
from engine.domain.values import JsonObject
from engine.services.demo import office as demo_office
from engine.services.office.directory import LETTERHEAD
from engine.store.database import Database, UnitOfWork
from engine.store.piles import InboxCounts

DEMO = "demo"  # the mark that loading the demo leaves
_KEPT_FOR = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeSign:
    """What hangs over the door.

    Attributes:
        name: of the office; empty until it was set.
        above: the government that the office belongs to, or empty.
        arms: address of its coat of arms (`data:image/…`), or empty.
        demo: the password of the demo's officers, None in an office that works.
    """

    name: str = ""
    above: str = ""
    arms: str = ""
    demo: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoOfficer:
    """An officer of the demo, whom anybody may try."""

    login: str
    name: str
    title: str


class ReceptionService:
    """Answers what needs no rights, and what the header of every page tells."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept: tuple[datetime, OfficeSign] | None = None

    def sign(self) -> OfficeSign:
        """Return what hangs over the door, at most a minute old."""
        now = self._clock.now()
        if self._kept is None or not now - _KEPT_FOR < self._kept[0] <= now:
            with self._database.read() as uow:
                self._kept = (now, _sign(uow))
        return self._kept[1]

    def forget(self) -> None:
        """Read the sign anew when it is next asked for."""
        self._kept = None

    def demo_officers(self) -> list[DemoOfficer]:
        """Return whom a visitor may try; nobody in an office that works."""
        if self.sign().demo is None:
            return []
        with self._database.read() as uow:
            active = {user.login for user in uow.people.users() if user.active}
        return [
            DemoOfficer(login=one.login, name=one.name, title=one.title)
            for one in demo_office.OFFICERS
            if one.login in active
        ]

    def waiting(self, actor: Actor) -> InboxCounts:
        """Return how many tasks wait for somebody, each number capped at 100."""
        now = self._clock.now()
        with self._database.read() as uow:
            return uow.tasks.counts(actor.roles, actor.user, now=now)

    def gauges(self) -> dict[str, float]:
        """Return numbers of this moment for those who watch the machine.

        Raises:
            DatabaseUnavailableError: the database does not answer.
        """
        now = self._clock.now()
        with self._database.read() as uow:
            seen = [worker.seen_at for worker in uow.workers.all()]
            open_incidents = len(uow.incidents.open())
        silent = max((now - at for at in seen), default=timedelta())
        return {
            "incidents_open": open_incidents,
            "workers": len(seen),
            "worker_silence_seconds": silent.total_seconds(),
        }

    def is_ready(self) -> bool:
        """Tell whether the database answers, with the tables of this version.

        Raises:
            DatabaseUnavailableError: it does not answer.
        """
        with self._database.read() as uow:
            uow.office.get(LETTERHEAD)
        return True


def _sign(uow: UnitOfWork) -> OfficeSign:
    letterhead, is_demo = uow.office.get(LETTERHEAD), uow.office.get(DEMO) is not None
    words: JsonObject = letterhead if isinstance(letterhead, dict) else {}
    district, regency = _text(words, "kecamatan"), _text(words, "kabupaten")
    return OfficeSign(
        name=_text(words, "nama") or (district and f"Kecamatan {district}"),
        above=regency and f"Kabupaten {regency}",
        arms=_text(words, "logo"),
        demo=demo_office.PASSWORD if is_demo else None,
    )


def _text(words: JsonObject, key: str) -> str:
    found = words.get(key)
    return found.strip() if isinstance(found, str) else ""
