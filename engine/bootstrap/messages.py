"""What tells people: notices, warnings, digests, and the ways out of the house."""

from functools import cached_property

from engine.adapters.messengers import SERVICES, AppriseMessenger
from engine.bootstrap.supervision import Supervision
from engine.errors import SettingInvalidError, SettingsInvalidError
from engine.ports import Mailer
from engine.services.actions.reminders import ActionReminders
from engine.services.monitoring.reports_mailing import ReportMailing
from engine.services.notices.alarms import AlarmService
from engine.services.notices.digest import DigestService
from engine.services.notices.feeds import FeedService
from engine.services.notices.messages import MessageWriter
from engine.services.notices.reminders import ReminderService
from engine.services.notices.sending import SendingService
from engine.services.notices.service import NoticeService
from engine.services.transactions.telling import Ways, channel_key
from engine.settings import PREFIX, Settings


class Messages(Supervision):
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
    def alarms(self) -> AlarmService:
        """What the office's channels hear of incidents."""
        return AlarmService(desk=self.desk, ways=self._ways)

    @cached_property
    def action_reminders(self) -> ActionReminders:
        """Who is told of actions, and when."""
        return ActionReminders(desk=self.desk, ways=self._ways)

    @cached_property
    def feeds(self) -> FeedService:
        """Due tasks as a calendar."""
        return FeedService(desk=self.desk, origin=self.settings.origin)

    @cached_property
    def sending(self) -> SendingService:
        """Messages that leave the house."""
        return SendingService(
            desk=self.desk,
            writer=MessageWriter(
                origin=self.settings.origin,
                channels={channel_key(one): one for one in self.settings.notify_urls},
                language=self.settings.language,
            ),
            attachments=self.report_mailing.attachments,
            mailer=self._mailer,
            messenger=AppriseMessenger(),
        )

    @cached_property
    def report_mailing(self) -> ReportMailing:
        """The monthly report by mail."""
        return ReportMailing(desk=self.desk, ways=self._ways, reports=self.reports)

    @cached_property
    def _ways(self) -> Ways:
        return Ways(
            mail=self.settings.smtp_url is not None,
            messenger=True,
            channels=tuple(dict.fromkeys(map(channel_key, self.settings.notify_urls))),
        )

    @cached_property
    def _mailer(self) -> Mailer | None:
        if self.settings.smtp_url is None:
            return None
        from engine.adapters.mail import SmtpMailer  # noqa: PLC0415 - heavy

        return SmtpMailer(self.settings.smtp_url, sender=self.settings.mail_from)


def refuse_unknown_channels(settings: Settings) -> None:
    """Let an office begin only with channels that messages can be sent to.

    Raises:
        SettingsInvalidError: one mistake per address; it shows the service only,
            for the rest of an address is its secret.
    """
    messenger = AppriseMessenger()
    mistakes = [
        SettingInvalidError(
            setting=f"{PREFIX}NOTIFY_URLS",
            value=f"{one.partition('://')[0]}://•••",
            expected=" | ".join(f"{service}://…" for service in sorted(SERVICES)),
        )
        for one in settings.notify_urls
        if not messenger.knows(one)
    ]
    if mistakes:
        raise SettingsInvalidError(mistakes=mistakes)
