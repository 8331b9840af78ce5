"""Pengaturan: the office's letterhead, coat of arms and registers of numbers."""

from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.documents import Register
from engine.domain.identity import Right
from engine.errors import InvalidError
from engine.services.administration.settings import (
    NEEDED,
    NEW_REGISTER,
    TEXTS,
    RegisterLine,
)
from web.admin.asked import Told, admitting, told, typed
from web.asking import actor, office, tell

PATH = "/pengaturan"
_REGISTER = ("name", "pattern", "classification", "unit")
_USUAL = "{code}/{sequence:03d}/{unit}/{year}"
blueprint = admitting(
    Blueprint("pengaturan", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("")
def show() -> str:
    """Show the letterhead and the registers."""
    return _page({}, {})


@blueprint.post("")
def change() -> Response:
    """Change the letterhead; a file keeps its old picture where none is sent."""
    given = typed(*TEXTS)
    sent = request.files.get("image")
    image = sent.read() if sent is not None and sent.filename else None
    try:
        office().administration.settings.put_office(
            given, actor(), image=image, no_arms="no_arms" in request.form
        )
    except InvalidError as error:
        return make_response(_page(given, told(error)), 422)
    office().reception.forget()
    tell("admin.office_saved")
    return redirect(PATH, 303)


@blueprint.post("/pengesahan")
def change_approval() -> Response:
    """Choose whether programs may deploy what nobody else approved."""
    asked = "four_eyes" in request.form
    office().administration.four_eyes.ask(actor(), asked=asked)
    tell("admin.approval_saved")
    return redirect(f"{PATH}#pengesahan", 303)


@blueprint.get(f"/register/{NEW_REGISTER}")
def ask_register() -> str:
    """Ask what a new register is."""
    return _new_register({}, {})


@blueprint.post(f"/register/{NEW_REGISTER}")
def add_register() -> Response:
    """Add a register."""
    given = typed("key", *_REGISTER)
    try:
        office().administration.settings.add_register(Register(**given), actor())
    except InvalidError as error:
        return make_response(_new_register(given, told(error)), 422)
    tell("admin.register_added")
    return redirect(f"{PATH}#register", 303)


@blueprint.get("/register/<key>")
def register(key: str) -> str:
    """Show a register."""
    return _register(_line(key), {}, {})


@blueprint.post("/register/<key>")
def change_register(key: str) -> Response:
    """Change how a register's next numbers look."""
    line = _line(key)
    given = typed(*_REGISTER)
    try:
        changed = replace(line.register, **given)
        office().administration.settings.put_register(changed, actor())
    except InvalidError as error:
        return make_response(_register(line, given, told(error)), 422)
    tell("admin.register_saved")
    return redirect(f"{PATH}#register", 303)


def _line(key: str) -> RegisterLine:
    lines = office().administration.settings.registers(actor())
    found = next((one for one in lines if one.register.key == key), None)
    return found if found is not None else abort(404)


def _page(given: dict[str, str], errors: Told) -> str:
    settings = office().administration.settings
    words = settings.office(actor())
    return render_template(
        "admin/settings.html",
        names=[(name, name in NEEDED) for name in TEXTS],
        given=given or {name: str(words.words.get(name) or "") for name in TEXTS},
        arms=words.arms,
        registers=settings.registers(actor()),
        four_eyes=office().administration.four_eyes.is_asked(actor()),
        errors=errors,
    )


def _register(line: RegisterLine, given: dict[str, str], errors: Told) -> str:
    known = {name: getattr(line.register, name) for name in _REGISTER}
    return render_template(
        "admin/register.html", line=line, given=given or known, errors=errors
    )


def _new_register(given: dict[str, str], errors: Told) -> str:
    return render_template(
        "admin/register.html",
        line=None,
        given=given or {"pattern": _USUAL},
        errors=errors,
    )
