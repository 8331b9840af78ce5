"""Alihkan: an absent officer's open tasks go to another, previewed first."""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.identity import Actor, Right
from engine.domain.values import TaskId, UserId
from engine.errors import NotFoundError, ReasonMissingError
from engine.translations import sentence_of
from web.admin.asked import Told, admitting
from web.admin.staff_words import PATH
from web.asking import actor, office, tell, visit

blueprint = admitting(
    Blueprint("alihkan", __name__, url_prefix=PATH), Right.ADMINISTER, Right.SUPERVISE
)


@blueprint.get("/<user>/alihkan")
def ask(user: str) -> str:
    """Ask which tasks go to whom."""
    return _form(user, {})


@blueprint.post("/<user>/alihkan")
def give(user: str) -> Response:
    """Show what would happen, or do it on second asking."""
    handover = office().administration.handover
    to, reason = request.form.get("to", ""), request.form.get("reason", "").strip()
    chosen = request.form.getlist("task")
    errors = _missing(to, reason, chosen)
    try:
        heir = handover.heir(UserId(to), actor()) if to else None
    except NotFoundError:
        heir, errors = None, errors | {"to": visit().say("admin.choose_heir")}
    if errors or heir is None:
        return make_response(_form(user, errors), 422)
    if "sure" not in request.form:
        return make_response(_form(user, {}, heir))
    done = handover.give(
        UserId(user),
        actor(),
        to=heir.user,
        tasks=[TaskId(one) for one in chosen],
        reason=reason,
    )
    if done.given:
        tell("admin.tasks_given", n=len(done.given), name=heir.name)
    for _, error in done.stayed:
        why = sentence_of(error, visit().language)
        tell("admin.task_stayed", "warning", why=why)
    administers = actor().has(Right.ADMINISTER)
    return redirect(f"{PATH}/{user}" + ("" if administers else "/alihkan"), 303)


def _missing(to: str, reason: str, chosen: list[str]) -> Told:
    errors: Told = {}
    if not to:
        errors["to"] = visit().say("admin.choose_heir")
    if not reason:
        errors["reason"] = sentence_of(
            ReasonMissingError(action="reassign"), visit().language
        )
    if not chosen:
        errors["task"] = visit().say("admin.choose_tasks")
    return errors


def _form(user: str, errors: Told, heir: Actor | None = None) -> str:
    administration = office().administration
    held = administration.handover.held(UserId(user), actor())
    staff = administration.roster.staff(actor())
    names = staff.names()
    posts = {one.user.id: {post.role for post in one.now} for one in staff.members}
    sent = request.form
    chosen = set(sent.getlist("task")) if sent else None
    return render_template(
        "admin/handover.html",
        held=held,
        path=f"{PATH}/{user}",
        may_edit=actor().has(Right.ADMINISTER),
        officers=[
            one.user for one in staff.members if one.user.active and one.user.id != user
        ],
        given={"to": sent.get("to", ""), "reason": sent.get("reason", "")},
        rows=[
            {
                "task": entry.task,
                "case": entry.case_title,
                "number": entry.case_number,
                "role": names.get(entry.task.role, entry.task.role),
                "chosen": chosen is None or entry.task.id in chosen,
                "fits": heir is None or entry.task.role in posts.get(heir.user, set()),
            }
            for entry in held.entries
        ],
        heir=heir,
        errors=errors,
    )
