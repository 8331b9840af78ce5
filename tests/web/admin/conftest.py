"""The demo office for the pages of administrators."""

from tests.web.inbox.conftest import clock, enter, office, settings, sop_file, story

__all__ = ["clock", "enter", "office", "settings", "sop_file", "story"]
