"""An office that sends real mail, whose jobs the test runs by hand."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.bootstrap import build_engine
from engine.clock import FixedClock
from engine.domain.identity import Actor
from engine.domain.instances import Instance
from engine.domain.notices import MailChoice
from engine.settings import load_settings
from tests.mail_server import Postbox

ORIGIN = "https://sop.kantor.example"


class PostingHouse:
    """A house of the stories with a mail server; `at` moves its clock."""

    case: Instance

    def __init__(self, house: Any, postbox: Postbox, channels: str = "") -> None:
        self.house = house
        self.postbox = postbox
        self.jobs = house.jobs
        self.clock: FixedClock = house.clock
        self.done = 0
        house.office.close()
        self.office = build_engine(
            load_settings(
                {
                    "MUTUBAKU_DATABASE_URL": house.office.settings.database_url,
                    "MUTUBAKU_SMTP_URL": postbox.url,
                    "MUTUBAKU_MAIL_FROM": "sop@kantor.example",
                    "MUTUBAKU_ORIGIN": ORIGIN,
                    "MUTUBAKU_NOTIFY_URLS": channels,
                }
            ),
            clock=house.clock,
            jobs=house.jobs,
            renderer=house.renderer,
        )
        house.office = self.office
        self.runners = {
            "case.follow_up": self.office.notices.follow_up,
            "documents.make": self.office.documents.make_documents,
            "delivery.send": self.office.sending.deliver,
        }

    def writes(self, actor: Actor, mail: MailChoice) -> None:
        """Give somebody a mailbox and their choice."""
        with self.office.database.write() as uow:
            user = uow.people.user(actor.user)
            email = f"{user.login}@kantor.example"
            uow.people.save_user(replace(user, email=email))
        self.office.notices.choose(actor, mail=mail, messenger="")

    def work(self) -> None:
        """Run every job once that was enqueued since."""
        while self.done < len(self.jobs.jobs):
            job = self.jobs.jobs[self.done]
            self.done += 1
            self.runners[job.kind](job.payload)

    def at(self, moment: str) -> datetime:
        """Move the clock to a moment of the office and let time pass there."""
        self.clock.set(datetime.fromisoformat(f"{moment}+07:00"))
        self.pass_time()
        return self.clock.now()

    def pass_time(self) -> None:
        """Let the ticker look once, then run the jobs."""
        now = self.clock.now()
        self.office.digest.tick(now)
        self.office.alarms.tick(now)
        self.office.reminders.tick(now)
        self.work()

    def told(self, actor: Actor) -> list[str]:
        """Kind and percentage or day of somebody's notices, oldest first."""
        page = self.office.notices.page(actor)
        return [
            f"{one.kind} {one.facts['percent']}+{one.facts['days']}"
            for one in reversed(page.items)
        ]
