"""Every message of the forms room has its sentence in both languages."""

import re
from pathlib import Path

import pytest

import engine.domain
from engine.translations import LANGUAGES, catalogue

KEY = re.compile(r'"((?:form|expression)\.[a-z_]+)"')
ROOM = Path(engine.domain.__file__).parent
USED = sorted(
    {
        key
        for folder in ("forms", "expressions")
        for path in (ROOM / folder).glob("*.py")
        for key in KEY.findall(path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", USED)
def test_every_message_has_a_sentence(key, language):
    assert catalogue(language).gettext(key) not in ("", key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language):
    written = Path(engine.__path__[0]) / "translations" / language / "forms.po"
    keys = re.findall(r'msgid "(.+)"', written.read_text(encoding="utf-8"))

    assert sorted(keys) == USED
