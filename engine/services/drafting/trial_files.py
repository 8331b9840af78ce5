"""The offices of trials: one file per person and SOP, thrown away after a day."""

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.clock import Clock, FixedClock
from engine.domain.values import InstanceId, JsonObject, ProcessKey, UserId
from engine.services.cases.task_detail import TaskDetailService
from engine.services.definitions.drawings import Drawings
from engine.services.deployment import DeploymentService
from engine.services.documents.uploads import UploadService
from engine.services.simulation.service import Services
from engine.services.transactions.desk import Desk
from engine.store.copying import copy_office
from engine.store.database import Database
from engine.store.migrations import newest_revision

KEPT_FOR = timedelta(days=1)
_MEMO = "trial"
_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True, kw_only=True, slots=True)
class TrialOffice:
    """An office in which a draft is tried.

    Attributes:
        clock: virtual; every one of the services reads it.
        services: what a case is played with.
    """

    database: Database
    clock: FixedClock
    desk: Desk
    deployment: DeploymentService
    services: Services
    details: TaskDetailService
    uploads: UploadService
    drawings: Drawings

    @property
    def case(self) -> InstanceId:
        """The case that is played."""
        return InstanceId(str(self._memo()["case"]))

    @property
    def revision(self) -> int:
        """The revision of the draft that is tried."""
        return int(str(self._memo()["revision"]))

    @property
    def paper_error(self) -> str:
        """Why the last documents could not be made, in the log's words, or empty."""
        return str(self._memo().get("paper") or "")

    def recall(self) -> None:
        """Put the clock where the trial was left."""
        self.clock.set(datetime.fromisoformat(str(self._memo()["now"])))

    def remember(self, **more: str | int) -> None:
        """Keep where the trial is left."""
        with self.database.write() as uow:
            kept = uow.office.get(_MEMO)
            memo: JsonObject = dict(kept) if isinstance(kept, dict) else {}
            now: JsonObject = {"now": self.clock.now().isoformat()}
            uow.office.put(_MEMO, memo | dict(more) | now)

    def _memo(self) -> JsonObject:
        with self.database.read() as uow:
            kept = uow.office.get(_MEMO)
        return kept if isinstance(kept, dict) else {}


class TrialFiles:
    """Keeps the files of trials."""

    def __init__(
        self,
        *,
        source: Database,
        clock: Clock,
        open_office: Callable[[Path, FixedClock], TrialOffice],
    ) -> None:
        self._folder = folder_of(source)
        self._source = source
        self._clock = clock
        self._open = open_office

    @contextmanager
    def fresh(self, user: UserId, key: ProcessKey) -> Iterator[TrialOffice]:
        """Make the office of a trial anew; one that cannot begin leaves no file."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._throw_away_old()
        file = self._file(user, key)
        _remove(file)
        shutil.copy(self._blank(), file)
        office = self._open(file, FixedClock(self._clock.now()))
        try:
            copy_office(self._source, office.database)
            yield office
        except BaseException:
            office.database.close()
            _remove(file)
            raise
        office.database.close()

    @contextmanager
    def opened(self, user: UserId, key: ProcessKey) -> Iterator[TrialOffice | None]:
        """Open the office of a trial, None where there is none."""
        file = self._file(user, key)
        if not file.exists():
            yield None
            return
        office = self._open(file, FixedClock(self._clock.now()))
        try:
            office.recall()
            yield office
        finally:
            office.database.close()

    def throw_away(self, user: UserId, key: ProcessKey) -> None:
        """Forget a trial, if there is one."""
        _remove(self._file(user, key))

    def _file(self, user: UserId, key: ProcessKey) -> Path:
        name = hashlib.sha256(f"{user}\n{key}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.db"

    def _blank(self) -> Path:
        """Return the file of an empty office of this version, made once."""
        blank = self._folder / f"kosong-{newest_revision()}.db"
        if not blank.exists():
            # Made under a name of its own: two processes may begin at once.
            made = blank.with_suffix(f".{secrets.token_hex(4)}")
            database = Database(f"sqlite:///{made.absolute()}")
            database.migrate()
            database.close()
            made.rename(blank)
        return blank

    def _throw_away_old(self) -> None:
        oldest = (self._clock.now() - KEPT_FOR).timestamp()
        for file in self._folder.glob("*.db"):
            if not file.name.startswith("kosong-") and file.stat().st_mtime < oldest:
                _remove(file)


def folder_of(office: Database) -> Path:
    """Return where trials lie: beside an embedded office, else in `var`."""
    file = office.engine.url.database
    return (Path(file).parent if office.is_embedded and file else Path("var")) / "coba"


def _remove(file: Path) -> None:
    for ending in _BESIDE:
        file.with_name(file.name + ending).unlink(missing_ok=True)
