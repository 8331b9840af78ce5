"""Messages reach a messenger's server, and no service that is not known."""

from datetime import datetime

import pytest

from engine.adapters.messengers import AppriseMessenger
from engine.errors import DeliveryFailedError
from engine.ports import Message
from tests.messenger_server import messenger_server

# Of the library's own imports; it asks for nothing that is gone in our Python.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

ADDRESS = "tgram://123456789:abcdefg_hijklmnop/12315544/"
MESSAGE = Message(
    id="0123456789abcdef0123",
    to=ADDRESS,
    subject="Mengisi format – berkas 7",
    text="Lewat batas waktu: «Mengisi format».",
    html="",
    at=datetime.fromisoformat("2024-08-19T08:30:00+07:00"),
)


@pytest.fixture
def chats(tmp_path, monkeypatch):
    with messenger_server(tmp_path, monkeypatch) as found:
        yield found


def test_a_message_arrives_where_its_address_says(chats):
    AppriseMessenger().send(MESSAGE)

    ((path, body),) = chats.messages
    assert path == "/bot123456789:abcdefg_hijklmnop/sendMessage"
    assert str(body["chat_id"]) == "12315544"
    assert "Lewat batas waktu: «Mengisi format»." in body["text"]


def test_a_service_that_refuses_is_tried_again_later(chats):
    chats.status = 403

    with pytest.raises(DeliveryFailedError) as caught:
        AppriseMessenger().send(MESSAGE)

    assert caught.value.facts["reason"] == "tgram"
    assert chats.messages == []


def test_no_address_is_written_to_the_log(chats, caplog):
    caplog.set_level("DEBUG")
    chats.status = 500

    with pytest.raises(DeliveryFailedError):
        AppriseMessenger().send(MESSAGE)
    known = AppriseMessenger().knows("tgram://rahasia")

    assert not known
    assert not [one for one in caplog.records if one.name.startswith("apprise")]
    assert "rahasia" not in caplog.text


def test_a_server_whose_certificate_is_not_trusted_gets_nothing(chats, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    with pytest.raises(DeliveryFailedError):
        AppriseMessenger().send(MESSAGE)

    assert chats.messages == []
