"""What every page of administrators does alike: who may enter, what was typed."""

from datetime import date, datetime

from babel.dates import format_date
from flask import Blueprint, abort, request

from engine.domain.identity import Right
from engine.errors import InvalidError, OfficeInvalidError
from engine.translations import sentence_of
from web.asking import actor, visit
from web.presenting import ZONE

Told = dict[str, str]


def admitting(blueprint: Blueprint, *rights: Right) -> Blueprint:
    """Let only those into a blueprint who have one of the rights.

    The services refuse too; here a page of theirs is never begun.
    """

    def at_the_door() -> None:
        if not any(actor().has(right) for right in rights):
            abort(403)

    blueprint.before_request(at_the_door)
    return blueprint


def told(error: InvalidError) -> Told:
    """Return the sentences of what does not fit, by field; "" is the whole."""
    if not isinstance(error, OfficeInvalidError):
        return {"": sentence_of(error, visit().language)}
    found: Told = {}
    for name, reason in error.facts["errors"].items():
        key, facts = reason if isinstance(reason, tuple) else (reason, {})
        found[name] = visit().say(key, **facts)
    found.setdefault("", sentence_of(error, visit().language))
    return found


def typed(*names: str) -> dict[str, str]:
    """Return what the form sent under these names, without blanks around it."""
    return {name: request.form.get(name, "").strip() for name in names}


def day_of(text: str, field: str) -> date | None:
    """Return the date that a field holds, None where it is empty.

    Raises:
        OfficeInvalidError: it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OfficeInvalidError(errors={field: "office.no_day"}) from error


def short_day(day: date, language: str) -> str:
    """Return a date as «3 Feb 2027»."""
    words: str = format_date(day, "d MMM y", locale=language)
    return words


def local_day(instant: datetime) -> date:
    """Return the office's date of an instant."""
    return instant.astimezone(ZONE).date()
