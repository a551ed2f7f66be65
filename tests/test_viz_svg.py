"""The drawing as one SVG file: well formed, harmless, complete."""

from __future__ import annotations

from xml.etree import ElementTree

from graphkam.i18n import translator
from tests.viz_worlds import HOSTILE, crowd, kiln
from viz import map_svg
from viz.shapes import fitted, one_line

SVG = "{http://www.w3.org/2000/svg}"
ENGLISH = translator("en")


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode("utf-8"))


def texts(root: ElementTree.Element) -> set[str]:
    return {element.text or "" for element in root.iter(f"{SVG}text")}


def test_every_card_and_line_is_there_and_can_be_read_aloud() -> None:
    map_ = kiln()
    root = parsed(map_svg(map_, ENGLISH))
    said = [e.findtext(f"{SVG}title") for e in root.iter(f"{SVG}path") if e.find(f"{SVG}title") is not None]
    assert len(said) == len(map_.edges)
    assert "Xu Qing 徐青 — has the ear of — Wang Zhiyuan 王志远" in said
    cards = [g for g in root.iter(f"{SVG}g") if g.get("transform")]
    assert {g.findtext(f"{SVG}title").partition(" — ")[0] for g in cards} == {n.label for n in map_.nodes}
    assert {
        "SPOF",
        "no tie",
        "−−",
        "++",
        "?",
        "decider",
        "executive",
        "layer unknown",
        "Our people",
    } <= texts(root)


def test_a_title_and_a_description_stand_for_the_drawing() -> None:
    root = parsed(map_svg(kiln(), ENGLISH))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Influence map: Customer B 建材集团"
    assert "red: Nobody of ours has a live tie in: executive." in root.findtext(f"{SVG}desc")
    assert "Liu Deming, Li Jianguo" in root.findtext(f"{SVG}desc")


def test_kinds_of_lines_differ() -> None:
    paths = {e.get("class"): e for e in parsed(map_svg(kiln(), ENGLISH)).iter(f"{SVG}path") if e.get("class")}
    assert paths["confidant"].get("stroke-dasharray")
    assert not paths["reports_to"].get("stroke-dasharray")
    assert paths["influences"].get("marker-end")
    assert not paths["influences"].get("marker-start")
    assert paths["conflicts_with"].get("marker-start")
    assert not paths["tie"].get("marker-end")


def test_placeholders_are_dashed_and_unknown_support_is_not_neutral() -> None:
    root = parsed(map_svg(kiln(), ENGLISH))
    cards = {g.findtext(f"{SVG}title"): g for g in root.iter(f"{SVG}g") if g.get("transform")}
    outline = {name: g.find(f"{SVG}rect") for name, g in cards.items()}
    assert outline["Somebody in purchasing"].get("stroke-dasharray")
    assert not outline["Sun Li — Process engineer"].get("stroke-dasharray")
    stripes = {name: g.findall(f"{SVG}rect") for name, g in cards.items()}
    fills = [
        {r.get("fill") for r in stripes[name]}
        for name in ("Sun Li — Process engineer", "Xu Qing 徐青 — Chief of the technology section")
    ]
    assert "#d3d7de" in fills[0] - fills[1]
    assert "#f0d060" in fills[1] - fills[0]


def test_a_guessed_layer_is_said_on_the_card() -> None:
    root = parsed(map_svg(kiln(), ENGLISH))
    cards = {g.findtext(f"{SVG}title"): g for g in root.iter(f"{SVG}g") if g.get("transform")}
    said = {name for name, g in cards.items() if any(t.text == "layer guessed" for t in g.iter(f"{SVG}text"))}
    assert {name.partition(" — ")[0] for name in said} == {"Chen Mei", "Qian Bo"}


def test_hostile_names_come_out_as_text() -> None:
    map_ = crowd(40, 80, names=HOSTILE)
    text = map_svg(map_, ENGLISH)
    root = parsed(text)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {
        "svg", "title", "desc", "defs", "marker", "path", "rect", "g", "circle", "text",
    }  # fmt: skip
    assert not [k for e in root.iter() for k in e.attrib if k.startswith("on") or "href" in k]
    labels = {
        g.findtext(f"{SVG}title").rpartition(" — ")[0] for g in root.iter(f"{SVG}g") if g.get("transform")
    }
    assert {one_line(name) for name in HOSTILE} <= labels


def test_it_loads_nothing() -> None:
    text = map_svg(kiln(), ENGLISH)
    assert text.count("http") == text.count("http://www.w3.org/2000/svg") == 1
    assert "url(#" in text
    assert text.count("url(") == text.count("url(#")


def test_in_chinese() -> None:
    said = texts(parsed(map_svg(kiln(), translator("zh"))))
    assert {"决策层", "管理层", "操作层", "层级未知"} <= said
    assert "executive" not in said


def test_long_texts_are_cut_to_their_room() -> None:
    assert fitted("x" * 10_000_000, 100, 12).endswith("…")
    assert len(fitted("x" * 10_000_000, 100, 12)) < 20
