"""The officers of the demo at their browsers, doing what people do.

After the front page nobody types an address: everything is reached by its name on
the page, and waited for by what the page then says.
"""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.web.inbox.sop_office import PASSWORD

STEPS = {
    "perintah": "Memerintahkan pengumpulan",
    "format": "Membuat format pengumpulan",
    "sampaikan": "Menyampaikan format",
    "undangan": "Mengundang Pejabat",
    "rapat": "Melaksanakan rapat",
    "isi": "Mengisi format data kinerja",
    "himpun": "Menghimpun format",
    "analisis": "Menganalisis data",
    "konsep": "Membuat konsep",
    "koreksi": "Mengkoreksi konsep",
    "ajukan": "Menyampaikan dokumen",
    "tanda_tangan": "Penandatanganan dokumen",
    "surat": "Pembuatan surat pengantar",
    "gandakan": "Penggandaan dokumen",
    "arsip": "Pengarsipan",
}


class Desk:
    """One officer's browser, signed in at the front page."""

    def __init__(self, context: BrowserContext, login: str) -> None:
        self.login = login
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.page.goto("/")
        self.page.get_by_label("Nama masuk").fill(login)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        expect(self.heading("Kotak Masuk")).to_be_visible()

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=words)

    def room(self, name: str) -> None:
        """Go to a room by the bar of rooms; a phone keeps some behind «Lainnya»."""
        bar = self.page.get_by_role("navigation", name="Ruang")
        wanted = bar.get_by_role("link", name=name)
        others = bar.locator("summary", has_text="Lainnya")
        if wanted.count() == 0 and others.is_visible():
            others.click()
        wanted.click()

    def take(self, step: str) -> None:
        """Take a task from the pile of the lane and stand before its form."""
        self.room("Kotak Masuk")
        self.page.get_by_role("button", name=f"Ambil: {step}").first.click()
        expect(self.heading(step)).to_be_visible()

    def fill(self, values: Mapping[str, Any], inside: str = "f") -> None:
        """Fill the form; lists of objects are rows that are there or are added."""
        for key, value in values.items():
            name = f"{inside}.{key}"
            if isinstance(value, list) and value and isinstance(value[0], dict):
                self._rows(name, value)
            else:
                self._one(name, value)

    def attach(self, label: str, *files: Any) -> None:
        """Add files to the first field of that name and see them listed."""
        field = self.page.get_by_label(label).first
        holder = self.page.locator("[data-files]").filter(has=field)
        before = holder.get_by_role("listitem").count()
        field.set_input_files(list(files))
        expect(holder.get_by_role("listitem").get_by_role("button")).to_have_count(
            before + len(files)
        )

    def forward(self, decision: str = "") -> None:
        """Complete the task; with the decision where it asks for one."""
        words = f"Selesaikan: {decision}" if decision else "Selesaikan"
        self.page.get_by_role("button", name=words, exact=True).click()
        self.arrived()

    def back(self, decision: str, reason: str) -> None:
        """Send the case back."""
        way = self.page.get_by_role("group").filter(has_text=f"Kembalikan: {decision}")
        self.page.get_by_text(f"Kembalikan: {decision}", exact=True).click()
        way.get_by_label(re.compile("Alasan pengembalian")).last.fill(reason)
        self.page.get_by_role("button", name="Kembalikan sekarang").click()
        self.arrived()

    def arrived(self) -> None:
        """See the inbox say what happened."""
        expect(
            self.page.get_by_role("status").filter(has_text="Selesai:")
        ).to_be_visible()

    def _rows(self, name: str, rows: list[Mapping[str, Any]]) -> None:
        part = self.page.locator(f"[data-list='{name.removeprefix('f.')}']")
        for index, row in enumerate(rows):
            if part.locator(f"[data-row='{index}']").count() == 0:
                part.get_by_role("button", name="Tambah baris").click()
            self.fill(row, f"{name}.{index}")

    def _one(self, name: str, value: Any) -> None:
        field = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = field.first.evaluate("e => e.type")
        if kind in ("checkbox", "radio"):
            wanted = {
                str(one) for one in (value if isinstance(value, list) else [value])
            }
            for box in field.all():
                checked = box.get_attribute("value") in wanted
                if kind == "checkbox" or checked:
                    box.set_checked(checked)
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(words_of(value))


def words_of(value: Any) -> str:
    """Return a value as somebody types it here: numbers with a comma."""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
