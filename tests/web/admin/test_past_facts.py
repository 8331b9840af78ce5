"""The page that repairs measured times after a change of the calendar."""

from dataclasses import replace

from engine.services.monitoring.past_facts import SETTING

PAGE = "/pengaturan/kalender/fakta"


def text(response):
    return response.get_data(as_text=True)


def test_a_repair_is_begun_by_a_press_and_told_until_it_is_over(enter, story, office):
    story.at("Activity_Format")
    office.facts.tick(story.clock.now())
    calendar = office.calendars.calendar("kantor")
    day = story.clock.now().astimezone(calendar.zone).date()
    office.calendars.put(replace(calendar, added_days={day: "Padam"}))
    browser = enter("admin")
    fresh = text(browser.get(PAGE))

    begun = browser.post(PAGE, {})
    waiting = text(browser.get(PAGE))
    twice = browser.post(PAGE, {})
    with office.database.read() as uow:
        run = uow.office.get(SETTING)["run"]
    office.past_facts.repair({"run": run})
    done = text(browser.get(PAGE))

    assert PAGE in text(browser.get("/pengaturan/kalender"))
    assert "Hitung ulang fakta yang lalu" in fresh
    assert (begun.status_code, twice.status_code) == (303, 303)
    assert "Menunggu giliran" in waiting
    assert "<progress" in waiting
    assert "Selesai" in done
    assert "Memerintahkan pengumpulan" in done
