/* Paints the influence map on a canvas, from the shapes that the server described: at once when the page opens,
   later for vis-network, and for paper. Every text is painted as text. */
"use strict";
const KamMap = (() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("map-data").textContent);
  const box = byId("map"), heads = byId("heads");
  const FONT = getComputedStyle(box).fontFamily;
  const FAR = 0.5; // below this scale cards show what is still legible
  const FADED = 0.13, DIMMED = 0.3, FADED_LINE = 0.04;
  const ANCHORS = { start: "left", middle: "center", end: "right" };

  // People and lines go by their number from here on: an id may be any text, such as "__proto__".
  const people = data.nodes.map(({ id, label, card, x, y, about }) => (
    { id, label, card, x, y, home: [x, y], title: [label, about.title].filter(Boolean).join("\n"), about }));
  const numbers = new Map(people.map(({ id }, number) => [id, number]));
  const lines = data.edges.map((edge) => ({ ...edge, from: numbers.get(edge.from), to: numbers.get(edge.to) }));

  /* What filters and selection leave in full. */
  const shown = { faded: new Set(), kinds: null, selected: null, near: null };

  function cardOpacity(number) {
    if (shown.faded.has(number)) return FADED;
    return shown.near && !shown.near.has(number) ? DIMMED : 1;
  }

  function lineOpacity({ kind, from, to, color }) {
    if (shown.faded.has(from) || shown.faded.has(to) || (shown.kinds && !shown.kinds.has(kind))) return FADED_LINE;
    if (shown.selected === null) return color.opacity;
    const touches = from === shown.selected || to === shown.selected;
    return touches ? Math.max(color.opacity, 0.6) : color.opacity * 0.25;
  }

  // The places that this user gave to cards -----------------------------------------------------------------

  const memory = `graphkam.map.${data.account}`;

  function recall() {
    try {
      for (const [id, x, y] of JSON.parse(localStorage.getItem(memory) ?? "[]")) {
        const one = people[numbers.get(id)];
        if (one && Number.isFinite(x) && Number.isFinite(y)) Object.assign(one, { x, y, moved: true });
      }
    } catch {
      /* no storage (a private window), or none of ours: everybody stays at home */
    }
  }

  function remember() {
    const places = people.filter((one) => one.moved).map(({ id, x, y }) => [id, x, y]);
    try {
      if (places.length) localStorage.setItem(memory, JSON.stringify(places));
      else localStorage.removeItem(memory);
    } catch {
      /* the map works without */
    }
  }

  // Shapes ------------------------------------------------------------------------------------------------

  function paint(ctx, shapes, x, y) {
    for (const s of shapes) {
      if (s[0] === "b") paintBox(ctx, s, x, y);
      else if (s[0] === "a") paintArc(ctx, s, x, y);
      else {
        ctx.font = s[4] + " " + FONT;
        ctx.fillStyle = s[5];
        ctx.textAlign = ANCHORS[s[6]];
        ctx.fillText(s[3], x + s[1], y + s[2]);
      }
    }
  }

  function paintBox(ctx, [, left, top, width, height, radius, fill, line, lineWidth, dashed], x, y) {
    ctx.beginPath();
    ctx.roundRect(x + left, y + top, width, height, radius);
    ctx.fillStyle = fill;
    ctx.fill();
    if (!line) return;
    ctx.strokeStyle = line;
    ctx.lineWidth = lineWidth;
    if (dashed) ctx.setLineDash([7, 5]);
    ctx.stroke();
    if (dashed) ctx.setLineDash([]);
  }

  function paintArc(ctx, [, dx, dy, radius, share, line, lineWidth, fill], x, y) {
    ctx.beginPath();
    ctx.arc(x + dx, y + dy, radius, -Math.PI / 2, (2 * share - 0.5) * Math.PI);
    if (fill) {
      ctx.fillStyle = fill;
      ctx.fill();
    }
    ctx.strokeStyle = line;
    ctx.lineWidth = lineWidth;
    ctx.stroke();
  }

  /* The cards in full are read when somebody first looks closely: a large map starts from afar. */
  let nearRead = null;
  const nearCards = () => (nearRead ??= JSON.parse(byId("map-near").textContent));

  function paintCard(ctx, number, x, y, near) {
    const { card } = people[number], [width, height] = card.size, opacity = cardOpacity(number);
    if (opacity < 1) {
      paintBox(ctx, ["b", -width / 2, -height / 2, width, height, 9, "#ffffff"], x, y); // hides lines
      ctx.globalAlpha = opacity;
    }
    if (number === shown.selected) {
      paintBox(ctx, ["b", -width / 2 - 7, -height / 2 - 7, width + 14, height + 14, 14, "#ffd54a"], x, y);
    }
    paint(ctx, near ? nearCards()[number] : card.far, x, y);
    ctx.globalAlpha = 1;
  }

  function paintBackdrop(ctx, near) {
    paint(ctx, near ? data.backdrop.near : data.backdrop.far, 0, 0);
  }

  // Lines, as vis-network draws them --------------------------------------------------------------------------

  /* The control point of vis-network's curvedCW and curvedCCW. */
  function via(a, b, { type, roundness }) {
    const dx = b.x - a.x, dy = a.y - b.y, turn = type === "curvedCW" ? roundness : -roundness;
    const reach = (0.5 * roundness + 0.5) * Math.hypot(dx, dy);
    const angle = Math.atan2(dy, dx) + (0.5 * turn + 0.5) * Math.PI;
    return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
  }

  function along(a, middle, b, t) {
    const u = 1 - t;
    return { x: u * u * a.x + 2 * t * u * middle.x + t * t * b.x, y: u * u * a.y + 2 * t * u * middle.y + t * t * b.y };
  }

  /* Where a line comes out of the card at its start, and the direction in which it arrives there from outside. */
  function border(a, middle, b) {
    const [width, height] = a.card.size;
    let low = 0, high = 0.5;
    for (let i = 0; i < 12; i++) {
      const t = (low + high) / 2, { x, y } = along(a, middle, b, t);
      if (Math.abs(x - a.x) <= width / 2 && Math.abs(y - a.y) <= height / 2) low = t;
      else high = t;
    }
    const at = along(a, middle, b, low), before = along(a, middle, b, low + 0.05);
    return { ...at, angle: Math.atan2(at.y - before.y, at.x - before.x) };
  }

  function paintEnd(ctx, { x, y, angle }, { type, scaleFactor }, width) {
    const size = 15 * scaleFactor + 3 * width, cos = Math.cos(angle), sin = Math.sin(angle);
    const corners = type === "bar" ? [[0, 0.5], [0, -0.5], [0.15, -0.5], [0.15, 0.5]]
      : [[0, 0], [-1, 0.3], [-0.9, 0], [-1, -0.3]];
    ctx.beginPath();
    for (const [dx, dy] of corners) ctx.lineTo(x + size * (dx * cos - dy * sin), y + size * (dx * sin + dy * cos));
    ctx.fill();
  }

  function paintLine(ctx, line) {
    const a = people[line.from], b = people[line.to];
    ctx.globalAlpha = lineOpacity(line);
    ctx.strokeStyle = line.color.color;
    ctx.lineWidth = line.width;
    ctx.setLineDash(line.dashes || []);
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    if (line.smooth) {
      const middle = via(a, b, line.smooth);
      ctx.quadraticCurveTo(middle.x, middle.y, b.x, b.y);
    } else ctx.lineTo(b.x, b.y);
    ctx.stroke();
  }

  /* Arrows and bars lie above the cards. */
  function paintEnds(ctx, line) {
    if (!line.arrows) return;
    const a = people[line.from], b = people[line.to], { to, from } = line.arrows;
    const middle = line.smooth ? via(a, b, line.smooth) : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    ctx.globalAlpha = lineOpacity(line);
    ctx.fillStyle = line.color.color;
    if (to) paintEnd(ctx, border(b, middle, a), to, line.width);
    if (from) paintEnd(ctx, border(a, middle, b), from, line.width);
  }

  /* The whole map on a canvas of that size, with the point (x, y) of the map in its middle. */
  function paintAll(ctx, width, height, { x, y, scale }, near) {
    ctx.translate(width / 2, height / 2);
    ctx.scale(scale, scale);
    ctx.translate(-x, -y);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    paintBackdrop(ctx, near);
    lines.forEach((line) => paintLine(ctx, line));
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    people.forEach((one, number) => paintCard(ctx, number, one.x, one.y, near));
    lines.forEach((line) => paintEnds(ctx, line));
    ctx.globalAlpha = 1;
  }

  /* What shows the whole map in that space. */
  function whole(width, height, largest = 1.2) {
    const [left, top, right, bottom] = data.extent;
    const scale = Math.min(width / (right - left), height / (bottom - top), largest);
    return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
  }

  // The names of the layers stay at the left edge, level with the visible part of their bands -----------------------

  const rows = data.strips.map(([, , name, state, ink]) => {
    const head = heads.appendChild(document.createElement("div"));
    head.appendChild(document.createElement("b")).textContent = name;
    const second = head.appendChild(document.createElement("span"));
    second.textContent = state;
    second.style.color = ink;
    return head;
  });

  function placeHeads({ y: middle, scale }, height) {
    rows.forEach((row, i) => {
      const [top, bottom] = data.strips[i].slice(0, 2).map((y) =>
        Math.min(Math.max(height / 2 + (y - middle) * scale, 0), height));
      row.hidden = bottom - top < 12;
      row.classList.toggle("low", bottom - top < 36);
      row.style.top = `${(top + bottom) / 2}px`;
    });
  }

  // The first frame does not wait for vis-network ------------------------------------------------------------------

  function paintFirst() {
    const first = document.createElement("canvas"), ratio = window.devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = box, view = whole(width, height);
    first.className = "first";
    [first.width, first.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const ctx = first.getContext("2d");
    ctx.scale(ratio, ratio);
    paintAll(ctx, width, height, view, view.scale >= FAR);
    placeHeads(view, height);
    box.append(first);
    Object.assign(box.dataset, { painted: people.length, lines: lines.length });
    performance.mark("graphkam-map-drawn");
    return first;
  }

  recall();
  const first = paintFirst();
  return { FAR, byId, data, box, people, lines, shown, first, remember, lineOpacity, paint, paintCard, paintBackdrop,
    paintAll, placeHeads, whole };
})();
