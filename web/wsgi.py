"""The application for other servers: `gunicorn web.wsgi:app`.

The database is at this version already (`mutubaku migrate`); `mutubaku worker`
does the jobs. Every process opens its own connections, so no server may load
this before it forks (gunicorn's `--preload`). See docs/running.md.
"""

import os

from engine.bootstrap import build_engine
from engine.clock import SystemClock
from engine.logs import configure_logs
from engine.settings import load_settings
from engine.worker import connect_jobs
from web.app import create_app

_settings = load_settings(os.environ)
configure_logs(_settings, SystemClock())
_office = build_engine(_settings)
_office.database.require_current()
connect_jobs(_office)
app = create_app(_office, _settings)
