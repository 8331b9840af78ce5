"""Whoever is called to sign is told which case the document is of."""

import pytest

from engine.domain.notices import Notice, NoticeKind
from engine.domain.values import InstanceId, TaskId, UserId
from engine.services.notices.messages import notice_words
from tests.services.conftest import NOW


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        pytest.param(
            {"document": "Surat", "number": 12},
            "Dokumen «Surat» dari berkas nomor 12 menunggu tanda tangan Anda.",
            id="of this version",
        ),
        pytest.param(
            {"document": "Surat"},
            "Dokumen «Surat» menunggu tanda tangan Anda.",
            id="of an earlier version",
        ),
    ],
)
def test_a_call_to_sign_names_the_case(facts, said):
    notice = Notice(
        id="n1",
        user=UserId("u1"),
        kind=NoticeKind.SIGNATURE,
        at=NOW,
        task=TaskId("s1"),
        instance=InstanceId("i1"),
        facts=facts,
    )

    assert notice_words(notice, "id") == said
