"""The map as a stand-alone SVG drawing: no scripts, nothing loaded, fit for print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from graphkam.domain.influence_map import InfluenceMap, MapEdge
from graphkam.domain.labels import label
from graphkam.domain.message import Message, Translate, message, row
from viz.bands import backdrop, extent, strips
from viz.cards import INK, MUTED, card, size_of
from viz.lines import STROKES, Stroke, bends, in_drawing_order, path, stroke
from viz.shapes import FONT, Arc, Box, Shape, Words, one_line
from viz.words import PHRASES, TEXTS, moment_text

GUTTER = 150.0
"""Width at the left for the names of the layers."""


def map_svg(map_: InfluenceMap, translate: Translate, written: Callable[[str], str] = moment_text) -> str:
    """The influence map as SVG text, with a title and description for readers who do not see it.

    It has no size of its own: it fills the window or the sheet of paper that shows it.

    `written` puts the moment of the map as its reader writes dates and times.

    Every text from the data is escaped; what XML cannot hold (controls, lone surrogates) is shown as U+FFFD.
    """
    left, top, right, bottom = extent(map_)
    left -= GUTTER
    head = 64.0
    top -= head
    box = " ".join(_number(v) for v in (left, top, right - left, bottom - top))
    title = TEXTS["title_of"].said(translate).replace("{name}", map_.name or map_.account)
    reason = _said(map_.banner.reason, translate)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-labelledby="t d" '
        f"font-family={quoteattr(FONT)}>",
        f'<title id="t">{_text(title)}</title>',
        f'<desc id="d">{_text(_description(map_, reason, translate))}</desc>',
        _markers(),
        f'<rect x="{_number(left)}" y="{_number(top)}" width="100%" height="100%" fill="#ffffff"/>',
        *_written(_heading(map_, title, written(map_.as_of), reason, left, top + 30, translate)),
        *_written(backdrop(map_, translate)),
        *_written(_row_heads(map_, left, translate)),
        *_lines(map_, translate),
        *_cards(map_, translate),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _markers() -> str:
    """Ends of lines, one of each colour: `context-stroke` is not known to every viewer."""
    arrow, bar = "M0 0.8 10 5 0 9.2z", "M0 0h4v16h-4z"
    shapes = {"arrow": (arrow, "0 0 10 10", "9.5", "5", 11, 11), "bars": (bar, "0 0 4 16", "8", "8", 4, 16)}
    markers = []
    for kind, look in STROKES.items():
        if look.ends in shapes:
            drawn, box, x, y, width, height = shapes[look.ends]
            markers.append(
                f'<marker id="{kind}" viewBox="{box}" refX="{x}" refY="{y}" markerWidth="{width}" '
                f'markerHeight="{height}" markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
                f'<path d="{drawn}" fill="{look.colour}"/></marker>'
            )
    return f"<defs>{''.join(markers)}</defs>"


def _description(map_: InfluenceMap, reason: str, translate: Translate) -> str:
    names = {n.id: n.label for n in map_.nodes}
    spofs = [names[i] for i in map_.banner.spofs if i in names]
    verdict = _of(label(map_.banner.status), reason).said(translate)
    return f"{verdict} {_of(TEXTS['spofs'], row(spofs) if spofs else TEXTS['none']).said(translate)}"


def _of(what: Message, said: str) -> Message:
    return message("{what}: {said}", what=what, said=said)


def _said(text: str, translate: Translate) -> str:
    said = getattr(text, "said", None)
    return str(said(translate)) if said else text


def _heading(
    map_: InfluenceMap, title: str, as_of: str, reason: str, left: float, y: float, translate: Translate
) -> Iterable[Shape]:
    x = left + 24
    yield Words(x, y, one_line(title), 24, INK, bold=True)
    verdict = _of(label(map_.banner.status), reason).said(translate)
    line = f"{TEXTS['as_of'].said(translate)} {as_of} · {verdict}"
    yield Words(x, y + 28, one_line(line), 15, MUTED)


def _row_heads(map_: InfluenceMap, left: float, translate: Translate) -> Iterable[Shape]:
    for strip in strips(map_, translate):
        y = (strip.top + strip.bottom) / 2
        yield Words(left + 24, y - 9, strip.name, 16, INK, bold=True)
        yield Words(left + 24, y + 12, strip.state, 13, strip.ink)


def _lines(map_: InfluenceMap, translate: Translate) -> Iterable[str]:
    nodes = {n.id: n for n in map_.nodes}
    edges = in_drawing_order(map_.edges)
    yield '<g fill="none">'
    for edge, bend in zip(edges, bends(map_, edges), strict=True):
        a, b = nodes[edge.from_], nodes[edge.to]
        way = path((a.x, a.y), size_of(a), (b.x, b.y), size_of(b), bend)
        start, middle, end = (
            " ".join(_number(v) for v in point) for point in (way.start, way.middle, way.end)
        )
        curve = f"M{start}Q{middle} {end}" if bend else f"M{start}L{end}"
        words = f"{a.label} — {PHRASES[edge.kind][0].said(translate)} — {b.label}"
        look = _stroke(stroke(edge, len(edges)), edge)
        yield f'<path d="{curve}"{look}><title>{_text(words)}</title></path>'
    yield "</g>"


def _stroke(look: Stroke, edge: MapEdge) -> str:
    attributes = f' class="{edge.kind}" stroke="{look.colour}" stroke-width="{_number(look.width)}"'
    if look.opacity < 1:
        attributes += f' opacity="{look.opacity:g}"'
    if look.dashed:
        attributes += ' stroke-dasharray="8 6"'
    if look.ends == "arrow":
        attributes += f' marker-end="url(#{edge.kind})"'
    if look.ends == "bars":
        attributes += f' marker-start="url(#{edge.kind})" marker-end="url(#{edge.kind})"'
    return attributes


def _cards(map_: InfluenceMap, translate: Translate) -> Iterable[str]:
    for node in map_.nodes:
        yield f'<g class="{node.kind}" transform="translate({_number(node.x)} {_number(node.y)})">'
        yield f"<title>{_text(' — '.join(filter(None, (node.label, node.title))))}</title>"
        yield from _written(card(node, translate).near)
        yield "</g>"


def _written(shapes: Iterable[Shape]) -> Iterable[str]:
    for shape in shapes:
        match shape:
            case Box():
                yield _box(shape)
            case Arc():
                yield _arc(shape)
            case Words():
                yield _words(shape)


def _box(box: Box) -> str:
    line = f' stroke="{box.line}" stroke-width="{_number(box.line_width)}"' if box.line else ""
    dashes = ' stroke-dasharray="7 5"' if box.dashed else ""
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}" rx="{_number(box.radius)}" fill="{box.fill}"{line}{dashes}/>'
    )


def _arc(arc: Arc) -> str:
    """A circle whose outline is dashed once: from twelve o'clock, as long as the share."""
    dashes = "" if arc.share >= 1 else f' pathLength="1" stroke-dasharray="{arc.share:.3f} 1"'
    return (
        f'<circle cx="{_number(arc.x)}" cy="{_number(arc.y)}" r="{_number(arc.radius)}" '
        f'fill="{arc.fill or "none"}" stroke="{arc.line}" stroke-width="{_number(arc.line_width)}"{dashes} '
        f'transform="rotate(-90 {_number(arc.x)} {_number(arc.y)})"/>'
    )


def _words(words: Words) -> str:
    style = (' font-weight="600"' if words.bold else "") + (' font-style="italic"' if words.italic else "")
    return (
        f'<text x="{_number(words.x)}" y="{_number(words.y)}" font-size="{_number(words.size)}" '
        f'fill="{words.fill}" text-anchor="{words.anchor}" dominant-baseline="central"{style}>'
        f"{_text(words.text)}</text>"
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(one_line(text))
