"""The page around the map: what it says, and that nothing in it can run or load."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import viz
from graphkam.domain.influence_map import MapEdge
from graphkam.i18n import translator
from tests.viz_worlds import HOSTILE, crowd, kiln
from viz.shapes import one_line
from viz.vis_network import network
from viz.words import said_of

ENGLISH = translator("en")


class Page(HTMLParser):
    """A page as tags with attributes, the content of each script and style, and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[dict[str, str | None], str]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.inside.append((self.tags[-1][1], data))
        elif data.strip():
            self.text.append(" ".join(data.split()))

    def data(self, id_: str) -> object:
        """The JSON in the script of that id."""
        return json.loads("".join(text for attrs, text in self.inside if attrs.get("id") == id_))


def written(map_: object = None, **options: object) -> Page:
    defaults = {"translate": ENGLISH, "lang": "en"}
    return Page(viz.map_html(map_ or kiln(), **{**defaults, **options}))  # type: ignore[arg-type]


def test_a_page_of_its_own_loads_nothing() -> None:
    page = written()
    loading = [a for _, attrs in page.tags for a in attrs if a in ("src", "href", "srcset", "action", "data")]
    assert loading == []
    assert not [tag for tag, _ in page.tags if tag in ("link", "iframe", "object", "embed", "base", "img")]


def test_its_policy_allows_just_what_is_in_it() -> None:
    html = viz.map_html(kiln(), translate=ENGLISH, lang="en")
    page = Page(html)
    [policy] = [a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    running = re.findall(r"<(script|style)>(.*?)</\1>", html, re.DOTALL)
    hashes = {
        kind: [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
               for k, text in running if k == kind]
        for kind in ("script", "style")
    }  # fmt: skip
    assert rules["script-src"].split() == hashes["script"]
    assert rules["style-src"].split() == hashes["style"]
    assert len(hashes["script"]) == 3


def test_nothing_needs_more_than_a_nonce() -> None:
    page = written(assets="/files/", nonce="abc")
    running = [a for t, a in page.tags if t == "script" and a.get("type") != "application/json"]
    assert [a["src"] for a in running] == ["/files/paint.js", "/files/vis-network.min.js", "/files/map.js"]
    assert all(a["nonce"] == "abc" for a in running)
    assert {a["href"] for t, a in page.tags if t == "link"} == {f"/files/{name}" for name in viz.assets()}
    assert not [a for _, attrs in page.tags for a in attrs if a == "style" or a.startswith("on")]


def test_every_file_that_the_page_asks_for_is_there() -> None:
    assert set(viz.assets()) == {"map.css", "paint.js", "map.js", "vis-network.min.js"}
    assert all(path.stat().st_size > 1000 for path in viz.assets().values())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_everywhere(name: str) -> None:
    map_ = crowd(12, 16, names=(name,))
    plain, page = written(crowd(12, 16, names=("Ada",))), written(map_)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert one_line(name) in page.text
    data = page.data("map-data")
    assert one_line(name) in {node["label"] for node in data["nodes"]}  # type: ignore[index]
    viz.map_html(map_, translate=ENGLISH, lang="en").encode("utf-8")


def test_the_list_has_the_content_of_the_drawing() -> None:
    map_ = kiln()
    page = written(map_, person_url="/people/")
    text = " ".join(page.text)
    assert {n.label for n in map_.nodes} <= set(page.text)
    for said in (
        "listens to Xu Qing 徐青 (informal)",
        "in conflict with Liu Deming",
        "tied to competitor Phoenix Kilns (60%)",
        "our tie Li Jianguo (86%)",
        "is influenced by Sun Li (inferred)",
        "tie with Zhao Min (42%) , Qian Bo (12%, no longer live)",
        "layer guessed from the title",
        "wanted: 80%",
    ):
        assert said in text, said
    rows = [a for t, a in page.tags if t == "tr" and "data-index" in a]
    assert len(rows) == len(map_.nodes)


def test_lines_without_direction_are_said_once_from_either_end() -> None:
    both = (
        MapEdge("liu", "zhao", "ally", None, False, False),
        MapEdge("xu", "liu", "ally", None, False, False),
    )
    [(phrase, mentions)] = said_of(replace(kiln(), edges=both))["liu"]
    assert phrase == "ally of"
    assert [mention.who for mention in mentions] == ["xu", "zhao"]


def test_links_to_people_are_quoted_and_only_where_there_are_pages() -> None:
    map_ = crowd(12, 16)
    odd = type(map_)(**{**map_.__dict__, "nodes": tuple(
        type(n)(**{**n.__dict__, "id": "a/../b?c#ü"}) if n.id == "p000" else n for n in map_.nodes
    ), "edges": ()})  # fmt: skip
    links = {a["href"] for t, a in written(odd, person_url="/people/").tags if t == "a"}
    assert "/people/a%2F..%2Fb%3Fc%23%C3%BC" in links
    assert len(links) == sum(n.kind in ("person", "placeholder") for n in map_.nodes)
    assert not [a for t, a in written(odd).tags if t == "a"]
    back = [a["href"] for t, a in written(account_url="/accounts/b").tags if t == "a"]
    assert back == ["/accounts/b"]


def test_every_word_of_ours_is_translated() -> None:
    map_ = kiln()
    names = {one_line(text) for n in map_.nodes for text in (n.label, n.title or "")}
    own = names | {map_.name, map_.as_of}
    page = written(map_, translate=lambda one, many, n: f"⟦{many if many and n != 1 else one}⟧")
    rest = "\n".join(page.text)  # as one: a sentence may hold a name that is an element of its own
    for name in sorted(own, key=len, reverse=True):
        rest = rest.replace(name, "") if name else rest
    while rest != (rest := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)):
        pass  # translated values within translated sentences
    assert re.findall(r"[a-zA-Z]{2,}", rest) == []


def test_chinese_page() -> None:
    page = written(translate=translator("zh"), lang="zh")
    assert next(a for t, a in page.tags if t == "html")["lang"] == "zh-CN"
    assert any("决策层" in text for text in page.text)


def test_the_network_is_a_pyvis_network_without_physics() -> None:
    from pyvis.network import Network

    map_ = kiln()
    drawn = network(map_, ENGLISH)
    assert isinstance(drawn, Network)
    assert (drawn.num_nodes(), drawn.num_edges()) == (len(map_.nodes), len(map_.edges))
    nodes, edges, *_, options = drawn.get_network_data()
    assert json.loads(options)["physics"] == {"enabled": False}
    assert {(n["id"], n["x"], n["y"]) for n in nodes} == {(n.id, n.x, n.y) for n in map_.nodes}
    assert {(e["from"], e["to"], e["kind"]) for e in edges} == {(e.from_, e.to, e.kind) for e in map_.edges}
    influence = next(e for e in edges if e["kind"] == "influences")
    assert (influence["from"], influence["to"]) in {("cfo", "gm"), ("sun", "qian")}
    assert "to" in influence["arrows"]


def test_the_page_is_the_same_for_the_same_map() -> None:
    first, second = (viz.map_html(kiln(), translate=ENGLISH, lang="en") for _ in range(2))
    assert first == second
