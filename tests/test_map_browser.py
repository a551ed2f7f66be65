"""The map in a real browser: everything is drawn, nothing runs or loads that should not, the user can act."""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

import viz
from graphkam.domain.influence_map import InfluenceMap
from graphkam.i18n import translator
from tests.viz_worlds import HOSTILE, crowd, kiln
from viz.shapes import one_line

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; script-src 'nonce-n1'; style-src 'nonce-n1'; base-uri 'none'; form-action 'none'"
)
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective));
window.written = [];
const plain = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...args) {
  window.written.push([args[0], this.globalAlpha]);
  return plain.apply(this, args);
};
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one these tests are skipped, and fail in CI."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sentence = "no Chromium on the PATH: install the package `chromium` to test the map in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@dataclass
class Opened:
    """An open page, and what it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def drawn(self) -> dict[str, float]:
        """Texts on the canvas after the next drawing, with their opacity."""
        self.page.evaluate("written.length = 0")
        self.page.evaluate("document.getElementById('fit').click()")
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return dict(self.page.evaluate("written"))


Open = Callable[..., Opened]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a map as a file of its own in a fresh context; fails on script errors and policy violations."""
    contexts = []

    def opened(map_: InfluenceMap, width: int = 1280, height: int = 900, lang: str = "en") -> Opened:
        file = tmp_path / "map.html"
        html = viz.map_html(map_, translate=translator(lang), lang=lang, person_url="/people/")
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        return visited(context.new_page(), file.as_uri())

    yield opened
    for context in contexts:
        context.close()


def visited(page: Page, address: str) -> Opened:
    """A page that has drawn its map."""
    result = Opened(page)
    page.on("request", lambda request: result.requests.append(request.url))
    page.on("console", lambda said: result.complaints.append(said.text))
    page.on("pageerror", lambda error: result.complaints.append(str(error)))
    page.add_init_script(WATCH)
    page.goto(address)
    page.locator("#map[data-ready]").wait_for(state="attached")
    return result


def assert_quiet(opened: Opened) -> None:
    """Nothing was loaded but the page itself, and nothing was refused or went wrong."""
    assert len(opened.requests) == 1, opened.requests
    assert opened.complaints == []
    assert opened.page.evaluate("violations") == []


def place_of(opened: Opened, id_: str) -> tuple[float, float]:
    """Where the middle of a card is on the page, by the numbers that the page was given."""
    x, y = opened.page.evaluate(
        """(id) => {
          const data = JSON.parse(document.getElementById("map-data").textContent);
          const node = data.nodes.find((one) => one.id === id), [left, top, right, bottom] = data.extent;
          const box = document.getElementById("map").getBoundingClientRect();
          const scale = Math.min(box.width / (right - left), box.height / (bottom - top), 1.2);
          return [box.x + box.width / 2 + scale * (node.x - (left + right) / 2),
                  box.y + box.height / 2 + scale * (node.y - (top + bottom) / 2)];
        }""",
        id_,
    )
    return float(x), float(y)


def test_every_card_and_its_glyphs_are_drawn(show: Open) -> None:
    map_ = kiln()
    opened = show(map_)
    assert opened.page.locator("#map").get_attribute("data-painted") == str(len(map_.nodes))
    assert opened.page.locator("#map").get_attribute("data-lines") == str(len(map_.edges))
    written = opened.drawn()
    assert {"Liu Deming", "Phoenix Kilns", "SPOF", "no tie", "++", "+", "0", "−", "−−", "?"} <= set(written)
    assert {"technical buyer", "account manager", "86%"} <= set(written)
    assert set(written.values()) == {1}
    assert_quiet(opened)


def test_five_hundred_are_drawn_with_their_names(show: Open) -> None:
    map_ = crowd()
    opened = show(map_)
    assert opened.page.locator("#map").get_attribute("data-painted") == "500"
    assert {n.label.split()[0] for n in map_.nodes} <= {w for text in opened.drawn() for w in text.split()}
    assert_quiet(opened)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_hostile_names_are_text_on_canvas_and_in_the_page(show: Open, lang: str) -> None:
    opened = show(crowd(14, 20, names=HOSTILE), lang=lang)
    opened.page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
    shown = opened.page.locator(".list .who").all_inner_texts()
    for i, name in enumerate(HOSTILE):
        assert one_line(name) in shown
        opened.page.locator(
            f'.show[data-index="{next(n for n in range(14) if f"p{i:03}" == ids(opened)[n])}"]'
        ).click()
        assert opened.page.locator("#panel h2").inner_text() == one_line(name)
        opened.page.mouse.move(*place_of(opened, f"p{i:03}"))
    assert opened.page.locator("img, #panel script, .list script").count() == 0
    assert_quiet(opened)


def ids(opened: Opened) -> list[str]:
    """The ids of the nodes in the order of their rows."""
    found: Any = opened.page.evaluate(
        "JSON.parse(document.getElementById('map-data').textContent).nodes.map((node) => node.id)"
    )
    return list(found)


def test_the_tooltip_shows_a_hostile_name_as_text(show: Open) -> None:
    opened = show(crowd(14, 20, names=HOSTILE))
    opened.page.mouse.move(*place_of(opened, "p001"), steps=4)
    tooltip = opened.page.locator(".vis-tooltip")
    tooltip.filter(has_text="onerror").wait_for(state="visible")
    assert HOSTILE[1] in tooltip.inner_text()
    assert tooltip.locator("img").count() == 0
    assert_quiet(opened)


def test_ids_may_be_any_text(show: Open) -> None:
    names = {"sun": "__proto__", "qian": "constructor", "liu": "</script>", "gm": "7"}
    map_ = kiln()
    renamed = replace(
        map_,
        nodes=tuple(replace(n, id=names.get(n.id, n.id)) for n in map_.nodes),
        edges=tuple(
            replace(e, from_=names.get(e.from_, e.from_), to=names.get(e.to, e.to)) for e in map_.edges
        ),
    )
    opened = show(renamed)
    for id_, label in (("__proto__", "Sun Li"), ("constructor", "Qian Bo"), ("</script>", "Liu Deming")):
        opened.page.mouse.click(*place_of(opened, id_))
        assert opened.page.locator("#panel h2").inner_text() == label
    assert_quiet(opened)


def test_the_first_picture_gives_way_to_the_network(show: Open) -> None:
    opened = show(kiln())
    marks = opened.page.evaluate("performance.getEntriesByType('mark').map((one) => one.name)")
    assert marks == ["graphkam-map-drawn", "graphkam-map-ready"]
    assert opened.page.locator("#map canvas").count() == 1
    assert opened.page.locator("#map canvas.first").count() == 0


def test_served_under_a_strict_policy_it_asks_only_for_its_own_files(browser: Browser) -> None:
    page_text = viz.map_html(kiln(), translate=translator("en"), lang="en", assets="/files", nonce="n1")
    with serving(page_text) as address:
        context = browser.new_context()
        opened = visited(context.new_page(), address + "/map")
        assert sorted(opened.requests) == sorted(
            [f"{address}/map", *(f"{address}/files/{name}" for name in viz.assets())]
        )
        assert opened.complaints == []
        assert opened.page.evaluate("violations") == []
        assert opened.page.locator(".stage").bounding_box()["height"] > 300  # type: ignore[index]
        context.close()


class serving:
    """A server of one page and the map's files, on loopback."""

    def __init__(self, html: str) -> None:
        files = {f"/files/{name}": path.read_bytes() for name, path in viz.assets().items()}
        files["/map"] = html.encode()
        kinds = {".css": "text/css", ".js": "text/javascript", "": "text/html; charset=utf-8"}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path in files else 404)
                self.send_header("Content-Type", kinds[Path(self.path).suffix])
                self.send_header("Content-Security-Policy", POLICY)
                self.end_headers()
                self.wfile.write(files.get(self.path, b""))

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> str:
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def test_a_filter_fades_and_hides_nothing(show: Open) -> None:
    opened = show(kiln())
    before = opened.drawn()
    opened.page.select_option("#support", "mentor")
    after = opened.drawn()
    assert set(after) == set(before)
    assert after["Liu Deming"] == 1
    assert after["Sun Li"] < 0.2
    assert after["Phoenix Kilns"] < 0.2
    assert opened.page.locator("#shown").inner_text() == "1 of 11 people shown in full"
    assert opened.page.locator("tr.faded").count() == 10
    opened.page.click("button[type=reset]")
    assert opened.page.locator("tr.faded").count() == 0
    assert set(opened.drawn().values()) == {1}
    assert_quiet(opened)


@pytest.mark.parametrize(
    ("control", "choice", "full"),
    [
        ("#layer", "management", {"Liu Deming", "Xu Qing 徐青"}),
        ("#layer", "unknown", {"Somebody in purchasing", "Phoenix Kilns"}),
        ("#function", "technical", {"Liu Deming", "Xu Qing 徐青"}),
        ("#support", "unknown", {"Chen Mei", "Sun Li", "Somebody in purchasing"}),
        ("#through", "he", {"He Fang", "Zhao Min", "Qian Bo"}),
        ("#search", "section", {"Liu Deming", "Xu Qing 徐青"}),
    ],
)
def test_each_filter(show: Open, control: str, choice: str, full: set[str]) -> None:
    opened = show(kiln())
    if control == "#search":
        opened.page.fill(control, choice)
    else:
        opened.page.select_option(control, choice)
    kept = opened.page.locator("tr[data-index]:not(.faded) .who").all_inner_texts()
    assert set(kept) == full


def test_kinds_of_lines_fade(show: Open) -> None:
    opened = show(kiln())
    strokes = """
    () => new Promise((done) => {
      const seen = new Set(), proto = CanvasRenderingContext2D.prototype, plain = proto.stroke;
      proto.stroke = function () { seen.add(this.strokeStyle); return plain.apply(this); };
      document.getElementById("fit").click();
      requestAnimationFrame(() => requestAnimationFrame(() => { proto.stroke = plain; done([...seen]); }));
    })
    """
    red = "rgba(184, 18, 31, 0.04)"
    assert red not in opened.page.evaluate(strokes)
    opened.page.uncheck("input[value=conflicts_with]")
    assert red in opened.page.evaluate(strokes)


def test_a_click_opens_the_details_and_leads_to_the_person(show: Open) -> None:
    opened = show(kiln())
    panel = opened.page.locator("#panel")
    assert panel.is_hidden()
    opened.page.mouse.click(*place_of(opened, "xu"))
    assert panel.locator("h2").inner_text() == "Xu Qing 徐青"
    text = panel.inner_text()
    for said in (
        "technical buyer",
        "neutral",
        "management",
        "has the ear of Wang Zhiyuan 王志远 (informal)",
        "no tie",
    ):
        assert said in text, said
    assert panel.locator(".open-page").get_attribute("href") == "/people/xu"
    drawn = opened.drawn()
    assert drawn["Wang Zhiyuan…"] == 1
    assert drawn["Qian Bo"] < 1
    opened.page.click("#close")
    assert panel.is_hidden()
    assert set(opened.drawn().values()) == {1}


def test_the_keyboard_reaches_everybody(show: Open) -> None:
    opened = show(kiln())
    opened.page.focus("#map")
    chance, seen = random.Random(1), set()
    for _ in range(120):
        opened.page.keyboard.press(f"Arrow{chance.choice(('Left', 'Right', 'Up', 'Down'))}")
        seen.add(opened.page.locator("#panel h2").inner_text())
    assert seen == {n.label for n in kiln().nodes}
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#panel").is_hidden()
    assert opened.page.evaluate("document.activeElement.id") == "map"
    stops = set()
    opened.page.focus("#search")
    for _ in range(80):
        opened.page.keyboard.press("Tab")
        stops.add(opened.page.evaluate("document.activeElement.dataset.index ?? document.activeElement.id"))
    assert {str(i) for i in range(11)} | {"map", "zoom-in", "fit"} <= stops
    assert opened.page.evaluate("document.querySelector('.vis-network').tabIndex") == -1, (
        "a stop without a name"
    )


def test_search_and_enter_go_to_the_first_match(show: Open) -> None:
    opened = show(crowd(120, 240, names=("Zephyrine Quux",)))
    opened.page.fill("#search", "quux")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#panel h2").inner_text() == "Zephyrine Quux"


def test_where_a_user_puts_a_card_it_stays_until_undone(show: Open) -> None:
    opened = show(kiln())
    page = opened.page
    x, y = place_of(opened, "sun")
    assert page.locator("#reset").is_hidden()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 90, steps=6)
    page.mouse.up()
    page.locator("#reset").wait_for(state="visible")
    page.reload()
    page.locator("#map[data-ready]").wait_for(state="attached")
    page.mouse.click(x + 30, y + 90)
    assert page.locator("#panel h2").inner_text() == "Sun Li"
    page.click("#reset")
    page.click("#close")
    page.mouse.click(x, y)
    assert page.locator("#panel h2").inner_text() == "Sun Li"
    assert page.locator("#reset").is_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_the_width_and_has_no_barriers(show: Open, width: int, height: int, lang: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened = show(kiln(), width, height, lang)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.page.mouse.click(*place_of(opened, "xu"))
    opened.page.locator("#panel h2").wait_for()
    found = Axe().run(opened.page)
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_the_list_is_there(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(viz.map_html(kiln(), translate=translator("en"), lang="en"), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator(".list tr[data-index]").count() == 11
    assert page.locator("noscript p").inner_text().startswith("The drawing needs JavaScript")
    context.close()


def test_on_paper_the_whole_map_and_list_are_printed(show: Open) -> None:
    opened = show(kiln())
    opened.page.evaluate(
        "addEventListener('beforeprint', () => { window.sheet = document.querySelector('.paper')?.width; })"
    )
    assert opened.page.pdf().startswith(b"%PDF")
    assert opened.page.evaluate("sheet") > 2000
    assert opened.page.locator(".paper").count() == 0
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".filters").is_hidden()
    assert opened.page.locator(".list").is_visible()


def test_the_svg_opens_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "map.svg"
    file.write_text(viz.map_svg(crowd(30, 60, names=HOSTILE), translator("en")), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.route("http://**", lambda route: refuse(route))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate("document.querySelector('parsererror')") is None
    assert page.evaluate("document.querySelectorAll('text').length") > 60
    assert loaded == [file.as_uri()]
    context.close()


def refuse(route: Route) -> None:
    """No network."""
    route.abort()
