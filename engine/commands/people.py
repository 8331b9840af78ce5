"""`user` and `token`."""

import secrets
from argparse import Namespace
from getpass import getpass
from zoneinfo import ZoneInfo

from engine.bootstrap import Office, build_engine
from engine.commands.database import prepared
from engine.commands.terminal import DONE, WRONG_USAGE, Terminal
from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import RoleKey, UserId
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import UserNotFoundError
from engine.services.people.accounts import NewUser
from engine.services.people.tokens import ApiToken

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
    """Print a new token of a user, `list` a user's, or `revoke` one of a user's.

    A word alone is always a user, also one of that name.
    """
    said: list[str] = words.words
    verb = "issue" if len(said) == 1 else said[0]
    if (verb, len(said)) not in {("issue", 1), ("list", 2), ("revoke", 3)}:
        terminal.warn("cli.token.usage")
        return WRONG_USAGE
    office = prepared(build_engine(terminal.settings))
    try:
        if verb == "list":
            _list_tokens(terminal, office, said[1])
        elif verb == "revoke":
            _revoke_token(terminal, office, said[1], said[2])
        else:
            _issue_token(terminal, office, said[0], words.days)
    finally:
        office.close()
    return DONE


def _issue_token(terminal: Terminal, office: Office, user: str, days: int) -> None:
    secret = office.accounts.issue_token(user, MACHINE, days=days, name="cli")
    terminal.answer({"token": secret, "user": user, "days": days})
    if not terminal.json:
        terminal.line(secret)


def _list_tokens(terminal: Terminal, office: Office, user: str) -> None:
    held = office.tokens.of_user(_user(office, user), MACHINE)
    terminal.answer(
        [
            {
                "id": one.id,
                "name": one.name,
                "created_at": one.created_at.isoformat(),
                "expires_at": one.expires_at and one.expires_at.isoformat(),
                "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
            }
            for one in held
        ]
    )
    if not terminal.json:
        heads = ("id", "name", "created", "expires", "revoked")
        terminal.table(
            [terminal.words(f"cli.token.{head}") for head in heads],
            [[one.id, one.name, *_days_of(one)] for one in held],
        )


def _revoke_token(terminal: Terminal, office: Office, user: str, held: str) -> None:
    office.tokens.revoke(held, _user(office, user), MACHINE)
    terminal.say("cli.token.revoked_now", id=held, login=user)
    terminal.answer({"id": held, "revoked": True})


def _user(office: Office, login: str) -> UserId:
    known = {user.login: user.id for user, _ in office.accounts.users()}
    if login not in known:
        raise UserNotFoundError(user=login)
    return known[login]


def _days_of(token: ApiToken) -> list[str]:
    zone = ZoneInfo(DEFAULT_ZONE)
    moments = (token.created_at, token.expires_at, token.revoked_at)
    return [one.astimezone(zone).date().isoformat() if one else "–" for one in moments]


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
