"""Peran: what a post allows. Rights belong to roles, never to persons."""

import re

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right, Role
from engine.domain.values import RoleKey
from engine.errors import InvalidError, OfficeInvalidError
from web.admin.asked import Told, admitting, told, typed
from web.admin.staff_words import PATH, RIGHTS, role_rows
from web.asking import actor, office, tell, visit, whole

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
MOST_LETTERS = 120
blueprint = admitting(
    Blueprint("peran", __name__, url_prefix=f"{PATH}/peran"), Right.ADMINISTER
)


@blueprint.get("")
def listing() -> str:
    """Show the roles."""
    staff = office().administration.roster.staff(actor())
    return render_template("admin/roles.html", rows=role_rows(staff, visit()))


@blueprint.get("/baru")
def ask_new() -> str:
    """Ask for a new role."""
    key = request.args.get("kunci", "")[:60]
    given = {"key": key, "name": request.args.get("nama", "")[:MOST_LETTERS]}
    return _form(None, given, set(), {})


@blueprint.post("/baru")
def add() -> Response:
    """Add a role."""
    given = typed("key", "name")
    try:
        if not _KEY.fullmatch(given["key"]):
            raise OfficeInvalidError(errors={"key": "office.key_shape"})
        _put(given["key"], given["name"], version=1, fresh=True)
    except InvalidError as error:
        chosen = set(request.form.getlist("right"))
        return make_response(_form(None, given, chosen, told(error)), 422)
    tell("admin.role_saved")
    return redirect(f"{PATH}/peran", 303)


@blueprint.get("/<key>")
def show(key: str) -> str:
    """Show a role."""
    role = _role(key)
    given = {"key": role.key, "name": role.name}
    return _form(role, given, {right.value for right in role.rights}, {})


@blueprint.post("/<key>")
def change(key: str) -> Response:
    """Change a role's name and rights."""
    role = _role(key)
    given = typed("name", "version") | {"key": key}
    seen = request.form.get("version", 0, type=whole)
    try:
        _put(key, given["name"], version=seen, fresh=False)
    except InvalidError as error:
        chosen = set(request.form.getlist("right"))
        return make_response(_form(role, given, chosen, told(error)), 422)
    tell("admin.role_saved")
    return redirect(f"{PATH}/peran", 303)


def _put(key: str, name: str, *, version: int, fresh: bool) -> None:
    rights = {Right(one) for one in request.form.getlist("right") if one in RIGHTS}
    role = Role(
        key=RoleKey(key),
        name=name[:MOST_LETTERS],
        rights=frozenset(rights),
        section="section" in request.form,
        version=version,
    )
    office().administration.staffing.put_role(role, actor(), fresh=fresh)


def _role(key: str) -> Role:
    staff = office().administration.roster.staff(actor())
    found = next((one for one in staff.roles if one.key == key), None)
    return found if found is not None else abort(404)


def _form(
    role: Role | None, given: dict[str, str], chosen: set[str], errors: Told
) -> str:
    is_section = "section" in request.form if request.form else role and role.section
    return render_template(
        "admin/role.html",
        role=role,
        given=given,
        rights=RIGHTS,
        chosen=chosen,
        section=is_section,
        errors=errors,
    )
