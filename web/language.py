"""In which language a page speaks, and how a template asks for a sentence.

The web has catalogues of its own beside the engine's; a key is looked up in
both. A visitor's language is the officer's own choice, else the browser's
earlier choice, else what the browser asks for, else the office's setting.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Request
from markupsafe import Markup, escape

from engine.translations import LANGUAGES, catalogue, sentence

COOKIE = "mutubaku_bahasa"
_FOLDER = Path(__file__).parent / "translations"
_PLACES = {"id": "id-ID", "en": "en-GB"}


def say(key: str, language: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a key, `{name}` filled from the facts.

    A key that nobody knows is returned as it is; a house test refuses that.
    """
    text = catalogue(language, _FOLDER).gettext(key)
    if text == key:
        return sentence(key, language, facts)
    return text.format_map(facts) if facts else text


def say_marked(key: str, language: str, facts: Mapping[str, Any]) -> Markup:
    """Return a sentence with markup of our own as facts; its text is escaped."""
    text = str(escape(catalogue(language, _FOLDER).gettext(key)))
    return Markup(text).format(  # noqa: S704 - escaped above
        **{name: escape(fact) for name, fact in facts.items()}
    )


def language_of(request: Request, chosen: str | None, default: str) -> str:
    """Return the language for a request.

    Args:
        request: its cookie and `Accept-Language` are looked at.
        chosen: by the officer who is signed in, or None.
        default: of the office.
    """
    for wanted in (chosen, request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    asked = [value[:2].lower() for value, _ in request.accept_languages]
    return next((one for one in asked if one in LANGUAGES), default)


def tag_of(language: str) -> str:
    """Return the language tag with its region, for the `lang` of a page."""
    return _PLACES.get(language, language)
