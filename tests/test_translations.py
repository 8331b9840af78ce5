"""Sentences are made from an error's code and facts."""

from engine.errors import ExpressionFailedError, KernelError
from engine.translations import sentence, sentence_of


def test_a_reason_that_is_a_key_is_spoken():
    error = KernelError(reason="error.task_not_claimed", element="Activity_1")

    told = sentence_of(error, "id")

    assert sentence("error.task_not_claimed", "id") in told
    assert "Activity_1" in told


def test_a_reason_in_plain_text_stays_as_it_is_whatever_it_holds():
    error = ExpressionFailedError(expression="{x", reason="{unexpected} }{")

    told = sentence_of(error, "en")

    assert "{unexpected} }{" in told


def test_a_fact_that_is_missing_shows_as_a_dash():
    told = sentence("error.task_taken", "en")

    assert told.startswith("– is working")


def test_an_unknown_language_speaks_indonesian():
    told = sentence("error.task_not_claimed", "nl")

    assert told == sentence("error.task_not_claimed", "id")
