"""Logs are lines of facts, and tell nothing of a person."""

import io
import json
import logging
from datetime import UTC, datetime

import pytest
import structlog

from engine.clock import FixedClock
from engine.errors import TaskTakenError
from engine.logs import configure_logs
from engine.settings import load_settings

NOON = FixedClock(datetime(2024, 8, 19, 5, 0, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _logging_as_it_was():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def logs_as(log_format, level="info"):
    stream = io.StringIO()
    settings = load_settings(
        {"MUTUBAKU_LOG_FORMAT": log_format, "MUTUBAKU_LOG_LEVEL": level}
    )
    configure_logs(settings, NOON, stream)
    return stream


def _claim_what_siti_holds():
    raise TaskTakenError(task="t1", by="Siti")


def test_a_json_line_carries_event_instant_and_facts():
    stream = logs_as("json")

    structlog.get_logger("inbox").info("task_claimed", task=7)

    assert json.loads(stream.getvalue()) == {
        "at": "2024-08-19T05:00:00+00:00",
        "event": "task_claimed",
        "level": "info",
        "logger": "inbox",
        "task": 7,
    }


def test_a_text_line_starts_with_the_instant():
    stream = logs_as("text")

    structlog.get_logger("inbox").warning("task_late", task=7)

    line = stream.getvalue()
    assert line.startswith("at='2024-08-19T05:00:00+00:00' level='warning'")
    assert "task=7" in line


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_what_tells_of_a_person_is_withheld(log_format):
    stream = logs_as(log_format)

    structlog.get_logger("accounts").info("user_added", user=3, name="Siti")

    assert "Siti" not in stream.getvalue()
    assert "(withheld)" in stream.getvalue()


@pytest.mark.parametrize("logger", [structlog.get_logger, logging.getLogger])
def test_of_an_exception_only_kind_code_and_place_are_told(logger):
    stream = logs_as("json")

    try:
        _claim_what_siti_holds()
    except TaskTakenError:
        logger("jobs").exception("job_failed")

    line = json.loads(stream.getvalue())
    assert "Siti" not in stream.getvalue()
    assert (line["error"], line["code"]) == ("TaskTakenError", "task_taken")
    assert "_claim_what_siti_holds" in line["raised_at"]


def test_what_is_below_the_level_is_not_written():
    stream = logs_as("text", level="error")

    structlog.get_logger("inbox").info("task_claimed")
    logging.getLogger("alembic").warning("something")

    assert stream.getvalue() == ""
