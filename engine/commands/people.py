"""`user` and `token`."""

import secrets
from argparse import Namespace
from getpass import getpass

from engine.bootstrap import Office, build_engine
from engine.commands.database import prepared
from engine.commands.terminal import DONE, Terminal
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey
from engine.services.accounts import NewUser

ADMINISTRATOR = RoleKey("administrator")
_RIGHTS = frozenset({Right.ADMINISTER, Right.APPROVE, Right.DRAFT, Right.START})


def add(terminal: Terminal, words: Namespace) -> int:
    """Add a user, the first administrator too."""
    office = prepared(build_engine(terminal.settings))
    try:
        roles = tuple(RoleKey(role) for role in words.role)
        if ADMINISTRATOR in roles:
            _ensure_administrators(office)
        password, made = _password(terminal, words)
        new = NewUser(
            login=words.name,
            name=words.full_name or words.name,
            nip=words.nip,
            roles=roles,
            password=password,
        )
        user = office.accounts.add_user(new, MACHINE)
    finally:
        office.close()
    terminal.say("cli.user.added", login=user.login)
    _tell_password(terminal, {"login": user.login, "id": user.id}, made)
    return DONE


def password(terminal: Terminal, words: Namespace) -> int:
    """Give a user a new password."""
    office = prepared(build_engine(terminal.settings))
    try:
        new, made = _password(terminal, words)
        office.accounts.set_password(words.name, new, MACHINE)
    finally:
        office.close()
    terminal.say("cli.user.password", login=words.name)
    _tell_password(terminal, {"login": words.name}, made)
    return DONE


def disable(terminal: Terminal, words: Namespace) -> int:
    """Let a user sign in no more."""
    office = prepared(build_engine(terminal.settings))
    try:
        office.accounts.disable(words.name, MACHINE)
    finally:
        office.close()
    terminal.say("cli.user.disabled", login=words.name)
    terminal.answer({"login": words.name, "active": False})
    return DONE


def token(terminal: Terminal, words: Namespace) -> int:
    """Print an API token; it is shown this once."""
    office = prepared(build_engine(terminal.settings))
    try:
        secret = office.accounts.issue_token(
            words.user, MACHINE, days=words.days, name="cli"
        )
    finally:
        office.close()
    terminal.answer({"token": secret, "user": words.user, "days": words.days})
    if not terminal.json:
        terminal.line(secret)
    return DONE


def _ensure_administrators(office: Office) -> None:
    """Make the one role that an empty office needs first."""
    if not office.accounts.has_role(ADMINISTRATOR):
        role = Role(key=ADMINISTRATOR, name="Administrator", rights=_RIGHTS)
        office.accounts.add_role(role, MACHINE)


def _password(terminal: Terminal, words: Namespace) -> tuple[str, str | None]:
    """Return a password: read from stdin, asked at a screen, else made up and told."""
    if words.password_stdin:
        return terminal.into.readline().rstrip("\n"), None
    if terminal.into.isatty():
        return getpass(terminal.words("cli.user.ask")), None
    made = secrets.token_urlsafe(12)
    return made, made


def _tell_password(
    terminal: Terminal, answer: dict[str, object], made: str | None
) -> None:
    if made is not None:
        terminal.say("cli.user.made", password=made)
        answer["password"] = made
    terminal.answer(answer)
