"""The rooms of the office that a visitor may enter, as the header lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.domain.identity import Actor, Right


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """An entry of the navigation.

    Attributes:
        path: where it leads, and how the current one is known.
        label: key of its name.
        right: without which it is not shown; None: for everybody.
        also: further paths that belong to it, such as its history.
    """

    path: str
    label: str
    icon: str
    right: Right | None = None
    also: tuple[str, ...] = ()

    def holds(self, here: str) -> bool:
        """Return whether an address, with or without a question, is in this room."""
        page = here.partition("?")[0]
        return any(
            page == path or page.startswith(f"{path}/")
            for path in (self.path, *self.also)
        )


ROOMS = (
    Room(path="/kotak-masuk", label="base.inbox", icon="inbox", also=("/tugas",)),
    Room(path="/berkas", label="base.cases", icon="folder", also=("/riwayat/berkas",)),
    Room(path="/sop", label="base.sops", icon="sitemap", also=("/riwayat/sop",)),
    Room(path="/pemantauan", label="base.monitor", icon="route", right=Right.SUPERVISE),
    Room(path="/siklus", label="cycles.title", icon="calendar", right=Right.START),
    Room(
        path="/kinerja",
        label="performance.title",
        icon="chart-line",
        also=("/rencana",),
    ),
    Room(path="/tindak-lanjut", label="promises.title", icon="checks"),
    Room(path="/arsip", label="base.archive", icon="archive", also=("/tanda-tangan",)),
    Room(path="/petugas", label="base.people", icon="users", right=Right.ADMINISTER),
    Room(
        path="/pekerjaan", label="base.jobs", icon="list-check", right=Right.ADMINISTER
    ),
    Room(
        path="/pengaturan",
        label="base.settings",
        icon="settings",
        right=Right.ADMINISTER,
    ),
)


def rooms_of(actor: Actor | None, existing: Iterable[str]) -> list[Room]:
    """Return the rooms that somebody may enter, of those that exist.

    Args:
        actor: who asks; nobody enters nothing.
        existing: paths that the application answers.
    """
    if actor is None:
        return []
    known = set(existing)
    return [
        room
        for room in ROOMS
        if room.path in known and (room.right is None or actor.has(room.right))
    ]
