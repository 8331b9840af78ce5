"""Settings: what the people who run Mutu Baku may choose, from `MUTUBAKU_*`.

`load_settings` reads the environment once, finds every mistake and raises them
together. A value is written as text, and so is its default, which
docs/settings.md repeats. An error never shows a password or a key.
"""

import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from engine.errors import (
    SecretKeyMissingError,
    SettingInvalidError,
    SettingsInvalidError,
    SettingUnknownError,
)
from engine.settings import values
from engine.settings.values import Network

PREFIX = "MUTUBAKU_"
TESTS_ONLY = "MUTUBAKU_TEST_"
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "DATABASE_URL": "sqlite:///var/mutubaku.db",
        "SECRET_KEY": "",
        "ROLES": "web,worker,timers",
        "LANGUAGE": "id",
        "HOST": "127.0.0.1",
        "PORT": "8000",
        "ORIGIN": "",
        "TRUSTED_PROXIES": "",
        "METRICS_FROM": "127.0.0.1/32,::1/128",
        "SESSION_HOURS": "10",
        "SESSION_IDLE_MINUTES": "120",
        "UPLOAD_MAX_MB": "25",
        "UPLOAD_TYPES": "pdf,jpg,png,docx,xlsx,odt,ods",
        "CASE_QUOTA_MB": "200",
        "SIGNING": "certificate",
        "SIGNING_ROOTS": "",
        "SIGNING_URL": "",
        "SMTP_URL": "",
        "MAIL_FROM": "",
        "NOTIFY_URLS": "",
        "WORKER_CONCURRENCY": "2",
        "TICK_SECONDS": "5",
        "LOG_FORMAT": "text",
        "LOG_LEVEL": "info",
    }
)
_HIDDEN = "•••"
_SECRETS = frozenset({"SECRET_KEY", "NOTIFY_URLS"})
_KEY_FILE = "secret-key"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Every choice, read and checked; the meaning of each is in docs/settings.md."""

    database_url: str
    secret_key: str | None
    roles: frozenset[str]
    language: str
    host: str
    port: int
    origin: str | None
    trusted_proxies: tuple[Network, ...]
    metrics_from: tuple[Network, ...]
    session_hours: int
    session_idle_minutes: int
    upload_max_mb: int
    upload_types: tuple[str, ...]
    case_quota_mb: int
    signing: str
    signing_roots: Path | None
    signing_url: str | None
    smtp_url: str | None
    mail_from: str | None
    notify_urls: tuple[str, ...]
    worker_concurrency: int
    tick_seconds: int
    log_format: str
    log_level: str

    @property
    def is_embedded(self) -> bool:
        """Tell whether the database is an SQLite file of this one process."""
        return self.database_url.startswith("sqlite:")


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings of an environment; other programs' names are ignored.

    Raises:
        SettingsInvalidError: with one SettingInvalidError per mistake, unknown
            `MUTUBAKU_*` names included: a misspelt setting would be silent.
    """
    read = _Reader(environ)
    settings = Settings(
        database_url=read("DATABASE_URL", values.database_url),
        secret_key=read("SECRET_KEY", values.optional(values.secret_key)),
        roles=frozenset(read("ROLES", values.some_of("web", "worker", "timers"))),
        language=read("LANGUAGE", values.one_of("id", "en")),
        host=read("HOST", values.host),
        port=read("PORT", values.whole(1, 65535)),
        origin=read("ORIGIN", values.optional(values.origin)),
        trusted_proxies=read("TRUSTED_PROXIES", values.networks),
        metrics_from=read("METRICS_FROM", values.networks),
        session_hours=read("SESSION_HOURS", values.whole(1, 168)),
        session_idle_minutes=read("SESSION_IDLE_MINUTES", values.whole(5, 10080)),
        upload_max_mb=read("UPLOAD_MAX_MB", values.whole(1, 1024)),
        upload_types=read("UPLOAD_TYPES", values.file_types),
        case_quota_mb=read("CASE_QUOTA_MB", values.whole(1, 102400)),
        signing=read("SIGNING", values.one_of("certificate", "seal", "service")),
        signing_roots=read("SIGNING_ROOTS", values.optional(values.certificates)),
        signing_url=read(
            "SIGNING_URL", values.optional(values.address("https", "http"))
        ),
        smtp_url=read("SMTP_URL", values.optional(values.address("smtp", "smtps"))),
        mail_from=read("MAIL_FROM", values.optional(values.mailbox)),
        notify_urls=read("NOTIFY_URLS", values.channels),
        worker_concurrency=read("WORKER_CONCURRENCY", values.whole(1, 64)),
        tick_seconds=read("TICK_SECONDS", values.whole(1, 300)),
        log_format=read("LOG_FORMAT", values.one_of("text", "json")),
        log_level=read("LOG_LEVEL", values.one_of("debug", "info", "warning", "error")),
    )
    mistakes = [*read.mistakes, *_unknown_names(environ)]
    if mistakes:
        raise SettingsInvalidError(mistakes=mistakes)
    return settings


def secret_key(settings: Settings, folder: Path) -> str:
    """Return the key that signs sessions; make and keep one for the embedded office.

    Args:
        settings: say whether a key was given and whether the office is embedded.
        folder: holds the kept key in `secret-key`, readable by its owner only.

    Raises:
        SettingsInvalidError: if several processes may serve and none was given.
    """
    if settings.secret_key is not None:
        return settings.secret_key
    if not settings.is_embedded:
        missing = SecretKeyMissingError(setting=PREFIX + "SECRET_KEY")
        raise SettingsInvalidError(mistakes=[missing])
    kept = folder / _KEY_FILE
    if not kept.exists():
        _keep_new_key(kept)
    return kept.read_text(encoding="ascii").strip()


def _keep_new_key(kept: Path) -> None:
    """Write a random key whole or not at all; whoever comes first wins."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=kept.parent, encoding="ascii") as draft:
        draft.write(secrets.token_hex(32))  # temporary files are readable by us only
        draft.flush()
        try:
            kept.hardlink_to(draft.name)
        except FileExistsError:
            return


class _Reader:
    """Reads one setting after the other and keeps the mistakes for the end."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.mistakes: list[SettingInvalidError] = []

    def __call__(self, name: str, parse: Callable[[str], T]) -> T:
        text = self._environ.get(PREFIX + name, "").strip() or DEFAULTS[name]
        try:
            return parse(text)
        except ValueError as error:
            self.mistakes.append(
                SettingInvalidError(
                    setting=PREFIX + name, value=_shown(name, text), expected=str(error)
                )
            )
            return parse(DEFAULTS[name])


def _shown(name: str, text: str) -> str:
    """Return a value without what must stay secret in it."""
    if name in _SECRETS:  # a channel's address is a key to it
        return _HIDDEN
    return re.sub(r"//[^/]*@", f"//{_HIDDEN}@", text)


def _unknown_names(environ: Mapping[str, str]) -> list[SettingInvalidError]:
    known = [PREFIX + name for name in DEFAULTS]
    return [
        SettingUnknownError(
            setting=name, nearest=get_close_matches(name, known, n=1, cutoff=0.0)[0]
        )
        for name in sorted(environ)
        if name.startswith(PREFIX)
        and not name.startswith(TESTS_ONLY)
        and name not in known
    ]
