"""The application: one factory that puts the rooms of the web together.

    create_app(build_engine(settings), settings)

A room is a module with a `blueprint`; MODULES lists them, and a line is all it
takes to add one. Nothing is read from the environment here.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, redirect, request
from werkzeug.routing import BaseConverter, IntegerConverter, Map
from werkzeug.wrappers import Response

from engine.bootstrap import Office
from engine.services.reception import OfficeSign
from engine.settings import Settings, secret_key
from web import errors, headers, presenting, session
from web.arms import arms_path
from web.asking import LARGEST, OFFICE, VISIT, Visit
from web.health import METRICS
from web.language import language_of, say, say_marked, tag_of
from web.metrics import Metrics
from web.navigation import rooms_of
from web.proxies import BehindProxies
from web.static_files import asset, icon

MODULES = (
    "web.auth",
    "web.hats",
    "web.tokens",
    "web.arms",
    "web.health",
    "web.live",
    "web.static_files",
    "web.inbox.views",
    "web.inbox.task_views",
    "web.inbox.typing_views",
    "web.cases.views",
    "web.sops.views",
    "web.versions.views",
    "web.versions.approving",
    "web.versions.moving",
    "web.versions.files",
    "web.versions.tables",
    "web.editor.views",
    "web.editor.draft_views",
    "web.editor.trial_views",
    "web.paper.printing",
    "web.paper.importing",
    "web.paper.forecasting",
    "web.performance.views",
    "web.performance.report_views",
    "web.performance.plan_views",
    "web.performance.plan_edits",
    "web.archive.views",
    "web.archive.retention_views",
    "web.actions.views",
    "web.signing.checking",
    "web.signing.views",
    "web.notices.views",
    "web.history.views",
    "web.cycles.views",
    "web.cycles.rule_views",
    "web.monitor.views",
    "web.monitor.heat",
    "web.monitor.why",
    "web.monitor.chart_views",
    "web.monitor.evaluation",
    "web.monitor.reports",
    "web.monitor.forecast",
    "web.admin.officers",
    "web.admin.posts",
    "web.admin.tokens",
    "web.admin.handover",
    "web.admin.roles",
    "web.admin.settings",
    "web.admin.calendar",
    "web.admin.past_facts",
    "web.admin.jobs",
    "web.admin.repair",
    "web.api.routes",
)
HOME = "/kotak-masuk"
_MEGABYTE = 1_000_000
_FORM_BYTES = 4 * _MEGABYTE  # of a form's texts; files are counted apart
_KEY_FOLDER = Path("var")


class _Line(BaseConverter):
    """A name in an address; what no header could hold again is no page."""

    regex = r"[^/\x00-\x1f\x7f]+"


class _Whole(IntegerConverter):
    """A number in an address; one that no column holds is no page."""

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=LARGEST)


def create_app(engine: Office, settings: Settings) -> Flask:
    """Return the application of an office.

    Args:
        engine: the office, its database at this version.
        settings: as the engine was built from.

    Raises:
        SettingsInvalidError: no secret key, and several processes may serve.
    """
    app = Flask(__name__, static_folder=None)
    app.secret_key = secret_key(settings, _KEY_FOLDER)
    app.extensions[OFFICE] = engine
    app.extensions[METRICS] = metrics = Metrics()
    app.config.update(
        SESSION_COOKIE_NAME="mutubaku_pesan",  # Flask's own: messages only
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.origin or "").startswith("https:"),
        MAX_CONTENT_LENGTH=(settings.upload_max_mb + 1) * _MEGABYTE + _FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=_FORM_BYTES,
        MAX_FORM_PARTS=5_000,
    )
    app.url_map.converters |= {"default": _Line, "int": _Whole}
    headers.install(app, metrics)
    session.install(app)
    errors.install(app)
    _furnish(app)
    for name in MODULES:
        blueprint: Blueprint = import_module(name).blueprint
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "beranda", _home)
    proxied = BehindProxies(app.wsgi_app, settings.trusted_proxies)
    app.wsgi_app = proxied  # type: ignore[method-assign]
    return app


def _home() -> Response:
    """Lead an officer to what waits for them."""
    return redirect(HOME, 303)


def _furnish(app: Flask) -> None:
    """Give templates their sentences, words, icons and the frame of a page."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        t=_sentence, t_marked=_marked, icon=icon, asset=asset, tag_of=tag_of
    )
    app.jinja_env.filters.update(presenting.filters(_language))
    app.jinja_env.globals["csrf_token"] = lambda: _visit(app).csrf
    # Every template finds what is drawn the same everywhere under `ui`.
    app.jinja_env.globals["ui"] = app.jinja_env.get_template("_macros.html").module
    app.context_processor(lambda: _frame(app))


def _frame(app: Flask) -> dict[str, Any]:
    """Return what the frame of every page shows, also of a page about an error."""
    visit, sign = _visit(app), _sign(app)
    paths = {rule.rule.rstrip("/") for rule in app.url_map.iter_rules()}
    return {
        "visit": visit,
        "actor": visit.actor,
        "sign": sign,
        "arms_address": arms_path(sign.arms),
        "rooms": rooms_of(visit.actor, paths),
        "here": request.full_path.rstrip("?"),
        "waiting": lambda: app.extensions[OFFICE].reception.waiting(visit.actor),
        "unread": lambda: app.extensions[OFFICE].notices.unread(visit.actor),
    }


def _visit(app: Flask) -> Visit:
    found: Visit | None = request.environ.get(VISIT)
    if found is not None:
        return found
    # Something broke before it was known who asks; the page says so all the same.
    office: Office = app.extensions[OFFICE]
    language = language_of(request, None, office.settings.language)
    return Visit(actor=None, login="", language=language, theme="auto", key="", csrf="")


def _sign(app: Flask) -> OfficeSign:
    try:
        sign: OfficeSign = app.extensions[OFFICE].reception.sign()
    except Exception:  # noqa: BLE001 - a page about what broke must not break too
        return OfficeSign()
    return sign


def _language() -> str:
    visit: Visit | None = request.environ.get(VISIT)
    return visit.language if visit else language_of(request, None, "id")


def _sentence(key: str, **facts: object) -> str:
    return say(key, _language(), facts)


def _marked(key: str, **facts: object) -> str:
    return say_marked(key, _language(), facts)
