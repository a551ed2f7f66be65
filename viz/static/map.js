/* The influence map in the browser: vis-network draws lines and handles dragging and zooming, cards are painted by
   paint.js. Every text is put in as text, never as HTML. */
"use strict";
(() => {
  const { FAR, byId, data, box, people, lines, shown, remember, lineOpacity, paint, paintCard, paintBackdrop,
    paintAll, placeHeads, whole } = KamMap;
  const panel = byId("panel"), form = byId("filters");
  const OTHERS = new Set(["team", "competitor"]); // have neither layer nor support of theirs
  let network, edges, opacities;

  const view = () => ({ ...network.getViewPosition(), scale: network.getScale() });
  const isNear = () => network.getScale() >= FAR;
  const numbers = people.map((_, number) => number);
  const neighbours = people.map((_, number) => new Set([number]));
  const tied = people.map(() => new Set());
  for (const { from, to, kind } of lines) {
    neighbours[from].add(to);
    neighbours[to].add(from);
    if (kind === "tie") tied[from].add(to);
  }

  // The network: made after the first frame, which paint.js has painted ---------------------------------------------

  function drawCard({ ctx, id, x, y }) {
    const [width, height] = people[id].card.size;
    return {
      drawNode() {
        ctx.textBaseline = "middle";
        paintCard(ctx, id, x, y, isNear());
      },
      nodeDimensions: { width, height },
    };
  }

  function start() {
    const nodes = people.map(({ x, y, title }, id) => ({ id, x, y, title, shape: "custom" }));
    edges = new vis.DataSet(lines.map((line) => ({ ...line, title: sentence(line) })));
    opacities = lines.map((line) => line.color.opacity);
    data.options.nodes.ctxRenderer = drawCard;
    network = new vis.Network(box, { nodes: new vis.DataSet(nodes), edges }, data.options);
    box.querySelector(".vis-network").tabIndex = -1; // the box itself takes the keys: one stop, with a visible focus
    network.on("beforeDrawing", (ctx) => {
      ctx.textBaseline = "middle";
      paintBackdrop(ctx, isNear());
    });
    network.on("afterDrawing", () => placeHeads(view(), box.clientHeight));
    network.once("afterDrawing", () => {
      KamMap.first.remove();
      box.dataset.ready = "";
      performance.mark("graphkam-map-ready");
    });
    network.on("click", ({ nodes: [number], event }) => {
      select(number ?? null);
      if (event.type !== "keydown") box.focus({ preventScroll: true });
    });
    network.on("dragEnd", ({ nodes: dragged }) => {
      for (const [number, place] of Object.entries(network.getPositions(dragged))) {
        Object.assign(people[number], place, { moved: true });
      }
      if (dragged.length) showMoved();
    });
    listen();
    fit();
    showMoved();
  }

  /* What a line says when the mouse rests on it; vis-network shows titles as text. */
  function sentence({ from, to, kind }) {
    return `${people[from].label} — ${data.texts.phrases[kind]} — ${people[to].label}`;
  }

  function fit() {
    if (!box.clientWidth || !box.clientHeight) return; // not shown, as on paper
    const { x, y, scale } = whole(box.clientWidth, box.clientHeight);
    network.moveTo({ position: { x, y }, scale, animation: false });
  }

  function showMoved() {
    byId("reset").hidden = !people.some((one) => one.moved);
    remember();
  }

  // Selection: details in the side panel ------------------------------------------------------------------------

  const row = (number) => byId(`row-${number}`);

  function describe(number) {
    const source = row(number), columns = source.closest("table").querySelectorAll("thead th");
    const body = document.createDocumentFragment();
    const who = source.querySelector(".who").cloneNode(true);
    body.appendChild(document.createElement("h2")).append(...who.childNodes);
    const list = document.createElement("dl");
    if (!OTHERS.has(people[number].about.kind)) {
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

  function addEntry(list, term, ...content) {
    list.appendChild(document.createElement("dt")).textContent = term;
    list.appendChild(document.createElement("dd")).append(...content);
  }

  /* Scrolls the list, where it has a scroll bar of its own, and never the page. */
  function scrollList(to) {
    const list = to.closest(".list"), from = list.getBoundingClientRect(), at = to.getBoundingClientRect();
    if (at.top < from.top || at.bottom > from.bottom) list.scrollTop += at.top - from.top - 40;
  }

  function select(number, { focus = false } = {}) {
    if (shown.selected !== null) row(shown.selected)?.classList.remove("selected");
    shown.selected = number;
    shown.near = number === null ? null : neighbours[number];
    panel.hidden = number === null;
    if (number !== null) {
      describe(number);
      row(number).classList.add("selected");
      scrollList(row(number));
      box.setAttribute("aria-label", people[number].label);
    }
    fadeLines();
    if (number !== null && focus) panel.focus();
    if (number === null && focus) box.focus();
  }

  /* Brings a card into view, and near enough to be read. */
  function show(number) {
    const position = network.getPosition(number), { x, y } = network.canvasToDOM(position);
    const seen = x > 60 && y > 40 && x < box.clientWidth - 60 && y < box.clientHeight - 40;
    if (!seen || !isNear()) network.moveTo({ position, scale: isNear() ? network.getScale() : 0.8, animation: false });
  }

  // Filters fade; they hide nothing -------------------------------------------------------------------------------

  function passes(number) {
    const { id, about } = people[number], field = (name) => byId(name).value;
    const words = field("search").trim().toLowerCase(), through = field("through");
    return (
      (!words || about.search.includes(words)) &&
      (!field("layer") || about.layer === field("layer")) &&
      (!field("function") || about.functions.includes(field("function"))) &&
      (!field("support") || (about.support === field("support") && !OTHERS.has(about.kind))) &&
      (!through || id === through || people.some((one, holder) => one.id === through && tied[holder].has(number)))
    );
  }

  function filter() {
    shown.faded = new Set(numbers.filter((number) => !passes(number)));
    shown.kinds = new Set([...document.querySelectorAll("input[name=kind]:checked")].map((input) => input.value));
    for (const number of numbers) row(number)?.classList.toggle("faded", shown.faded.has(number));
    const full = people.length - shown.faded.size;
    byId("shown").textContent = !shown.faded.size ? ""
      : data.texts.shown.replace("{n}", String(full)).replace("{all}", String(people.length));
    fadeLines();
  }

  function fadeLines() {
    const changes = [];
    lines.forEach((line, number) => {
      const opacity = lineOpacity(line);
      if (opacity === opacities[number]) return;
      opacities[number] = opacity;
      changes.push({ id: line.id, color: { color: line.color.color, opacity } });
    });
    if (changes.length) edges.update(changes);
    else network.redraw();
  }

  // Tools, keyboard, printing ---------------------------------------------------------------------------------------

  function zoom(factor) {
    network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4), animation: false });
  }

  function takeHome() {
    for (const number of numbers.filter((one) => people[one].moved)) {
      const one = people[number];
      network.moveNode(number, ...one.home);
      Object.assign(one, { x: one.home[0], y: one.home[1], moved: false });
    }
    showMoved();
  }

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /* The nearest card in a direction, sideways distance counting three times. */
  function next(from, [dx, dy]) {
    let best = null, least = Infinity;
    people.forEach((one, number) => {
      const x = one.x - people[from].x, y = one.y - people[from].y;
      const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (ahead > 1 && ahead + 3 * aside < least) [best, least] = [number, ahead + 3 * aside];
    });
    return best;
  }

  function onKey(event) {
    if (Object.hasOwn(STEPS, event.key)) {
      const number = shown.selected === null ? 0 : next(shown.selected, STEPS[event.key]);
      if (number !== null && people[number]) {
        select(number);
        show(number);
      }
    } else if (event.key === "Enter" && shown.selected !== null) panel.focus();
    else if (event.key === "Escape") select(null);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else return;
    event.preventDefault();
  }

  /* Paper gets the whole map, sharper than a screen, with the names of the layers on its left. */
  const SHEET = 2600, MARGIN = 300, SHEET_PIXELS = 1000;
  function layOut() {
    const [left, top, right, bottom] = data.extent, paper = document.createElement("canvas");
    const height = Math.round((SHEET * (bottom - top)) / (right - left)), sheet = whole(SHEET, height, Infinity);
    paper.className = "paper";
    [paper.width, paper.height] = [SHEET + MARGIN, height];
    const ctx = paper.getContext("2d");
    ctx.textBaseline = "middle";
    for (const [from, to, name, state, ink] of data.strips) {
      const y = height / 2 + ((from + to) / 2 - sheet.y) * sheet.scale;
      paint(ctx, [["t", 0, -20, name, "600 36px", "#1c2430", "start"], ["t", 0, 22, state, "30px", ink, "start"]], 0, y);
    }
    ctx.translate(MARGIN, 0);
    paintAll(ctx, SHEET, height, sheet, SHEET_PIXELS / (right - left) >= FAR);
    document.querySelector(".stage").after(paper);
  }

  function listen() {
    const onClick = { "zoom-in": () => zoom(1.3), "zoom-out": () => zoom(1 / 1.3), fit, reset: takeHome,
      print: () => window.print(), close: () => select(null, { focus: true }) };
    for (const [id, action] of Object.entries(onClick)) byId(id).addEventListener("click", () => action());
    document.addEventListener("click", (event) => {
      const button = event.target.closest(".jump");
      if (!button) return;
      const number = Number(button.dataset.index);
      show(number);
      select(number);
      box.scrollIntoView({ block: "nearest" });
    });
    document.addEventListener("input", filter); // the boxes of the legend belong to the form, but lie outside
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = numbers.find((number) => !shown.faded.has(number));
      if (found === undefined || !byId("search").value.trim()) return;
      show(found);
      select(found);
    });
    box.addEventListener("keydown", onKey);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") select(null, { focus: true });
    });
    window.addEventListener("beforeprint", layOut);
    window.addEventListener("afterprint", () => document.querySelectorAll(".paper").forEach((paper) => paper.remove()));
    let reported = false; // an observer reports once at the start, too
    new ResizeObserver(() => {
      if (reported && shown.selected === null && !people.some((one) => one.moved)) fit();
      reported = true;
    }).observe(box);
  }

  requestAnimationFrame(() => setTimeout(start));
})();
