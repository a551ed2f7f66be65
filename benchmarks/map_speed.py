"""How soon a large influence map is on the screen: python -m benchmarks.map_speed [--json FILE]

Each run opens a new browser context (an empty cache) in headless Chromium and navigates to the map, served
from this computer under the same Content-Security-Policy as the application's. The clock of the page starts
with the navigation; the first stop is the frame in which the last card and line were painted, names on, the
second the frame after which cards can be dragged and zoomed (vis-network has taken over).
Beside it, as the baseline: pyvis's own page of the same people and lines, built as its manual says, until the
end of its stabilisation, when it first shows the graph; a smaller one if that does not finish in time.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

import viz
from graphkam.domain.influence_map import InfluenceMap
from graphkam.i18n import translator
from tests.viz_worlds import crowd

LIMIT = 0.8
POLICY = "default-src 'none'; script-src 'self' 'nonce-bench'; style-src 'self' 'nonce-bench'"
WATCH = """
window.moments = new Promise((resolve) => {
  const mark = performance.mark.bind(performance), moments = {};
  performance.mark = (name) => {
    requestAnimationFrame(() => setTimeout(() => {
      moments[name] = performance.now() / 1000;
      if (name === "graphkam-map-ready") resolve(moments);
    }));
    return mark(name);
  };
});
"""
STABLE = """
() => new Promise((resolve) => {
  if (document.getElementById("loadingBar").style.opacity === "0") resolve(performance.now());
  else network.once("stabilizationIterationsDone",
    () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
})
"""


@contextmanager
def served(files: Mapping[str, tuple[str, bytes]]) -> Iterator[str]:
    """A server of these files (path → type, content) on loopback; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, content = files.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in files else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if "pyvis" not in self.path:
                self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: the console is for results."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def pages(map_: InfluenceMap) -> dict[str, tuple[str, bytes]]:
    """The map as the application serves it, and as one self-contained file."""
    english = translator("en")
    html = viz.map_html(map_, translate=english, lang="en", assets="/viz", nonce="bench")
    alone = viz.map_html(map_, translate=english, lang="en", nonce="bench")
    kinds = {".css": "text/css", ".js": "text/javascript"}
    files = {f"/viz/{name}": (kinds[path.suffix], path.read_bytes()) for name, path in viz.assets().items()}
    files["/map"] = ("text/html; charset=utf-8", html.encode())
    files["/alone"] = ("text/html; charset=utf-8", alone.encode())
    return files


def own_page(map_: InfluenceMap) -> str:
    """pyvis's own page of the same people and lines, its defaults untouched but for what keeps it offline."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in map_.nodes:
        network.add_node(node.id, label=node.label)
    for edge in map_.edges:
        network.add_edge(edge.from_, edge.to, title=edge.kind)
    return str(network.generate_html())


def opened(browser: Browser, address: str, map_: InfluenceMap) -> tuple[float, float]:
    """Seconds from navigation to the frame that holds all cards and lines, and until vis-network has taken
    over; fails if fewer were painted."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(address, wait_until="commit")
        moments = page.evaluate("window.moments")
        painted = [page.locator("#map").get_attribute(f"data-{what}") for what in ("painted", "lines")]
        if painted != [str(len(map_.nodes)), str(len(map_.edges))]:
            raise SystemExit(f"painted only {painted[0]} cards and {painted[1]} lines")
        return moments["graphkam-map-drawn"], moments["graphkam-map-ready"]
    finally:
        context.close()


def stable(browser: Browser, address: str, seconds: float) -> float | None:
    """Seconds until pyvis's own page shows its graph; None if it takes longer than `seconds`."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page: Page = context.new_page()
        page.route(lambda url: not url.startswith(address.rpartition("/")[0]), lambda route: route.abort())
        page.set_default_timeout(seconds * 1000)
        page.goto(address, wait_until="commit", timeout=seconds * 1000)
        page.wait_for_function("typeof network !== 'undefined' && network !== null")
        return float(page.evaluate(STABLE)) / 1000
    except Error:
        return None
    finally:
        context.close()


def baseline(browser: Browser, seconds: float) -> dict[str, Any] | None:
    """pyvis's own page, at the largest size that finishes within `seconds`."""
    for cards in (500, 200, 80):
        map_ = crowd(cards, cards * 13 // 5)
        start = time.perf_counter()
        html = own_page(map_).encode()
        built = time.perf_counter() - start
        with served({"/pyvis": ("text/html; charset=utf-8", html)}) as address:
            shown = timed_out(lambda at=address: stable(browser, f"{at}/pyvis", seconds), seconds)  # type: ignore[misc]
        if shown is not None:
            return {"nodes": len(map_.nodes), "edges": len(map_.edges), "build_s": built, "shown_s": shown}
    return None


def timed_out(run: Callable[[], float | None], seconds: float) -> float | None:
    """The result, or None if it came too late."""
    result = run()
    return result if result is not None and result <= seconds else None


def spread(values: list[float]) -> dict[str, float]:
    """Least, median and largest."""
    return {"min_s": min(values), "median_s": statistics.median(values), "max_s": max(values)}


def measure(nodes: int, lines: int, runs: int, patience: float) -> dict[str, Any]:
    """All figures of one run."""
    start = time.perf_counter()
    map_ = crowd(nodes, lines)
    made = time.perf_counter() - start
    pages(map_)  # imports pyvis and compiles the template, once a process
    start = time.perf_counter()
    viz.map_html(map_, translate=translator("en"), lang="en", assets="/viz")
    written = time.perf_counter() - start
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        result: dict[str, Any] = {
            "nodes": len(map_.nodes),
            "edges": len(map_.edges),
            "edge_kinds": sorted({e.kind for e in map_.edges}),
            "browser": browser.version,
            "python": platform.python_version(),
            "runs": runs,
            "limit_s": LIMIT,
            "place_and_model_s": made,
            "write_page_s": written,
        }
        with served(pages(map_)) as address:
            for path in ("map", "alone"):
                times = [opened(browser, f"{address}/{path}", map_) for _ in range(runs)]
                result[path] = {
                    "first_frame": spread([first for first, _ in times]),
                    "ready": spread([ready for _, ready in times]),
                }
        result["pyvis_own_page"] = baseline(browser, patience) if patience else None
        browser.close()
    return result


def main() -> None:
    """Print the figures; exits with 1 when the median is over the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--lines", type=int, default=1300)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds for pyvis's own page; 0: none")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    result = measure(options.nodes, options.lines, options.runs, options.patience)
    text = json.dumps(result, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.exit(max(result[path]["first_frame"]["median_s"] for path in ("map", "alone")) > LIMIT)


if __name__ == "__main__":
    main()
