"""A browser without a screen: keeps its line and its cookies, fills forms in.

It reads what the pages offer and sends nothing that they do not: tokens, keys and
defaults come from the forms. Fields that must be filled and have no default get
something that fits their kind.
"""

import http.client
import random
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from lxml import html

INBOX = "/kotak-masuk?tab=bersama"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_BY_NAME = {"f.tahun": "2026", "f.triwulan": "3"}
_BY_KIND = {"number": "80", "date": "2026-12-04", "time": "09:00"}
_CONFLICT = 409
Pairs = list[tuple[str, str]]


class RefusedRequestError(Exception):
    """The server refused what its own page offered, or broke."""


class Browser:
    """One officer's browser, on one line that stays open."""

    def __init__(self, port: int, login: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._login = login
        self._page: Any = None
        self._path = ""
        self._news = ""
        self._chosen = ""

    def sign_in(self, password: str) -> None:
        """Go through the door."""
        self._open("/masuk")
        token = self._page.xpath("//input[@name='csrf_token']/@value")[0]
        words = [("csrf_token", token), ("login", self._login), ("password", password)]
        self._send("/masuk", words)

    def round(self, chance: random.Random) -> Iterator[tuple[str, Callable[[], bool]]]:
        """Yield requests of one round by kind; each tells whether it was in time."""
        yield "inbox", lambda: self._open(INBOX)
        offered = self._page.xpath("//button[@name='satu']/@value")
        if not offered:
            yield "poll", self._poll
            return
        self._chosen = chance.choice(offered)
        yield "claim and task page", self._claim
        yield "poll", self._poll
        if chance.random() < 0.2:
            yield "case page", self._case
            yield "task page", lambda: self._open(f"/tugas/{self._chosen}")
        yield "complete and inbox", self._complete

    def _claim(self) -> bool:
        token = self._page.xpath("//input[@name='csrf_token']/@value")[0]
        return self._send(
            "/kotak-masuk/ambil", [("csrf_token", token), ("satu", self._chosen)]
        )

    def _case(self) -> bool:
        return self._open(self._page.xpath("//nav[@class='crumbs']//a/@href")[1])

    def _poll(self) -> bool:
        # Two pages in one browser: an answer without news leaves the page alone.
        status, _, _ = self._ask("GET", self._news, b"", {})
        if status not in {200, 204}:
            raise RefusedRequestError(f"{status} {self._news}")
        return True

    def _complete(self) -> bool:
        form = self._page.get_element_by_id("isian")
        pairs = filled(form)
        ahead = form.xpath(
            ".//div[@class='ways-forward']//button[@class!='btn no-script']"
        )
        if not ahead:
            return False  # the same officer completed it at another browser
        pairs.append((ahead[0].get("name"), ahead[0].get("value")))
        return self._send(f"/tugas/{self._chosen}", pairs)

    def _send(self, path: str, pairs: Pairs) -> bool:
        sent = urlencode(pairs).encode()
        status, headers, body = self._ask("POST", path, sent, _FORM)
        if status == _CONFLICT:
            return False
        if status != 303:
            raise RefusedRequestError(f"{status} {path}{_why(body)}")
        return self._open(headers["Location"])

    def _open(self, path: str) -> bool:
        status, headers, body = self._ask("GET", path, b"", {})
        if status == 303:
            return self._open(headers["Location"])
        if status != 200:
            raise RefusedRequestError(f"{status} {path}{_why(body)}")
        self._page = html.document_fromstring(body.decode())
        for template in self._page.xpath("//template"):
            template.drop_tree()
        self._news = next(iter(self._page.xpath("//*[@id='hidup']/@hx-get")), "")
        return True

    def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, Any, bytes]:
        told = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._line.request(method, path, body or None, {**headers, "Cookie": told})
        answer = self._line.getresponse()
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self._cookies[name] = morsel.value
        return answer.status, answer.headers, answer.read()


def _why(body: bytes) -> str:
    """Return what the page says is wrong."""
    page: Any = html.document_fromstring(body.decode() or "<p></p>")
    told = page.xpath("//*[@role='alert']//li|//*[@role='alert' and not(.//li)]")
    return "".join(f" · {' '.join(one.text_content().split())}" for one in told[:3])


def filled(form: Any) -> Pairs:
    """Return what a form sends when its empty fields are filled with something."""
    pairs: Pairs = []
    chosen: set[str] = set()
    for one in form.xpath(".//input|.//textarea|.//select"):
        name, kind = one.get("name", ""), one.get("type", "")
        if not name or name.startswith(("_file.", "_reason.")):
            continue
        if kind in {"checkbox", "radio"}:
            # Somebody who ticks the first of each says «yes» wherever asked.
            if one.get("checked") is not None or (
                kind == "checkbox" and name not in chosen
            ):
                pairs.append((name, one.get("value", "on")))
                chosen.add(name)
            continue
        pairs.append((name, _text_of(one, name, kind)))
    return pairs


def _text_of(one: Any, name: str, kind: str) -> str:
    if kind == "hidden":
        return str(one.get("value", ""))
    if one.tag == "select":
        options = [option for option in one.xpath("./option") if option.get("value")]
        marked = [option for option in options if option.get("selected") is not None]
        return str((marked or options)[0].get("value")) if options else ""
    text = (one.text or "").lstrip("\n") if one.tag == "textarea" else one.get("value")
    kind = "number" if one.get("inputmode") else kind
    return text or _BY_NAME.get(name) or _BY_KIND.get(kind, "Contoh")
