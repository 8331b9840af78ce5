"""The office in which the matrix of rights is tried: one of each thing there is.

`THINGS` of a rule are found by the word before them (`peran/<key>`), else by their
own name (`<case>`). A room whose rules name something new adds it here.
"""

import json
import re
from pathlib import Path

from engine.bootstrap import Office, build_engine
from engine.clock import FixedClock
from engine.domain.documents import Register
from engine.domain.identity import MACHINE, Actor, Right, Role
from engine.domain.values import ProcessKey, RoleKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.runtime import StartOrder
from engine.services.office.directory import LETTERHEAD
from engine.services.people.accounts import NewUser
from tests.passwords import CHEAP
from tests.services.cycles import test_scheduling as cycles
from tests.web import rights
from tests.web.case_stories import KEY, Story
from tests.web.conftest import NOW, PASSWORD, settings_of
from tests.web.rights_archive import kept
from tests.web.rights_plan import planned
from web.arms import arms_path

RIGHTS = {
    rights.SUPERIOR: Right.SUPERVISE,
    rights.ADMIN: Right.ADMINISTER,
    rights.DRAFTER: Right.DRAFT,
    rights.APPROVER: Right.APPROVE,
    rights.STARTER: Right.START,
}
REGISTER = Register(
    key="surat-keluar", name="Surat", pattern="{sequence}", classification="", unit=""
)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ARMS = "data:image/svg+xml;base64,PHN2Zy8+"
_PLACE = re.compile(r"(?:([\w.-]+)/)?<(?:[^<>:]+:)?(\w+)>")
Keys = dict[str, dict[str, str]]


def furnished(file: Path) -> Keys:
    """Make the office in a file; return things by name and keys by visitor."""
    office = build_engine(settings_of(file), clock=FixedClock(NOW), passwords=CHEAP)
    office.migrate()
    _hire(office)
    story = Story(office)
    things = _things(office, story)
    sessions, tokens = {}, {}
    for login in sorted(rights.OFFICERS):
        sessions[login] = office.sessions.sign_in(login, PASSWORD, address="::1")
        tokens[login] = office.accounts.issue_token(login, MACHINE)
    office.close()
    return {"things": things, "sessions": sessions, "tokens": tokens}


def filled(rule: str, things: dict[str, str]) -> str:
    """Return a rule's address with the office's own things in it.

    Raises:
        LookupError: nothing of that name was made.
    """

    def named(match: re.Match[str]) -> str:
        before, name = match[1], match[2]
        thing = things.get(f"{before}/<{name}>", things.get(f"<{name}>"))
        if thing is None:
            raise LookupError(f"<{name}>")
        return f"{before}/{thing}" if before else thing

    return _PLACE.sub(named, rule)


def _hire(office: Office) -> None:
    for login in sorted(rights.OFFICERS):
        held = frozenset({RIGHTS[login]} if login in RIGHTS else ())
        roles = () if login == rights.GUEST else (RoleKey(login),)
        for key in roles:
            office.accounts.add_role(
                Role(key=key, name=login.title(), rights=held), MACHINE
            )
        name = f"{login.title()} (contoh)"
        new = NewUser(login=login, name=name, roles=roles, password=PASSWORD)
        office.accounts.add_user(new, MACHINE)
    new = NewUser(login="kolega", name="Kolega (contoh)", roles=(RoleKey("staf"),))
    office.accounts.add_user(new, MACHINE)
    with office.database.write() as uow:
        uow.office.put(LETTERHEAD, {"kecamatan": "Contoh", "logo": ARMS})
        uow.registers.put(REGISTER)


def _things(office: Office, story: Story) -> dict[str, str]:
    """Return one of each: a case at its first task, its file, and so on."""
    staf, admin = story.actor(rights.STAF), story.actor(rights.ADMIN)
    # Started by the machine: who starts a case may cancel it.
    order = StartOrder(process=ProcessKey(KEY), title="Surat yang ditulis")
    case = office.runtime.start(order, MACHINE)
    ended = story.start("Surat yang selesai")
    story.written(ended)
    paper = story.paper(ended, "nota")
    with office.database.read() as uow:
        (task,) = uow.tasks.open_of(case.id)
    office.inbox.claim(task.id, staf)
    file = office.uploads.add(task.id, staf, name="a.pdf", content=PDF)
    secret = office.notices.open_feed(staf)
    user, post = _colleague(office)
    monthly = SourceFile(name="laporan.bpmn", content=cycles.MONTHLY_REPORT)
    office.deployment.deploy(DeployOrder(files=[monthly]), MACHINE)
    drafter = story.actor(rights.DRAFTER)
    draft = office.sop_drafts.open(drafter, ProcessKey(KEY)).draft
    office.draft_tables.add(ProcessKey(KEY), "jalur", draft.revision, drafter)
    plan = planned(office, story.actor(rights.DRAFTER), story.actor(rights.APPROVER))
    return (
        plan
        | kept(office, task, staf)
        | {
            "<case>": case.id,
            "instances/<id>": case.id,
            "<word>": "batalkan",
            "<task>": task.id,
            "tasks/<id>": task.id,
            "<file>": file.id,
            "<document>": paper,
            "documents/<id>": paper,
            "<key>": KEY,
            "peran/<key>": rights.STAF,
            "register/<key>": REGISTER.key,
            "<version>": "1",
            "siklus/<process>": cycles.KEY,
            "<element>": cycles.MONTHLY,
            "<occurrence>": "2024-08",
            "<deed>": "lewati",
            "<incident>": _incident(office, story, admin),
            "<user>": user,
            "<post>": post,
            "<secret>": secret,
            "<token>": _token(office, rights.STAF),
            "<officers_token>": _token(office, "kolega"),
            "formulir/<name>": "surat",
            "naskah/<name>": "surat",
            "keputusan/<name>": "jalur",
            "<mark>": arms_path(ARMS).rpartition("/")[2],
            "<name>": _asset(),
            "grafik/<name>": "durations",
        }
    )


def _token(office: Office, login: str) -> str:
    office.accounts.issue_token(login, MACHINE)
    user = next(one.id for one, _ in office.accounts.users() if one.login == login)
    return office.tokens.of_user(user, MACHINE)[0].id


def _colleague(office: Office) -> tuple[str, str]:
    staff = office.accounts.users()
    return next((one.id, held[0].id) for one, held in staff if one.login == "kolega")


def _incident(office: Office, story: Story, admin: Actor) -> str:
    """Let the document of a case fail for good."""
    case = story.start("Surat yang gagal")
    story.written(case)
    papers = office.documents.of_instance(case.id, admin)
    office.documents.park({"documents": [one.id for one in papers]}, "templat salah")
    return office.administration.incidents.board(admin).incidents[0].incident.id


def _asset() -> str:
    manifest = Path(__file__).parents[2] / "web" / "static" / "manifest.json"
    found: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    return found["officer.css"]
