"""Petugas: who works here; one is added, changed, or gets a new password."""

import re

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Right
from engine.domain.values import RoleKey, UserId
from engine.errors import InvalidError, LoginTakenError, OfficeInvalidError
from engine.services.people.accounts import NewUser
from engine.services.people.roster import Member, Staff
from engine.services.people.staffing import UserChange, new_password
from engine.translations import sentence_of
from web.admin.asked import Told, admitting, told, typed
from web.admin.staff_words import PATH, officer_page, staff_page
from web.asking import actor, office, tell, visit, whole

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")
_FIELDS = ("name", "nip", "rank", "email")
blueprint = admitting(Blueprint("petugas", __name__, url_prefix=PATH), Right.ADMINISTER)


@blueprint.get("")
def listing() -> str:
    """Show the officers."""
    staff = office().administration.roster.staff(actor())
    return render_template("admin/officers.html", **staff_page(staff, visit()))


@blueprint.get("/baru")
def ask_new() -> str:
    """Ask who the new officer is."""
    return _new_form({}, {})


@blueprint.post("/baru")
def add() -> Response:
    """Add an officer, whose password is shown this once."""
    given = typed("login", "role", "title", *_FIELDS)
    login = given["login"].lower()
    password = new_password()
    try:
        if not _LOGIN.fullmatch(login):
            raise OfficeInvalidError(errors={"login": "office.login_shape"})
        if not given["name"]:
            raise OfficeInvalidError(errors={"name": "office.name_needed"})
        new = NewUser(
            login=login,
            password=password,
            roles=(RoleKey(given["role"]),) if given["role"] else (),
            name=given["name"],
            nip=given["nip"],
            rank=given["rank"],
            email=given["email"],
            title=given["title"],
        )
        user = office().accounts.add_user(new, actor())
    except LoginTakenError as error:
        found = {"login": sentence_of(error, visit().language)}
        return make_response(_new_form(given, found), 409)
    except InvalidError as error:
        return make_response(_new_form(given, told(error)), 422)
    return _password_page(user.id, user.name, login, password, fresh=True)


@blueprint.get("/<user>")
def show(user: str) -> str:
    """Show an officer."""
    return _officer(user, {}, {})


@blueprint.post("/<user>")
def change(user: str) -> Response:
    """Change an officer; one who may sign in no more keeps what was done."""
    given = typed(*_FIELDS, "version")
    try:
        changed = UserChange(
            **{name: given[name] for name in _FIELDS},
            active="active" in request.form,
            version=request.form.get("version", 0, type=whole),
        )
        office().administration.staffing.change_user(UserId(user), changed, actor())
    except InvalidError as error:
        return make_response(_officer(user, given, told(error)), 422)
    tell("admin.officer_saved")
    return redirect(f"{PATH}/{user}", 303)


@blueprint.get("/<user>/sandi")
def ask_password(user: str) -> str:
    """Ask whether an officer really gets a new password."""
    member, _ = _member(user)
    return render_template("admin/password_ask.html", user=member.user)


@blueprint.post("/<user>/sandi")
def reset_password(user: str) -> Response:
    """Give an officer a new password, shown this once."""
    member, _ = _member(user)
    password = new_password()
    office().accounts.set_password(member.user.login, password, actor())
    who = member.user
    return _password_page(who.id, who.name, who.login, password, fresh=False)


def member_of(staff: Staff, user: str) -> Member:
    """Return an officer of the staff, else answer that there is none."""
    found = next((one for one in staff.members if one.user.id == user), None)
    return found if found is not None else abort(404)


def _member(user: str) -> tuple[Member, Staff]:
    staff = office().administration.roster.staff(actor())
    return member_of(staff, user), staff


def _officer(user: str, given: dict[str, str], errors: Told) -> str:
    member, staff = _member(user)
    held = office().administration.handover.held(UserId(user), actor())
    return render_template(
        "admin/officer.html",
        **officer_page(member, staff, visit()),
        given=given or {name: getattr(member.user, name) for name in _FIELDS},
        errors=errors,
        holds=len(held.entries),
    )


def _new_form(given: dict[str, str], errors: Told) -> str:
    roles = office().administration.roster.staff(actor()).roles
    return render_template(
        "admin/officer_new.html", roles=roles, given=given, errors=errors
    )


def _password_page(
    user: str, name: str, login: str, password: str, *, fresh: bool
) -> Response:
    page = render_template(
        "admin/password.html",
        path=f"{PATH}/{user}",
        name=name,
        who=login,
        password=password,
        fresh=fresh,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
