"""The map as a page: banner, filters, the drawing, and beside it a list with the same content."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from graphkam.domain.influence_map import InfluenceMap, MapNode
from graphkam.domain.labels import label
from graphkam.domain.message import Message, Translate, as_json, row
from graphkam.domain.vocabulary import FUNCTIONS, SUPPORTS
from viz.bands import backdrop, extent, strips
from viz.cards import percent
from viz.legend import line_samples, marks
from viz.shapes import one_line, packed
from viz.vis_network import network, vis_script
from viz.words import KIND_NAMES, PHRASES, TEXTS, Mention, moment_text, of_target, said_of, show_on_map

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
THEIRS = ("person", "placeholder")
"""Kinds of nodes that stand for people of the account."""


def assets() -> Mapping[str, Path]:
    """The files that a page with `assets=PREFIX` asks for below that prefix, by name.

    Raises GraphKAMError if the installed pyvis does not ship vis-network.
    """
    own = {name: HERE / "static" / name for name in ("map.css", "paint.js", "map.js")}
    return {**own, "vis-network.min.js": vis_script()}


def map_html(
    map_: InfluenceMap,
    *,
    translate: Translate,
    lang: str,
    assets: str = "inline",
    nonce: str | None = None,
    person_url: str | None = None,
    account_url: str | None = None,
    written: Callable[[str], str] = moment_text,
) -> str:
    """The influence map as a whole HTML page.

    `assets` is the address below which the files of `assets()` are served, or `inline`: then the page is one
    file that loads nothing, and carries a Content-Security-Policy of its own, by the hashes of its scripts
    and styles. `nonce` is for a policy in the answer's header: `script-src 'nonce-…'; style-src 'nonce-…'`
    is all that the page needs. The id of a person is appended to `person_url` (such as `/people/`), quoted;
    `account_url` is where the page leads back to; without them there are no such links. `written` puts the
    moment of the map as its reader writes dates and times.
    """
    data = _data(map_, translate)
    near = [node["card"].pop("near") for node in data["nodes"]]
    files = {} if assets != "inline" else {name: _inline(name) for name in _FILES}
    html = _template().render(
        map=map_,
        as_of=written(map_.as_of),
        comma=row(["", ""]).said(translate),
        name=one_line(map_.name or map_.account),
        lang={"zh": "zh-CN"}.get(lang, lang),
        text={key: value.said(translate) for key, value in TEXTS.items()},
        said=lambda value: as_json(value, translate) if isinstance(value, Message) else value,
        label=cache(lambda word: label(word).said(translate)),
        percent=percent,
        said_show=lambda name: show_on_map(name).said(translate),
        said_target=lambda share: of_target(share).said(translate),
        data=data,
        near=near,
        sections=_sections(map_, translate, person_url),
        names={n.id: one_line(n.label) for n in map_.nodes},
        index={n.id: i for i, n in enumerate(map_.nodes)},
        kinds=[(k, line_samples()[k], KIND_NAMES[k].said(translate)) for k in _kinds(map_)],
        marks=marks(translate),
        functions=[f for f in FUNCTIONS if any(f in n.function for n in map_.nodes if n.kind in THEIRS)],
        supports=SUPPORTS,
        team=sorted((one_line(n.label), n.id) for n in map_.nodes if n.kind == "team"),
        account_url=account_url,
        assets=None if files else assets.rstrip("/"),
        files=files,
        policy=_policy(files.values()) if files else None,
        nonce=nonce,
    )
    return _LONE_SURROGATE.sub("\ufffd", html)


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_FILES = ("map.css", "paint.js", "vis-network.min.js", "map.js")


@cache
def _inline(name: str) -> str:
    """A file as it may stand within a script or style element."""
    text = assets()[name].read_text(encoding="utf-8")
    text = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise AssertionError(f"{name} would end its own element")
    return text


def _policy(texts: Iterable[str]) -> str:
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts
    ]
    style, *scripts = hashes
    return (
        f"default-src 'none'; style-src {style}; script-src {' '.join(scripts)}; base-uri 'none'; "
        "form-action 'none'"
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment.get_template("map.html")


def _data(map_: InfluenceMap, translate: Translate) -> dict[str, Any]:
    """What the script in the page needs; written as JSON with <, >, & and ' escaped."""
    drawn = network(map_, translate)
    facts = {n.id: n for n in map_.nodes}
    for node in drawn.nodes:
        fact = facts[node["id"]]
        node["label"] = one_line(fact.label)
        node["about"] = {
            "kind": fact.kind,
            "layer": fact.layer or "unknown",
            "functions": fact.function,
            "support": fact.support or "unknown",
            "title": one_line(fact.title or ""),
            "search": f"{fact.label} {fact.title or ''}".lower(),
        }
    return {
        "account": map_.account,
        "nodes": drawn.nodes,
        "edges": drawn.edges,
        "options": drawn.options,
        "extent": extent(map_),
        "strips": [[s.top, s.bottom, s.name, s.state, s.ink] for s in strips(map_, translate)],
        "backdrop": {
            "near": packed(backdrop(map_, translate)),
            "far": packed(backdrop(map_, translate, heading=40.0)),
        },
        "texts": {
            "shown": TEXTS["n_people"].said(translate),
            "phrases": {kind: phrases[0].said(translate) for kind, phrases in PHRASES.items()},
        },
    }


@dataclass(frozen=True)
class Row:
    """One line of the list: a node, and its lines in words."""

    index: int
    node: MapNode
    name: str
    title: str
    url: str | None
    said: list[tuple[str, list[Mention]]]


@dataclass(frozen=True)
class Section:
    """One table of the list: a layer of theirs, ours, or the competitors."""

    key: str
    caption: str
    rows: list[Row]


def _sections(map_: InfluenceMap, translate: Translate, person_url: str | None) -> list[Section]:
    said = said_of(map_)
    rows: dict[str, list[Row]] = {}
    for i, node in enumerate(map_.nodes):
        theirs = node.kind in THEIRS
        key = (node.layer or "unknown") if theirs else node.kind
        url = person_url + quote(node.id, safe="") if person_url and theirs else None
        phrases = [(phrase.said(translate), mentions) for phrase, mentions in said.get(node.id, ())]
        line = Row(i, node, one_line(node.label), one_line(node.title or ""), url, phrases)
        rows.setdefault(key, []).append(line)
    captions = {band.layer or "unknown": label(band.layer) for band in map_.bands}
    captions["unknown"] = TEXTS["unknown_layer"]
    wanted = [(b.layer or "unknown", captions[b.layer or "unknown"]) for b in map_.bands]
    wanted += [
        (kind, TEXTS[key]) for kind, key in (("team", "ours"), ("competitor", "rivals")) if kind in rows
    ]
    return [
        Section(
            key,
            caption.said(translate),
            sorted(rows.get(key, ()), key=lambda r: (-(r.node.power or 0), r.name)),
        )
        for key, caption in wanted
    ]


def _kinds(map_: InfluenceMap) -> list[str]:
    present = {e.kind for e in map_.edges}
    return [kind for kind in KIND_NAMES if kind in present]
