/* The influence map in the browser: vis-network draws lines and handles dragging and zooming; cards are
   painted here from the shapes that the server described. Every text is put in as text, never as HTML. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("map-data").textContent);
  const box = byId("map"), heads = byId("heads"), panel = byId("panel"), form = byId("filters");
  const FONT = getComputedStyle(box).fontFamily;
  const FAR = 0.5; // below this scale cards show what is still legible
  const FADED = 0.13, DIMMED = 0.3;
  const RIVALS_AND_OURS = new Set(["team", "competitor"]);
  const ANCHORS = { start: "left", middle: "center", end: "right" };

  // Painting ------------------------------------------------------------------------------------------

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

  const cards = new Map(), about = new Map(), indexes = [];
  const nodes = data.nodes.map(({ card, label, about: facts, ...node }) => {
    cards.set(node.id, card);
    about.set(node.id, { label, ...facts });
    indexes.push(node.id);
    node.title = [label, facts.title].filter(Boolean).join("\n"); // vis-network shows it as text, never as HTML
    return node; // without a label: the card has it
  });
  const faded = new Set(); // by the filters
  let selected = null, nearSelected = null;
  let painted = 0;

  function strength(id) {
    if (faded.has(id)) return FADED;
    return nearSelected && !nearSelected.has(id) ? DIMMED : 1;
  }

  let onPaper = null; // while printing: whether cards are large enough on paper
  const isNear = () => onPaper ?? network.getScale() >= FAR;

  function drawCard({ ctx, id, x, y }) {
    const card = cards.get(id), [width, height] = card.size;
    return {
      drawNode() {
        const opacity = strength(id);
        ctx.textBaseline = "middle";
        if (opacity < 1) {
          paintBox(ctx, ["b", -width / 2, -height / 2, width, height, 9, "#ffffff"], x, y); // hides lines
          ctx.globalAlpha = opacity;
        }
        if (id === selected) {
          ctx.beginPath();
          ctx.roundRect(x - width / 2 - 7, y - height / 2 - 7, width + 14, height + 14, 14);
          ctx.fillStyle = "#ffd54a";
          ctx.fill();
        }
        paint(ctx, isNear() ? nearCards()[about.get(id).row] : card.far, x, y);
        ctx.globalAlpha = 1;
        painted += 1;
      },
      nodeDimensions: { width, height },
    };
  }

  // The network, with the places that this user gave to cards --------------------------------------------

  const memory = `graphkam.map.${data.account}`;
  const home = new Map(nodes.map((node) => [node.id, [node.x, node.y]]));

  function recalled() {
    try {
      const kept = JSON.parse(localStorage.getItem(memory) || "{}");
      return Object.entries(kept).filter(([id, p]) => home.has(id) && p.every(Number.isFinite));
    } catch {
      return []; // no storage (a file, a private window), or none of ours
    }
  }

  function remember(places) {
    try {
      if (places) localStorage.setItem(memory, JSON.stringify(places));
      else localStorage.removeItem(memory);
    } catch {
      /* the map works without */
    }
  }

  const moved = Object.fromEntries(recalled());
  for (const node of nodes) if (moved[node.id]) [node.x, node.y] = moved[node.id];
  byId("reset").hidden = !Object.keys(moved).length;

  for (const edge of data.edges) {
    edge.title = `${about.get(edge.from).label} — ${data.texts.phrases[edge.kind]} — ${about.get(edge.to).label}`;
  }
  const edges = new vis.DataSet(data.edges);
  data.options.nodes.ctxRenderer = drawCard;
  const network = new vis.Network(box, { nodes: new vis.DataSet(nodes), edges }, data.options);
  const neighbours = new Map(nodes.map(({ id }) => [id, new Set([id])]));
  for (const { from, to } of data.edges) {
    neighbours.get(from).add(to);
    neighbours.get(to).add(from);
  }

  function fit(width = box.clientWidth, height = box.clientHeight, largest = 1.2) {
    const [left, top, right, bottom] = data.extent;
    const scale = Math.min(width / (right - left), height / (bottom - top), largest);
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
    network.moveTo({ position, scale, animation: false });
  }

  network.on("beforeDrawing", (ctx) => {
    ctx.textBaseline = "middle";
    paint(ctx, data.backdrop[isNear() ? "near" : "far"], 0, 0);
  });

  const rows = data.strips.map(([, , name, state, ink]) => {
    const head = heads.appendChild(document.createElement("div"));
    head.appendChild(document.createElement("b")).textContent = name;
    const second = head.appendChild(document.createElement("span"));
    second.textContent = state;
    second.style.color = ink;
    return head;
  });

  /* The names of the layers stay at the left edge, level with the visible part of their bands. */
  function placeHeads() {
    const height = box.clientHeight;
    const ys = data.strips.map(([top, bottom]) =>
      [top, bottom].map((y) => Math.min(Math.max(network.canvasToDOM({ x: 0, y }).y, 0), height)));
    rows.forEach((row, i) => {
      const [top, bottom] = ys[i];
      row.hidden = bottom - top < 12;
      row.classList.toggle("low", bottom - top < 36);
      row.style.top = `${(top + bottom) / 2}px`;
    });
  }

  network.on("afterDrawing", () => {
    placeHeads();
    if (!box.dataset.painted) {
      Object.assign(box.dataset, { painted, lines: data.edges.length });
      performance.mark("graphkam-map-drawn");
    }
  });

  // Selection: details in the side panel -------------------------------------------------------------------

  function row(id) {
    return byId(`row-${about.get(id).row}`);
  }

  function describe(id) {
    const source = row(id), columns = source.closest("table").querySelectorAll("thead th");
    const body = document.createDocumentFragment();
    const who = source.querySelector(".who").cloneNode(true);
    body.appendChild(document.createElement("h2")).append(...who.childNodes);
    const list = document.createElement("dl");
    if (!RIVALS_AND_OURS.has(about.get(id).kind)) {
      const layer = source.closest("section").querySelector("caption");
      addEntry(list, panel.dataset.layer, layer.firstChild.textContent.trim());
    }
    source.querySelectorAll("td").forEach((cell, i) => {
      addEntry(list, columns[i + 1].textContent, ...cell.cloneNode(true).childNodes);
    });
    for (const part of source.querySelector("th").children) {
      if (!part.matches(".who, .show, .said")) body.appendChild(part.cloneNode(true));
    }
    body.appendChild(list);
    const said = source.querySelector(".said");
    if (said) body.appendChild(said.cloneNode(true));
    const link = source.querySelector(".who a");
    if (link) {
      const open = body.appendChild(link.cloneNode());
      open.textContent = panel.dataset.open;
      open.className = "open-page";
    }
    byId("panel-body").replaceChildren(body);
  }

  /* Scrolls the list, where it has a scroll bar of its own, and never the page. */
  function scrollList(to) {
    const list = to.closest(".list"), from = list.getBoundingClientRect(), at = to.getBoundingClientRect();
    if (at.top < from.top || at.bottom > from.bottom) list.scrollTop += at.top - from.top - 40;
  }

  function addEntry(list, term, ...content) {
    list.appendChild(document.createElement("dt")).textContent = term;
    list.appendChild(document.createElement("dd")).append(...content);
  }

  function select(id, { focus = false } = {}) {
    if (selected !== null) row(selected)?.classList.remove("selected");
    selected = id;
    nearSelected = id === null ? null : neighbours.get(id);
    panel.hidden = id === null;
    if (id !== null) {
      describe(id);
      row(id).classList.add("selected");
      scrollList(row(id));
      box.setAttribute("aria-label", `${about.get(id).label}`);
    }
    fadeEdges();
    if (id !== null && focus) panel.focus();
    if (id === null && focus) box.focus();
  }

  network.on("click", ({ nodes: [id], event }) => {
    select(id ?? null);
    if (event.type !== "keydown") box.focus({ preventScroll: true });
  });
  byId("close").addEventListener("click", () => select(null, { focus: true }));
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".jump");
    if (!button) return;
    const id = indexes[button.dataset.index];
    show(id);
    select(id);
    box.scrollIntoView({ block: "nearest" });
  });

  /* Brings a card into view, and near enough to be read. */
  function show(id) {
    const position = network.getPosition(id), { x, y } = network.canvasToDOM(position);
    const seen = x > 60 && y > 40 && x < box.clientWidth - 60 && y < box.clientHeight - 40;
    if (!seen || !isNear()) network.moveTo({ position, scale: isNear() ? network.getScale() : 0.8, animation: false });
  }

  // Filters fade; they hide nothing --------------------------------------------------------------------------

  const field = (id) => byId(id).value;

  function passes(id) {
    const facts = about.get(id);
    const words = field("search").trim().toLowerCase();
    const through = field("through");
    return (
      (!words || facts.search.includes(words)) &&
      (!field("layer") || facts.layer === field("layer")) &&
      (!field("function") || facts.functions.includes(field("function"))) &&
      (!field("support") || (facts.support === field("support") && !RIVALS_AND_OURS.has(facts.kind))) &&
      (!through || id === through || tied.get(through)?.has(id))
    );
  }

  const tied = new Map();
  for (const { from, to, kind } of data.edges) {
    if (kind === "tie") tied.set(from, (tied.get(from) ?? new Set()).add(to));
  }

  function filter() {
    faded.clear();
    for (const id of indexes) if (!passes(id)) faded.add(id);
    for (const id of indexes) row(id)?.classList.toggle("faded", faded.has(id));
    const count = String(indexes.length - faded.size), all = String(indexes.length);
    byId("shown").textContent = faded.size ? data.texts.shown.replace("{n}", count).replace("{all}", all) : "";
    fadeEdges();
  }

  function fadeEdges() {
    const kinds = new Set([...document.querySelectorAll("input[name=kind]:checked")].map((input) => input.value));
    const changes = [];
    for (const edge of data.edges) {
      const out = !kinds.has(edge.kind) || faded.has(edge.from) || faded.has(edge.to);
      const touches = selected === null || edge.from === selected || edge.to === selected;
      const opacity = out ? 0.04 : !touches ? edge.color.opacity * 0.25
        : selected === null ? edge.color.opacity : Math.max(edge.color.opacity, 0.6);
      if (opacity !== shownOpacity.get(edge.id)) {
        shownOpacity.set(edge.id, opacity);
        changes.push({ id: edge.id, color: { color: edge.color.color, opacity } });
      }
    }
    if (changes.length) edges.update(changes);
    else network.redraw();
  }
  const shownOpacity = new Map(data.edges.map((edge) => [edge.id, edge.color.opacity]));

  document.addEventListener("input", filter); // the boxes of the legend belong to the form, but lie outside
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = indexes.find((id) => !faded.has(id));
    if (first !== undefined && field("search").trim()) {
      show(first);
      select(first);
    }
  });

  // Tools, keyboard, dragging, printing ------------------------------------------------------------------------

  function zoom(factor) {
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4), animation: false });
  }
  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("fit").addEventListener("click", () => fit());
  byId("print").addEventListener("click", () => window.print());
  byId("reset").addEventListener("click", () => {
    remember(null);
    for (const id of Object.keys(moved)) {
      network.moveNode(id, ...home.get(id));
      delete moved[id];
    }
    byId("reset").hidden = true;
  });
  network.on("dragEnd", ({ nodes: dragged }) => {
    for (const [id, { x, y }] of Object.entries(network.getPositions(dragged))) moved[id] = [x, y];
    if (!dragged.length) return;
    remember(moved);
    byId("reset").hidden = false;
  });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /* The nearest card in a direction, sideways distance counting three times. */
  function next(from, [dx, dy]) {
    const places = network.getPositions(), here = places[from];
    let best = null, least = Infinity;
    for (const id of indexes) {
      const x = places[id].x - here.x, y = places[id].y - here.y;
      const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (ahead > 1 && ahead + 3 * aside < least) [best, least] = [id, ahead + 3 * aside];
    }
    return best;
  }

  box.addEventListener("keydown", (event) => {
    if (event.key in STEPS) {
      const id = selected === null ? indexes[0] : next(selected, STEPS[event.key]);
      if (id !== null) {
        select(id);
        show(id);
      }
    } else if (event.key === "Enter" && selected !== null) panel.focus();
    else if (event.key === "Escape") select(null);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else return;
    event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") select(null, { focus: true });
  });

  /* Paper gets the whole map, sharper than a screen: a copy of the canvas at a fixed, large size, with the
     names of the layers on its left. */
  const paper = document.createElement("canvas");
  paper.className = "paper";
  const SHEET = 2600, MARGIN = 300, SHEET_PIXELS = 1000;
  window.addEventListener("beforeprint", () => {
    const [left, top, right, bottom] = data.extent;
    const height = Math.round((SHEET * (bottom - top)) / (right - left));
    const view = { position: network.getViewPosition(), scale: network.getScale() };
    onPaper = SHEET_PIXELS / (right - left) >= FAR;
    network.setSize(`${SHEET}px`, `${height}px`);
    fit(SHEET, height, Infinity);
    network.redraw();
    const drawn = box.querySelector("canvas"), ratio = drawn.width / SHEET;
    [paper.width, paper.height] = [drawn.width + MARGIN * ratio, drawn.height];
    const ctx = paper.getContext("2d");
    ctx.drawImage(drawn, MARGIN * ratio, 0);
    ctx.scale(ratio, ratio);
    ctx.textBaseline = "middle";
    for (const [from, to, name, state, ink] of data.strips) {
      const y = network.canvasToDOM({ x: 0, y: (from + to) / 2 }).y;
      paint(ctx, [["t", 0, -20, name, "600 36px", "#1c2430", "start"], ["t", 0, 22, state, "30px", ink, "start"]], 0, y);
    }
    document.querySelector(".stage").after(paper);
    onPaper = null;
    network.setSize("100%", "100%");
    network.moveTo({ ...view, animation: false });
  });
  window.addEventListener("afterprint", () => paper.remove());
  let seen = false; // an observer reports once at the start, too
  new ResizeObserver(() => {
    if (seen && selected === null && !Object.keys(moved).length) fit();
    seen = true;
  }).observe(box);
  fit();
})();
