"""The pages in a real browser: scores that open and add up, accessibility, small screens, a strict policy."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from api import create_app
from api.log import request_log
from graphkam.desk import Desk
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

pytestmark = [pytest.mark.browser, pytest.mark.kiln]
B = f"/accounts/b%2F1?as_of={AS_OF}"
PAGES = ("/", B, f"/people/{LIU}", "/team", "/team/li", "/queries", "/queries/people", "/nowhere")

OPEN_ALL = """() => {
    document.querySelectorAll("main details:not([open])").forEach(details => { details.open = true })
    return document.querySelector("main .opened > a") === null
}"""
"""Opens what is closed, also what came with what was opened; true once everything has come."""


@pytest.fixture
def base(store: Store, settings: Settings) -> Iterator[str]:
    """The address of a server with the small world."""
    app = create_app(settings, store, log=request_log(io.StringIO()))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page on that server; a refusal by the policy or an error of a script fails the test."""
    context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else faults.append(r.url))
    yield page
    context.close()
    assert faults == []


def test_a_score_opens_down_to_touchpoints_that_add_up_to_it(page: Page) -> None:
    page.goto(B)
    layer = page.locator("article.layer").filter(has_text="Management")
    shown = layer.locator(".score").inner_text().strip()
    layer.get_by_text("How the coverage adds up").click()
    people = layer.locator("details.person")
    expect(people).to_have_count(2)
    powers = [float(p.get_attribute("data-power") or "nan") for p in people.all()]
    covered = [float(p.get_attribute("data-coverage") or "nan") for p in people.all()]
    share = sum(p * c for p, c in zip(powers, covered, strict=True)) / sum(powers)
    assert f"{share:.0%}" == shown

    liu = people.filter(has=page.locator("summary", has_text="Liu"))
    liu.locator("summary").first.click()
    left = 1.0
    for tie in liu.locator("details.tie").all():
        tie.locator("summary").click()
        expect(tie.locator("td.sum")).to_be_visible()
        parts = [float(p.get_attribute("data-value") or "nan") for p in tie.locator("td.contribution").all()]
        whole = float(tie.locator("td.sum").get_attribute("data-value") or "nan")
        assert parts
        assert sum(parts) == pytest.approx(whole)
        if whole >= 0.5:
            left *= 2.718281828459045**-whole
    assert 1 - left == pytest.approx(max(covered))


def test_without_scripts_the_same_is_a_link_away(browser: Browser, base: str) -> None:
    context = browser.new_context(base_url=base, java_script_enabled=False)
    page = context.new_page()
    page.goto(B)
    page.get_by_text("How the coverage adds up").nth(1).click()
    page.locator("article.layer").nth(1).get_by_role("link", name="Show how this adds up").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Coverage of the layer: management")
    context.close()


def test_the_search_finds_while_one_types(page: Page, store: Store, settings: Settings) -> None:
    page.goto("/")
    rows = page.locator("table.portfolio tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox").press_sequentially("quiet")
    expect(rows).to_have_count(1)
    page.get_by_role("searchbox").fill("liu")
    expect(page.get_by_role("link", name="Liu", exact=True)).to_be_visible()
    assert Desk(store, settings).account_id("Quiet Ltd") == "c"


def test_the_day_can_be_chosen_and_stays(page: Page) -> None:
    page.goto(B)
    page.get_by_label("As of").fill("2025-09-30")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".verdict h2")).to_contain_text("Executive layer empty")
    page.get_by_role("link", name="Influence map").click()
    assert page.url.endswith("/map?as_of=2025-09-30")


def test_the_language_can_be_chosen_and_stays(page: Page) -> None:
    page.goto(B)
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", name="三个层级的覆盖")).to_be_visible()
    page.goto("/team")
    expect(page.get_by_role("heading", level=1)).to_have_text("我方人员")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in PAGES:
        page.goto(path)
        page.wait_for_function(OPEN_ALL)
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path


def test_pages_fit_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        for lang in ("en", "zh"):
            page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, (path, lang)


def test_the_map_works_under_the_policy(page: Page) -> None:
    page.goto(f"/accounts/b%2F1/map?as_of={AS_OF}")
    expect(page.get_by_role("link", name="Gao").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert ACCOUNT.replace("/", "%2F") in page.url
