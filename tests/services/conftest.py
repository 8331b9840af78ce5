"""An office on a real database, with the real kernel and a clock that stands.

The office is founded once for each kind of database; a test gets a copy of its own.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.domain.identity import MACHINE, Actor, Right, Role
from engine.domain.instances import Instance
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, JsonObject, ProcessKey, RoleKey
from engine.errors import TemplateInvalidError
from engine.ports import Job
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion
from engine.services.people.accounts import NewUser
from engine.settings import load_settings
from tests.passwords import CHEAP
from tests.postgres import create_database, drop_database

# A Monday, one hour after opening.
NOW = datetime.fromisoformat("2024-08-19T08:30:00+07:00")


@dataclass
class NotedJobs:
    """A job queue that only notes what was enqueued."""

    jobs: list[Job] = field(default_factory=list)

    def enqueue(self, _transaction: object, job: Job) -> None:
        self.jobs.append(job)


class PlainRenderer:
    """Stands for the PDF process, which is outside: a document is its number."""

    def __init__(self) -> None:
        self.contexts: list[dict[str, Any]] = []
        self.refuses = False

    def render(
        self,
        template: str,  # noqa: ARG002 - the port calls it so
        context: Any,
        *_: Any,
        **__: Any,
    ) -> bytes:
        if self.refuses:
            raise TemplateInvalidError(
                template="surat", reason="template.failed", line=1, detail=""
            )
        self.contexts.append(context)
        return f"%PDF {context['nomor']} {context['langkah']['nama']}".encode()


class House:
    """The office under test, with the people of the stories.

    `founded` tells that the database is a copy of one that was a house before.
    """

    def __init__(self, url: str, *, founded: bool = False) -> None:
        settings = load_settings({"MUTUBAKU_DATABASE_URL": url})
        self.clock = FixedClock(NOW)
        self.jobs = NotedJobs()
        self.renderer = PlainRenderer()
        self.office: Office = build_engine(
            settings,
            clock=self.clock,
            jobs=self.jobs,
            renderer=self.renderer,
            passwords=CHEAP,
        )
        if not founded:
            self._found()
        self.staf, self.other_staf = self._known("staf"), self._known("staf2")
        self.kepala, self.admin = self._known("kepala"), self._known("admin")
        self.stranger = self._known("tamu")

    def _found(self) -> None:
        self.office.migrate()
        for login in ("staf", "staf2"):
            self.officer(login, "staf")
        self.officer("kepala", "kepala", Right.SUPERVISE)
        self.officer("admin", "administrator", Right.ADMINISTER)
        self.officer("tamu", "tamu")

    def _known(self, login: str) -> Actor:
        with self.office.database.read() as uow:
            user = uow.people.user_by_login(login)
            actor = user and uow.people.actor_of(user.id, now=NOW)
        assert actor
        return actor

    def officer(self, login: str, role: str, *rights: Right) -> Actor:
        accounts = self.office.accounts
        if not accounts.has_role(RoleKey(role)):
            accounts.add_role(
                Role(key=RoleKey(role), name=role, rights=frozenset(rights)), MACHINE
            )
        new = NewUser(login=login, name=login.title(), roles=(RoleKey(role),))
        actor = self.office.accounts.actor(accounts.add_user(new, MACHINE).id)
        assert actor is not None
        return actor

    def deploy(self, *diagrams: bytes, **more: Any) -> None:
        files = [
            SourceFile(name=f"{place}.bpmn", content=one)
            for place, one in enumerate(diagrams)
        ]
        self.office.deployment.deploy(DeployOrder(files=files, **more), MACHINE)

    def start(self, key: str, **variables: Any) -> Instance:
        order = StartOrder(process=ProcessKey(key), variables=variables)
        return self.office.runtime.start(order, MACHINE)

    def instance(self, instance: InstanceId) -> Instance:
        with self.office.database.read() as uow:
            return uow.instances.get(instance)

    def open_tasks(self, instance: InstanceId) -> list[Task]:
        with self.office.database.read() as uow:
            return sorted(uow.tasks.open_of(instance), key=lambda t: t.item_index or 0)

    def open_task(self, instance: InstanceId) -> Task:
        (only,) = self.open_tasks(instance)
        return only

    def children(self, instance: InstanceId) -> list[Instance]:
        with self.office.database.read() as uow:
            return uow.instances.children(instance)

    def kinds(self, instance: InstanceId) -> list[str]:
        with self.office.database.read() as uow:
            return [one.event.kind for one in uow.events.of_instance(instance).items]

    def owed(self) -> list[JsonObject]:
        """The payloads of the jobs that make documents."""
        named = [job.payload for job in self.jobs.jobs]
        return [payload for payload in named if payload.get("documents")]

    def complete(self, task: Task, actor: Actor, **more: Any) -> Task:
        more.setdefault("data", {})
        return self.office.inbox.complete(task.id, actor, Completion(**more))


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the SQLite file of a house, to be copied."""
    file = tmp_path_factory.mktemp("founded") / "kantor.db"
    House(f"sqlite:///{file}").office.close()
    return file


@pytest.fixture(scope="session")
def founded_name(postgres_server: str) -> Iterator[str]:
    """Yield the name of a PostgreSQL database of a house, to be copied."""
    url = create_database(postgres_server)
    House(url).office.close()
    yield url.rsplit("/", 1)[1]
    drop_database(url)


@pytest.fixture
def founded_sqlite_url(founded_file: Path, tmp_path: Path) -> str:
    """Return the address of a house of one's own, in a file."""
    shutil.copy(founded_file, tmp_path / "kantor.db")
    return f"sqlite:///{tmp_path / 'kantor.db'}"


@pytest.fixture
def founded_postgres_url(postgres_server: str, founded_name: str) -> Iterator[str]:
    """Yield the address of a house of one's own, on the server."""
    url = create_database(postgres_server, template=founded_name)
    yield url
    drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def founded_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a house of one's own; the test runs on both kinds."""
    url: str = request.getfixturevalue(f"founded_{request.param}_url")
    return url


@pytest.fixture
def make_house() -> Iterator[Callable[[str], House]]:
    """Open founded houses, which are closed afterwards."""
    opened: list[House] = []

    def make(url: str) -> House:
        opened.append(House(url, founded=True))
        return opened[-1]

    yield make
    for house in opened:
        house.office.close()


@pytest.fixture
def house(make_house: Callable[[str], House], founded_sqlite_url: str) -> House:
    """An office on SQLite."""
    return make_house(founded_sqlite_url)


@pytest.fixture
def either_house(make_house: Callable[[str], House], founded_url: str) -> House:
    """The same office, once on SQLite and once on PostgreSQL."""
    return make_house(founded_url)
