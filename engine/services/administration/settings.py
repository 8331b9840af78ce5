"""What the office says of itself: letterhead, coat of arms, registers of numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from types import MappingProxyType

from engine.domain.documents import Register, number_text
from engine.domain.identity import Actor, Right
from engine.domain.values import JsonObject
from engine.errors import OfficeInvalidError
from engine.services.office.directory import LETTERHEAD, OfficeLists
from engine.services.people.staffing import ZONE
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk

# Names of the letterhead and how many letters each may have.
TEXTS: Mapping[str, int] = MappingProxyType(
    {
        "kabupaten": 100,
        "kecamatan": 100,
        "alamat": 200,
        "kode_pos": 10,
        "telepon": 40,
        "email": 100,
        "laman": 100,
        "tempat": 60,
        "kode_wilayah": 20,
    }
)
NEEDED = ("kabupaten", "kecamatan", "tempat")
NEW_REGISTER = "baru"  # the address of the form, so no register's key
_REGISTER_KEY = re.compile(rf"(?!{NEW_REGISTER}$)[a-z][a-z0-9-]{{1,59}}")
_REGION = re.compile(r"\d{2}(\.\d{2}){0,2}(\.\d{4})?")
_POSTCODE = re.compile(r"\d{5}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHAPES = MappingProxyType(
    {
        "kode_wilayah": (_REGION, "office.no_region"),
        "kode_pos": (_POSTCODE, "office.no_postcode"),
        "email": (_EMAIL, "office.no_email"),
    }
)
_PARTS = frozenset({"code", "sequence", "unit", "month", "year"})
_PADDED = re.compile(r"(0?[1-9]d?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeWords:
    """The letterhead as stored; `arms` is a `data:` address or empty."""

    words: JsonObject

    @property
    def arms(self) -> str:
        """The coat of arms."""
        return str(self.words.get("logo") or "")


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterLine:
    """A register with its last number of this year (0: none) and the next one."""

    register: Register
    last: int
    next: str


class OfficeSettingsService:
    """Letterhead and registers, for administrators.

    Args:
        arms: makes a `data:` address of an image that nobody vouches for, or
            raises OfficeInvalidError.
    """

    def __init__(
        self, *, desk: Desk, lists: OfficeLists, arms: Callable[[bytes], str]
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._arms = arms

    def office(self, actor: Actor) -> OfficeWords:
        """Return the letterhead.

        Raises:
            RefusedError.
        """
        _require(actor)
        with self._desk.database.read() as uow:
            stored = uow.office.get(LETTERHEAD)
        return OfficeWords(words=stored if isinstance(stored, dict) else {})

    def put_office(
        self,
        given: Mapping[str, str],
        actor: Actor,
        *,
        image: bytes | None = None,
        no_arms: bool = False,
    ) -> None:
        """Change the letterhead; what it holds beside the known names stays.

        Args:
            given: texts by name; names that are missing stay as they are.
            actor: an administrator.
            image: the coat of arms anew, a PNG or SVG, or None to keep it.
            no_arms: take the coat of arms away.

        Raises:
            OfficeInvalidError: names the fields; RefusedError.
        """
        _require(actor)
        texts = {name: given[name].strip() for name in TEXTS if name in given}
        errors = _problems(texts)
        if errors:
            raise OfficeInvalidError(errors=errors)
        logo = self._arms(image) if image else None
        with self._desk.database.write() as uow:
            stored = uow.office.get(LETTERHEAD)
            words: JsonObject = dict(stored) if isinstance(stored, dict) else {}
            before = dict(words)
            words |= texts
            if no_arms:
                words["logo"] = ""
            if logo is not None:
                words["logo"] = logo
            uow.office.put(LETTERHEAD, words)
            changed = sorted(name for name in words if words[name] != before.get(name))
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            changes.record("letterhead.changed", facts={"fields": list(changed)})
            changes.write()
            self._lists.forget()

    def registers(self, actor: Actor) -> tuple[RegisterLine, ...]:
        """Return the registers with their next numbers.

        Raises:
            RefusedError.
        """
        _require(actor)
        local = self._desk.clock.now().astimezone(ZONE)
        with self._desk.database.read() as uow:
            found = [
                (one, uow.registers.last(one.key, local.year))
                for one in uow.registers.all()
            ]
        return tuple(
            RegisterLine(
                register=one,
                last=last,
                next=self._next(one, last),
            )
            for one, last in found
        )

    def add_register(self, new: Register, actor: Actor) -> None:
        """Add a register; its first number is one.

        Args:
            new: its key in small letters, numbers and hyphens, as templates name it.
            actor: an administrator.

        Raises:
            OfficeInvalidError: names the fields, a key that is taken too; RefusedError.
        """
        _require(actor)
        errors = register_problems(new)
        if not _REGISTER_KEY.fullmatch(new.key):
            errors["key"] = "office.register_key"
        if errors:
            raise OfficeInvalidError(errors=errors)
        with self._desk.database.write() as uow:
            if new.key in {one.key for one in uow.registers.all()}:
                raise OfficeInvalidError(errors={"key": "office.register_taken"})
            uow.registers.put(new)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            facts: JsonObject = {"register": new.key, "pattern": new.pattern}
            changes.record("register.added", facts=facts)
            changes.write()

    def put_register(self, changed: Register, actor: Actor) -> None:
        """Change how a register's next numbers look; drawn ones stay.

        Raises:
            RegisterNotFoundError, OfficeInvalidError, RefusedError.
        """
        _require(actor)
        errors = register_problems(changed)
        if errors:
            raise OfficeInvalidError(errors=errors)
        with self._desk.database.write() as uow:
            known = uow.registers.get(changed.key)
            uow.registers.put(replace(changed, key=known.key))
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            facts: JsonObject = {
                "register": known.key,
                "from": known.pattern,
                "to": changed.pattern,
            }
            changes.record("register.changed", facts=facts)
            changes.write()

    def _next(self, register: Register, last: int) -> str:
        local = self._desk.clock.now().astimezone(ZONE)
        try:
            return number_text(
                register, sequence=last + 1, year=local.year, month=local.month
            )
        except (ValueError, LookupError, AttributeError):
            return ""  # a pattern from before it was checked


def register_problems(register: Register) -> dict[str, str]:
    """Return what makes a register impossible: message keys by field.

    Only the five names may stand in a pattern, without what `str.format` would
    look up behind them.
    """
    errors: dict[str, str] = {}
    if not register.name.strip():
        errors["name"] = "office.name_needed"
    try:
        parts = list(Formatter().parse(register.pattern))
    except ValueError:
        return errors | {"pattern": "office.pattern_unreadable"}
    named = [(name, spec, how) for _, name, spec, how in parts if name is not None]
    for name, spec, how in named:
        allowed = _PADDED.fullmatch(spec or "") if name == "sequence" else not spec
        if name not in _PARTS or not allowed or how:
            errors["pattern"] = "office.pattern_unknown"
    known = {name for name, _, _ in named}
    if "pattern" not in errors and not {"sequence", "year"} <= known:
        errors["pattern"] = "office.pattern_not_unique"
    if len(register.pattern) > 100:
        errors["pattern"] = "office.too_long"
    return errors


def _problems(texts: Mapping[str, str]) -> dict[str, str]:
    errors = {
        name: "office.needed" for name in NEEDED if name in texts and not texts[name]
    }
    for name, text in texts.items():
        if len(text) > TEXTS[name]:
            errors[name] = "office.too_long"
    for name, (shape, key) in _SHAPES.items():
        if texts.get(name) and not shape.fullmatch(texts[name]):
            errors.setdefault(name, key)
    return errors


def _require(actor: Actor) -> None:
    access.require_right(actor, Right.ADMINISTER, action="office", subject="office")
