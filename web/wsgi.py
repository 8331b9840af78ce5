"""The application for other servers: `gunicorn web.wsgi:app`.

The database is at this version already (`mutubaku migrate`); a worker of its
own does the jobs (`mutubaku worker`). See docs/running.md.
"""

import os

from engine.bootstrap import build_engine
from engine.clock import SystemClock
from engine.logs import configure_logs
from engine.settings import load_settings
from web.app import create_app

_settings = load_settings(os.environ)
configure_logs(_settings, SystemClock())
app = create_app(build_engine(_settings), _settings)
