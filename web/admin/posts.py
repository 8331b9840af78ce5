"""Penugasan: posts are given for a time, as holder, Plt. or Plh., and withdrawn."""

from flask import Blueprint, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import AssignmentKind, Right
from engine.errors import InvalidError, NotFoundError, OfficeInvalidError
from engine.services.people.acting import Order, Said
from web.admin.asked import Told, admitting, day_of, told, typed
from web.admin.officers import member_of
from web.admin.staff_words import KINDS, PATH, post_of
from web.asking import actor, office, tell, visit

_FIELDS = ("user", "role", "kind", "title", "letter", "letter_date", "first", "last")
blueprint = admitting(
    Blueprint("penugasan", __name__, url_prefix=PATH), Right.ADMINISTER
)


@blueprint.get("/penugasan")
def ask() -> str:
    """Ask who gets which post."""
    asked = {
        "user": request.args.get("petugas", ""),
        "role": request.args.get("peran", ""),
        "kind": request.args.get("sebagai", AssignmentKind.HOLDER.value),
    }
    return _form(asked, {})


@blueprint.post("/penugasan")
def assign() -> Response:
    """Give a post; what looks unusual is told first and given on second asking."""
    given = typed(*_FIELDS)
    staffing = office().administration.staffing
    try:
        order = _order(given)
        doubts = staffing.doubts(order, actor())
        if doubts and request.form.get("sure") != _mark(doubts):
            return make_response(_form(given, {}, doubts), 422)
        staffing.assign(order, actor())
    except InvalidError as error:
        return make_response(_form(given, told(error)), 422)
    except NotFoundError:
        errors = {"": visit().say("admin.choose_both")}
        return make_response(_form(given, errors), 422)
    tell("admin.post_given")
    return redirect(f"{PATH}/{order.user}", 303)


@blueprint.get("/<user>/penugasan/<post>/akhiri")
def ask_end(user: str, post: str) -> str:
    """Ask whether a post really ends now."""
    return _ending(user, post, {})


@blueprint.post("/<user>/penugasan/<post>/akhiri")
def end(user: str, post: str) -> Response:
    """End a post now."""
    reason = request.form.get("reason", "")
    try:
        office().administration.staffing.end(post, actor(), reason=reason)
    except OfficeInvalidError as error:
        return make_response(_ending(user, post, told(error)), 422)
    tell("admin.post_ended")
    return redirect(f"{PATH}/{user}", 303)


def _order(given: dict[str, str]) -> Order:
    kind = given["kind"] if given["kind"] in KINDS else KINDS[0]
    return Order(
        user=given["user"],
        role=given["role"],
        kind=AssignmentKind(kind),
        title=given["title"],
        letter=given["letter"],
        letter_date=given["letter_date"],
        first=day_of(given["first"], "first"),
        last=day_of(given["last"], "last"),
    )


def _mark(doubts: tuple[Said, ...]) -> str:
    """Return a mark of what was told, so that something new is told again."""
    return " ".join(key for key, _ in doubts)


def _form(given: dict[str, str], errors: Told, doubts: tuple[Said, ...] = ()) -> str:
    staff = office().administration.roster.staff(actor())
    return render_template(
        "admin/post.html",
        officers=[one.user for one in staff.members if one.user.active],
        roles=staff.roles,
        kinds=KINDS,
        given=given,
        errors=errors,
        doubts=[visit().say(key, **facts) for key, facts in doubts],
        sure=_mark(doubts),
    )


def _ending(user: str, post: str, errors: Told) -> str:
    staff = office().administration.roster.staff(actor())
    member = member_of(staff, user)
    found = next((one for one in member.posts if one.id == post), None)
    if found is None:
        abort(404)
    words = post_of(found, staff.names(), staff.now, visit())
    return render_template(
        "admin/post_end.html",
        user=member.user,
        post=words,
        path=f"{PATH}/{user}",
        errors=errors,
    )
