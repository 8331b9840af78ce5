"""Assets are small, named by their content and kept; every sentence exists."""

import gzip
import json
import re
import shutil
import subprocess

import brotli
import pytest

from engine.translations import LANGUAGES, catalogue
from tests.house.sources import ROOT, files, name
from web import static_files
from web.language import _FOLDER, say
from web.static_files import FOLDER

MANIFEST = FOLDER / "manifest.json"
COLD = 40_000  # bytes over the wire, of an officer's page with everything it loads
WARM = 10_000
KEY = re.compile(r"""\bt\(['\"]([a-z_.0-9]+)['\"]\s*[,)]""")
ICON = re.compile(r"""\bicon\(['"]([a-z0-9-]+)['"]""")
built = pytest.mark.skipif(
    not MANIFEST.exists(), reason="the assets are not built: make setup"
)


def entries():
    """Return the built files by entry."""
    return json.loads(MANIFEST.read_text()) if MANIFEST.exists() else {}


def wire(browser, path):
    """Return how many bytes an answer takes, compressed, head and body."""
    answer = browser.client.get(path, headers={"Accept-Encoding": "br"}, buffered=True)
    assert answer.status_code == 200, path
    head = sum(len(key) + len(value) + 4 for key, value in answer.headers.items())
    return head + len(answer.data)


@built
@pytest.mark.parametrize("who", ["stranger", "camat"])
def test_a_page_with_everything_it_loads_is_light(browser, signed_in, who):
    asked = browser if who == "stranger" else signed_in(who)
    path = "/masuk" if who == "stranger" else "/kotak-masuk"
    page = asked.get(path).text
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))

    warm = wire(asked, path)
    cold = warm + sum(wire(asked, one) for one in loaded)

    assert len(loaded) >= 3
    assert warm <= WARM
    assert cold <= COLD


@built
@pytest.mark.parametrize("entry", entries())
@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_an_asset_comes_compressed_and_is_kept_for_ever(browser, entry, encoding):
    file = entries()[entry]

    answer = browser.client.get(
        f"/static/{file}", headers={"Accept-Encoding": encoding}, buffered=True
    )

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)
    assert unpack(answer.data) == (FOLDER / file).read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]


@built
def test_nothing_else_of_the_folder_is_given_away(browser):
    for path in ("manifest.json", "icons.json", "../app.py", "%2e%2e/app.py", ""):
        assert browser.get(f"/static/{path}").status_code == 404


@built
@pytest.mark.parametrize("path", files("web", suffix=".html"), ids=name)
def test_every_icon_of_a_template_is_drawn(path):
    drawn = json.loads((FOLDER / "icons.json").read_text())

    assert set(ICON.findall(path.read_text())) <= set(drawn)


@pytest.mark.parametrize("path", files("web", suffix=".html"), ids=name)
def test_every_sentence_of_a_template_is_in_both_catalogues(path):
    keys = set(KEY.findall(path.read_text()))

    for language in LANGUAGES:
        assert not [key for key in keys if say(key, language) == key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_of_the_web_hides_no_key_of_the_engine(language):
    ours, engines = (
        set(catalogue(language, folder)._catalog) - {""}  # type: ignore[attr-defined]
        for folder in (_FOLDER, _FOLDER.parent.parent / "engine" / "translations")
    )

    assert not ours & engines


def test_without_assets_pages_are_served_unadorned(browser, monkeypatch, tmp_path):
    monkeypatch.setattr("web.static_files.FOLDER", tmp_path)
    static_files._read.cache_clear()
    page = browser.get("/masuk")
    static_files._read.cache_clear()

    assert page.status_code == 200
    assert "<h1>Masuk</h1>" in page.text


@pytest.mark.skipif(
    not shutil.which("node") or not (ROOT / "web/frontend/node_modules").exists(),
    reason="no Node here, or its packages are not installed: make setup",
)
def test_building_twice_names_every_file_the_same(tmp_path):
    names = []
    for _ in range(2):
        subprocess.run(  # noqa: S603 - our own words, no shell
            [str(shutil.which("node")), "build.mjs", str(tmp_path / "out")],
            cwd=ROOT / "web/frontend",
            check=True,
            capture_output=True,
        )
        names.append(sorted(one.name for one in (tmp_path / "out").iterdir()))

    assert names[0] == names[1]
    assert "manifest.json" in names[0]
