"""For machines: does it live, can it work, how does it do.

Only networks that MUTUBAKU_METRICS_FROM names may ask. A proxy that is not
trusted hides who asks behind its own address, so what it passes on is refused.
"""

from collections.abc import Sequence
from ipaddress import ip_address

import structlog
from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import NotFound

from engine.settings.values import Network
from web.asking import office, public, settings
from web.metrics import TYPE, Metrics

METRICS = "mutubaku.metrics"
_log = structlog.get_logger(__name__)
blueprint = Blueprint("kesehatan", __name__)


@blueprint.before_request
def _let_machines_in() -> None:
    if not is_within(request.remote_addr, settings().metrics_from):
        raise NotFound
    if request.headers.get("X-Forwarded-For") and not settings().trusted_proxies:
        raise NotFound


@blueprint.get("/health")
@public
def health() -> Response:
    """Say that this process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/ready")
@public
def ready() -> tuple[Response, int]:
    """Say whether this process can work: the database answers, with its tables."""
    try:
        office().reception.is_ready()
    except Exception as error:  # noqa: BLE001 - whatever it is, it cannot work
        _log.warning("not_ready", exc_info=error)
        return jsonify({"status": "unavailable"}), 503
    return jsonify({"status": "ok"}), 200


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Tell counts of this process and of the office."""
    counted: Metrics = current_app.extensions[METRICS]
    return Response(counted.text(office().reception.gauges()), content_type=TYPE)


def is_within(address: str | None, networks: Sequence[Network]) -> bool:
    """Tell whether an address lies in one of the networks."""
    try:
        place = ip_address(address or "")
    except ValueError:
        return False
    return any(place in network for network in networks)
