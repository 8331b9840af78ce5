"""Somebody at the canvas of the editor: elements are found by what was drawn last."""

from playwright.sync_api import FloatRect, Locator, Page, Position, expect

BESIDE: Position = {"x": 500, "y": 470}  # of the canvas, where nothing is drawn


class Canvas:
    """Draws as a person would: with the pad beside an element, and the panel."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("#penyunting[data-ready]")).to_be_attached(timeout=15_000)

    @property
    def state(self) -> Locator:
        """What the page says of the draft."""
        return self.page.locator("#keadaan")

    def element(self, name: str) -> Locator:
        return self.page.locator(
            f'.djs-element[data-element-id="{name}"] .djs-hit'
        ).first

    def _box(self, name: str) -> FloatRect:
        box = self.element(name).bounding_box()
        assert box is not None, f"{name} is not drawn"
        return box

    def select(self, name: str) -> None:
        self.page.get_by_role("button", name="Lihat semua").click()
        self.page.locator("[data-canvas]").click(position=BESIDE)
        # Beside the middle, where arrows may run over a step.
        box = self._box(name)
        self.page.mouse.click(
            box["x"] + box["width"] / 4, box["y"] + box["height"] * 3 / 4
        )
        expect(
            self.page.locator(f'.selected[data-element-id="{name}"]')
        ).to_be_visible()

    def lane(self, name: str, role: str) -> None:
        """Say which role of the office does the steps of a lane."""
        self.page.get_by_role("button", name="Lihat semua").click()
        box = self._box(name)
        # A lane is taken hold of by its name, at the left.
        self.page.mouse.click(box["x"] + 10, box["y"] + box["height"] / 2)
        self.page.locator("#sifat-role").select_option(role)

    @property
    def selected(self) -> str:
        """The id of the element that is selected."""
        found = self.page.locator(".djs-shape.selected")
        expect(found).to_have_count(1)
        return found.get_attribute("data-element-id") or ""

    def append(self, after: str, what: str) -> str:
        """Append an element by the pad beside another one and return its id."""
        self.select(after)
        self.page.locator(f'.djs-context-pad [data-action="append.{what}"]').click()
        self.page.keyboard.press("Escape")  # its name is written in the panel
        expect(
            self.page.locator(f'.djs-shape.selected[data-element-id="{after}"]')
        ).to_have_count(0)
        return self.selected

    def connect(self, source: str, target: str) -> None:
        """Draw an arrow between two elements."""
        self.select(source)
        self.page.locator('.djs-context-pad [data-action="connect"]').click()
        self.element(target).hover()
        self.element(target).click()

    def fill(self, field: str, value: str) -> None:
        """Fill in a field of the panel."""
        place = self.page.locator(f"#sifat-{field}")
        place.fill(value)
        place.blur()

    def step(self, name: str, called: str, minutes: int) -> None:
        """Write what a step is called and how long it may take."""
        self.select(name)
        self.fill("name", called)
        self.fill("standard", str(minutes))

    def saved(self) -> None:
        """Wait until the server has everything."""
        expect(self.state).to_contain_text("Tersimpan")

    def finding(self, words: str) -> Locator:
        """Return a finding of the list that says these words."""
        self.page.get_by_role("tab", name="Temuan").click()
        return self.page.locator(".finding", has_text=words)
