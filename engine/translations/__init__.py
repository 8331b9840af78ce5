"""Sentences: gettext catalogues, Bahasa Indonesia first and English second.

A msgid is a key (`error.task_not_open`), never a sentence. Every room keeps
its own `<language>/<room>.po`; all files of a language are one catalogue. They
are compiled in memory at first use, so that no build artefact can be stale.
"""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from engine.errors import MutuBakuError

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
_HERE = Path(__file__).parent
_SPOKEN = frozenset(["reason", "why"])


@cache
def catalogue(language: str, folder: Path = _HERE) -> gettext.NullTranslations:
    """Return all sentences of a language; an unknown language falls back to `id`."""
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    # One table and no chain of them: a page asks for hundreds of sentences.
    merged = Catalog(locale=known)
    for path in sorted((folder / known).glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale=known):
                if message.id and message.id not in merged:
                    merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def sentence(key: str, language: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of `key` with `{name}` placeholders filled from `facts`.

    A missing key gives the key itself, which a house test refuses. A fact `reason`
    or `why` that is itself a key is spoken as its sentence.
    """
    text = catalogue(language).gettext(key)
    shown = dict(facts or {})
    for name in _SPOKEN & shown.keys():
        inner = shown.pop(name)
        known = isinstance(inner, str) and catalogue(language).gettext(inner) != inner
        shown[name] = sentence(inner, language, shown) if known else inner
    return text.format_map(_Shown(shown))


def sentence_of(error: MutuBakuError, language: str) -> str:
    """Return what a person should read about an expected error.

    A fact `reason` that is itself a key of the catalogue is spoken as its sentence.
    """
    facts = dict(error.facts)
    reason = facts.get("reason")
    if isinstance(reason, str) and catalogue(language).gettext(reason) != reason:
        facts["reason"] = sentence(reason, language, error.facts)
    return sentence(f"error.{error.code}", language, facts)


def sentences_of(error: MutuBakuError, language: str) -> tuple[str, ...]:
    """Return one sentence per mistake where an error collects several."""
    mistakes = error.facts.get("mistakes", ())
    told = [sentence_of(one, language) for one in mistakes]
    return tuple(told) or (sentence_of(error, language),)


class _Shown(dict[str, Any]):
    """Facts as text; a fact that the error did not carry shows as a dash."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__({key: _text(value) for key, value in facts.items()})

    def __missing__(self, key: str) -> str:
        return "–"


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | tuple | set):
        return ", ".join(str(item) for item in value)
    return str(value)
