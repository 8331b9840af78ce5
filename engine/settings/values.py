"""How the text of a setting becomes a value.

Each reader takes the text and returns the value, or raises WrongValueError
with the notation that is accepted: signs, not words, so that the sentence
around it can be in any language.
"""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
T = TypeVar("T")

_SHORTEST_KEY = 16
_CHANNEL = re.compile(r"(?!https?:|ftp:|file:)[a-z][a-z0-9]{1,20}://[^\s]+")
_MAILBOX = re.compile(r"[^@\s<>]+@[^@\s<>]+|[^@<>]+ <[^@\s<>]+@[^@\s<>]+>")


class WrongValueError(ValueError):
    """A value cannot be read; its text is the notation that is accepted."""


def optional(parse: Callable[[str], T]) -> Callable[[str], T | None]:
    """Return a reader that takes an empty text as «not set»."""
    return lambda text: parse(text) if text else None


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers, both bounds included."""

    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        raise WrongValueError(f"{low}–{high}")

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a reader of exactly one of the words."""

    def read(text: str) -> str:
        if text in choices:
            return text
        raise WrongValueError(" | ".join(choices))

    return read


def some_of(*choices: str) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of one or more of the words, parted by commas."""

    def read(text: str) -> tuple[str, ...]:
        given = entries(text)
        if given and set(given) <= set(choices):
            return given
        raise WrongValueError(",".join(choices))

    return read


def address(*schemes: str) -> Callable[[str], str]:
    """Return a reader of one address with a host."""

    def read(text: str) -> str:
        if _is_address(text, schemes):
            return text
        raise WrongValueError(_notation(schemes))

    return read


def channels(text: str) -> tuple[str, ...]:
    """Return addresses of messengers; which services are known is asked later."""
    given = entries(text)
    if all(_CHANNEL.fullmatch(one) for one in given):
        return given
    raise WrongValueError("tgram://token/chat,slack://…")


def origin(text: str) -> str:
    """Return the public address: scheme, host and port with nothing behind."""
    schemes = ("https", "http")
    parts = urlsplit(text) if _is_address(text, schemes) else None
    if parts is None or parts.path or parts.query or parts.fragment:
        raise WrongValueError(_notation(schemes))
    return text


def database_url(text: str) -> str:
    """Return the address of an SQLite file or a PostgreSQL database."""
    if re.fullmatch(r"sqlite:///(?!:memory:)[^?#]*[^?#/]", text):
        return text
    schemes = ("postgresql", "postgresql+psycopg")
    if _is_address(text, schemes) and len(urlsplit(text).path) > 1:
        return text
    raise WrongValueError("sqlite:///file.db | postgresql://user:password@host/name")


def secret_key(text: str) -> str:
    """Return a key that is too long to be guessed."""
    if len(text) >= _SHORTEST_KEY:
        return text
    raise WrongValueError(f"[A-Za-z0-9…] ≥ {_SHORTEST_KEY}")


def host(text: str) -> str:
    """Return a name or address to listen on."""
    if re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        return text
    raise WrongValueError("127.0.0.1 | 0.0.0.0 | localhost")


def certificates(text: str) -> Path:
    """Return the name of a PEM file; what it holds is asked where it is used."""
    if re.fullmatch(r"[^\x00-\x1f]+\.(pem|crt|cer)", text):
        return Path(text)
    raise WrongValueError("/etc/mutubaku/otoritas.pem")


def mailbox(text: str) -> str:
    """Return a sender as mail programs write it."""
    if _MAILBOX.fullmatch(text):
        return text
    raise WrongValueError("surat@kantor.example | Kantor <surat@kantor.example>")


def file_types(text: str) -> tuple[str, ...]:
    """Return file name endings without their dot."""
    kinds = entries(text)
    if kinds and all(re.fullmatch(r"[a-z0-9]{2,5}", kind) for kind in kinds):
        return kinds
    raise WrongValueError("pdf,jpg,png")


def networks(text: str) -> tuple[Network, ...]:
    """Return any number of networks; a single address is a network of one."""
    try:
        return tuple(ip_network(entry) for entry in entries(text))
    except ValueError as error:
        raise WrongValueError("10.0.0.0/8,::1") from error


def entries(text: str) -> tuple[str, ...]:
    """Return what stands between the commas, without blanks and empty entries."""
    return tuple(entry.strip() for entry in text.split(",") if entry.strip())


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets without an address, or a port that is no number
        return False


def _notation(schemes: tuple[str, ...]) -> str:
    return " | ".join(f"{scheme}://host[:port]" for scheme in schemes)
