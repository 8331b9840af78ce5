"""Settings are read once, checked whole, and never betray a secret."""

import stat
from ipaddress import ip_network

import pytest

from engine.errors import (
    SecretKeyMissingError,
    SettingsInvalidError,
    SettingUnknownError,
)
from engine.settings import DEFAULTS, load_settings, secret_key
from engine.translations import sentence_of, sentences_of


def mistakes_of(**environ):
    names = {f"MUTUBAKU_{name}": text for name, text in environ.items()}
    with pytest.raises(SettingsInvalidError) as caught:
        load_settings(names)
    return caught.value.facts["mistakes"]


def test_an_empty_environment_gives_the_embedded_office():
    settings = load_settings({})

    assert settings.database_url == "sqlite:///var/mutubaku.db"
    assert settings.is_embedded
    assert settings.roles == {"web", "worker", "timers"}
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.secret_key is None
    assert settings.notify_urls == ()


def test_every_default_is_a_value_that_can_be_written_out():
    written = {f"MUTUBAKU_{name}": text for name, text in DEFAULTS.items()}

    settings = load_settings(written)

    assert settings == load_settings({})


def test_values_of_the_environment_win_over_defaults():
    settings = load_settings(
        {
            "MUTUBAKU_DATABASE_URL": "postgresql://mutu:baku@db.example:5432/office",
            "MUTUBAKU_ROLES": "worker, timers",
            "MUTUBAKU_PORT": "9000",
            "MUTUBAKU_TRUSTED_PROXIES": "10.0.0.7,192.168.0.0/16",
            "MUTUBAKU_ORIGIN": "https://sop.example.go.id",
            "HOME": "/root",
        }
    )

    assert not settings.is_embedded
    assert settings.roles == {"worker", "timers"}
    assert settings.port == 9000
    assert settings.trusted_proxies[0] == ip_network("10.0.0.7/32")
    assert settings.origin == "https://sop.example.go.id"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://db.example"),
        ("DATABASE_URL", "postgresql://db.example:port/x"),
        ("DATABASE_URL", "postgresql://[db/x"),
        ("SECRET_KEY", "short"),
        ("ROLES", "web,boss"),
        ("ROLES", ","),
        ("LANGUAGE", "nl"),
        ("HOST", "two words"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8000.5"),
        ("PORT", "٨٠٠٠"),
        ("ORIGIN", "sop.example.go.id"),
        ("ORIGIN", "https://sop.example.go.id/path"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("METRICS_FROM", "everywhere"),
        ("SESSION_HOURS", "-1"),
        ("UPLOAD_MAX_MB", "1e3"),
        ("UPLOAD_TYPES", ".pdf"),
        ("CASE_QUOTA_MB", "0"),
        ("SMTP_URL", "mail.example"),
        ("MAIL_FROM", "nobody"),
        ("NOTIFY_URLS", "tgram://bot/chat,https://chat.example/hook"),
        ("WORKER_CONCURRENCY", "65"),
        ("TICK_SECONDS", "0"),
        ("LOG_FORMAT", "xml"),
        ("LOG_LEVEL", "INFO"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_is_accepted(name, text):
    (mistake,) = mistakes_of(**{name: text})

    assert mistake.facts["setting"] == f"MUTUBAKU_{name}"
    assert mistake.facts["expected"]
    assert f"MUTUBAKU_{name}" in sentence_of(mistake, "id")


def test_all_mistakes_are_told_at_once():
    mistakes = mistakes_of(PORT="none", LANGUAGE="nl", PROT="1")

    assert [mistake.facts["setting"] for mistake in mistakes] == [
        "MUTUBAKU_LANGUAGE",
        "MUTUBAKU_PORT",
        "MUTUBAKU_PROT",
    ]


def test_a_misspelt_name_is_a_mistake_and_the_nearest_is_suggested():
    (mistake,) = mistakes_of(DATABSE_URL="sqlite:///x.db")

    assert isinstance(mistake, SettingUnknownError)
    assert "MUTUBAKU_DATABASE_URL" in sentence_of(mistake, "en")


def test_names_of_the_tests_are_no_mistake():
    settings = load_settings({"MUTUBAKU_TEST_POSTGRES_URL": "anything"})

    assert settings == load_settings({})


@pytest.mark.parametrize(
    ("name", "text", "secret"),
    [
        ("DATABASE_URL", "mysql://mutu:rahasia@db/x", "rahasia"),
        ("SECRET_KEY", "rahasia", "rahasia"),
        ("SMTP_URL", "mail://mutu:rah@sia@mail.example", "sia@"),
    ],
)
def test_a_mistake_does_not_show_the_secret(name, text, secret):
    (mistake,) = mistakes_of(**{name: text})

    assert secret not in sentence_of(mistake, "id")
    assert secret not in str(mistake)


def test_the_embedded_office_makes_a_key_once_and_keeps_it_to_itself(tmp_path):
    folder = tmp_path / "var"

    first = secret_key(load_settings({}), folder)
    second = secret_key(load_settings({}), folder)

    assert first == second
    assert len(first) == 64
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_a_given_key_is_used_and_nothing_is_written(tmp_path):
    settings = load_settings({"MUTUBAKU_SECRET_KEY": "a key that was given"})

    key = secret_key(settings, tmp_path / "var")

    assert key == "a key that was given"
    assert not (tmp_path / "var").exists()


def test_an_office_of_several_processes_must_give_its_key(tmp_path):
    settings = load_settings({"MUTUBAKU_DATABASE_URL": "postgresql://db.example/x"})

    with pytest.raises(SettingsInvalidError) as caught:
        secret_key(settings, tmp_path)

    (mistake,) = caught.value.facts["mistakes"]
    assert isinstance(mistake, SecretKeyMissingError)
    assert "MUTUBAKU_SECRET_KEY" in sentence_of(mistake, "id")


def test_each_mistake_is_one_sentence_in_either_language():
    with pytest.raises(SettingsInvalidError) as caught:
        load_settings({"MUTUBAKU_PORT": "none", "MUTUBAKU_LANGUAGE": "nl"})

    for language in ("id", "en"):
        told = sentences_of(caught.value, language)
        assert len(told) == 2
        assert "1–65535" in told[1]
