"""What a page weighs over the wire, told by the browser itself."""

import pytest

COLD = 40_000  # bytes, headers included
WARM = 10_000


class Scale:
    """Weighs what a page loads, through the DevTools protocol."""

    def __init__(self, page):
        self._bytes = 0
        line = page.context.new_cdp_session(page)
        line.on("Network.loadingFinished", self._add)
        line.send("Network.enable")
        self._page = page
        self._line = line

    def _add(self, told):
        self._bytes += told["encodedDataLength"]

    def weigh(self, path, *, cold):
        if cold:
            self._line.send("Network.clearBrowserCache")
        self._page.goto("about:blank")
        self._bytes = 0
        self._page.goto(path, wait_until="networkidle")
        return self._bytes


@pytest.fixture
def paths(story):
    """Return an officer's pages, the heaviest tasks among them."""
    claimed = [story.at("Activity_Format"), story.at("Activity_Rapat")]
    for task in claimed:
        story.office.inbox.claim(task.id, story.holder(task))
    for number in range(12):
        story.at("Activity_Format", f"Berkas ke-{number}")
    return [
        *(f"/tugas/{task.id}" for task in claimed),
        *("/kotak-masuk?tab=milik", "/kotak-masuk?tab=bersama"),
        *(f"/berkas/{claimed[1].instance}", "/berkas"),
        *("/sop", "/sop/pengukuran-kinerja", "/arsip", "/akun"),
    ]


def test_no_page_of_an_officer_weighs_more_than_its_budget(paths, window):
    page = window("sekretaris")
    scale = Scale(page)

    cold = {path: scale.weigh(path, cold=True) for path in paths}
    warm = {path: scale.weigh(path, cold=False) for path in paths}

    assert min(warm.values()) > 500  # the scale works
    assert {path: n for path, n in cold.items() if n > COLD} == {}
    assert {path: n for path, n in warm.items() if n > WARM} == {}
