"""An officer's pages are light: a slow line carries them in a second or two."""

import re

import brotli
import pytest

COLD = 40_000  # bytes over the wire
WARM = 10_000


@pytest.mark.parametrize("element", ["Activity_Format", "Activity_Rapat"])
def test_an_officers_page_stays_within_its_budget(story, enter, element):
    tasks = [story.at(element) for _ in range(3)]
    browser = enter("sekretaris")
    story.office.inbox.claim(tasks[0].id, story.officer("sekretaris"))

    pages = [
        browser.client.get(path, headers={"Accept-Encoding": "br"})
        for path in (f"/tugas/{tasks[0].id}", "/kotak-masuk?tab=bersama")
    ]

    for page in pages:
        html = brotli.decompress(page.data).decode()
        named = set(re.findall(r'"(/static/[^"]+)"', html))
        assets = sum(size_of(browser, one) for one in named)
        assert len(page.data) <= WARM
        assert len(page.data) + assets <= COLD


def size_of(browser, path):
    with browser.client.get(path, headers={"Accept-Encoding": "br"}) as asset:
        assert asset.status_code == 200, path
        return len(asset.data)
