"""What tells people: notices, warnings, digests, and the ways out of the house."""

from functools import cached_property

from engine.adapters.messengers import AppriseMessenger
from engine.bootstrap.core import Core
from engine.ports import Mailer
from engine.services.digest import DigestService
from engine.services.feeds import FeedService
from engine.services.messages import MessageWriter
from engine.services.notices import NoticeService
from engine.services.reminders import ReminderService
from engine.services.sending import SendingService
from engine.services.telling import Ways


class Messages(Core):
    """The parts of an office that tell people something."""

    @cached_property
    def notices(self) -> NoticeService:
        """The bell, and how people want to be told."""
        return NoticeService(
            desk=self.desk, ways=self._ways, messenger=AppriseMessenger()
        )

    @cached_property
    def reminders(self) -> ReminderService:
        """Warnings before and after a step is due."""
        return ReminderService(desk=self.desk, ways=self._ways)

    @cached_property
    def digest(self) -> DigestService:
        """The morning's list."""
        return DigestService(desk=self.desk, ways=self._ways)

    @cached_property
    def feeds(self) -> FeedService:
        """Due tasks as a calendar."""
        return FeedService(desk=self.desk, origin=self.settings.origin)

    @cached_property
    def sending(self) -> SendingService:
        """Messages that leave the house."""
        return SendingService(
            desk=self.desk,
            writer=MessageWriter(origin=self.settings.origin),
            mailer=self._mailer,
            messenger=AppriseMessenger(),
        )

    @cached_property
    def _ways(self) -> Ways:
        return Ways(mail=self.settings.smtp_url is not None, messenger=True)

    @cached_property
    def _mailer(self) -> Mailer | None:
        if self.settings.smtp_url is None:
            return None
        from engine.adapters.mail import SmtpMailer  # noqa: PLC0415 - heavy

        return SmtpMailer(self.settings.smtp_url, sender=self.settings.mail_from)
