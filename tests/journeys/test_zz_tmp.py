from playwright.sync_api import expect


def test_tmp(story, desk):
    task = story.at("Activity_Himpun")
    d = desk("sekretaris")
    d.take("Menghimpun")
    d.page.on(
        "response",
        lambda r: print(
            "RESP", r.status, r.url, r.text()[:600] if "konsep" in r.url else ""
        ),
    )
    d.page.on("console", lambda r: print("CONS", r.text))
    d.page.screenshot(path="/tmp/shots/himpun0.png", full_page=True)
    d.fill({"seksi_mengisi": ["kasi_pemerintahan"]})
    d.page.wait_for_timeout(4000)
    d.page.screenshot(path="/tmp/shots/himpun1.png", full_page=True)
