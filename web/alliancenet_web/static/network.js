"use strict";
// Draws and filters the network from the data block of the page. One painter writes to the canvas and to SVG files.
(() => {
  const canvas = document.getElementById("drawing");
  const block = document.getElementById("drawing_data");
  if (!canvas || !block) return;
  const started = performance.now();
  const data = JSON.parse(block.textContent);
  const nodes = data.nodes, edges = data.edges;
  const byId = (id) => document.getElementById(id);
  const facets = byId("facets"), search = byId("q");
  const radius = Math.max(3, Math.min(7, data.step / 4.5));
  const ties = nodes.map(() => []);
  edges.forEach((edge, place) => { ties[edge[0]].push(place); ties[edge[1]].push(place); });
  const overlays = new Map(data.overlays.map((one) => [one.id, one]));
  const whole = nodes.filter((one) => !one.gone).length;
  const heading = byId("story").textContent;
  const TIES = { across: (e) => e[5], core: (e) => e[4], weekly: (e) => e[2] >= 4 };
  const PALETTES = [["#2457d6", "#c25700", "#0b6b4f", "#7a3f6b", "#865400", "#b3261e", "#4a5464", "#008296"], ["#86a9ff", "#f0a35e", "#67d3aa", "#dd9fc5", "#f1bf62", "#ff9b91", "#a9b3c1", "#6fd3df"]];
  let palette = PALETTES[0];
  const opened = new URL(window.location.href).search;
  const state = { overlay: "", colour: "", by: "", frame: -1, person: -1, hover: -1, scale: 1, x: 0, y: 0, people: new Uint8Array(nodes.length), pairs: new Uint8Array(edges.length) };
  let ink = {};

  function colours() {
    palette = PALETTES[window.matchMedia("(prefers-color-scheme: dark)").matches ? 1 : 0];
    const style = getComputedStyle(document.documentElement);
    ink = Object.fromEntries(["card", "ink", "quiet", "line", "soft", "accent", "bad", "good", "none"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  // ---- what is shown: facets and kind of tie, read from the form, which mirrors the address
  function checked(name) {
    return new Set([...facets.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value));
  }

  function choose() {
    const wanted = ["firm", "level", "function", "site", "place"].map((name) => [name, checked(name)]).filter(([, set]) => set.size);
    const kinds = [...checked("tie")].map((kind) => TIES[kind]);
    nodes.forEach((node, place) => { state.people[place] = wanted.every(([name, set]) => set.has(node[name])) ? 1 : 0; });
    let pairs = 0;
    edges.forEach((edge, place) => {
      const shown = state.people[edge[0]] && state.people[edge[1]] && kinds.every((holds) => holds(edge));
      state.pairs[place] = shown ? 1 : 0;
      pairs += shown ? 1 : 0;
    });
    const people = nodes.reduce((sum, node, place) => sum + (state.people[place] && !node.gone ? 1 : 0), 0);
    const some = (count, all) => (count === all ? String(count) : `${count} of ${all}`);
    const filtered = people < whole || pairs < edges.length;
    const overlay = overlays.get(state.overlay);
    const lines = overlay ? overlay.lines.filter(([one, two]) => state.people[one] && state.people[two]).length : 0;
    const story = filtered && overlay && overlay.lines.length ? `, ${some(lines, overlay.lines.length)} ${overlay.lines.length === 1 ? "line" : "lines"} of the heading, which tells of everybody` : "";
    byId("shown").textContent = `${filtered ? "filtered: " : ""}${some(people, whole)} ${whole === 1 ? "person" : "people"}, ${some(pairs, edges.length)} ${edges.length === 1 ? "pair" : "pairs"} in contact${story}`;
  }

  // who left is seen where a story or a wave tells of them
  function seen(place) {
    if (!state.people[place]) return false;
    if (state.frame >= 0) return data.frames[state.frame].seen.has(place);
    return !nodes[place].gone || (state.overlay !== "" && overlays.get(state.overlay).people.includes(place));
  }

  function colourOf(node) {
    if (!state.colour) return "";
    const values = [...new Set(nodes.map((one) => one[state.colour]))].sort();
    return palette[values.indexOf(node[state.colour]) % palette.length];
  }

  function sizeOf(place) {
    if (!state.by) return radius;
    const count = ties[place].filter((tie) => state.by === "all" || edges[tie][5]).length;
    return radius * Math.min(2.2, 0.6 + Math.sqrt(count) / 3);
  }

  // ---- the picture
  function canvasPen(context) {
    return {
      line(x1, y1, x2, y2, colour, width, opacity, dash) {
        context.globalAlpha = opacity;
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.setLineDash(dash ? [5, 4] : []);
        context.beginPath(); context.moveTo(x1, y1); context.lineTo(x2, y2); context.stroke();
      },
      dot(x, y, r, fill, rim, width, opacity) {
        context.globalAlpha = opacity;
        context.setLineDash([]);
        context.beginPath(); context.arc(x, y, r, 0, 2 * Math.PI);
        context.fillStyle = fill; context.fill();
        context.strokeStyle = rim; context.lineWidth = width; context.stroke();
      },
      band(x, y, w, h, fill) {
        context.globalAlpha = 1; context.fillStyle = fill;
        context.beginPath(); context.roundRect(x, y, w, h, 8); context.fill();
      },
      text(x, y, text, colour, size, weight, align) {
        context.globalAlpha = 1;
        context.font = `${weight} ${size}px system-ui, "DejaVu Sans", sans-serif`;
        context.textAlign = align; context.lineJoin = "round";
        context.strokeStyle = ink.card; context.lineWidth = 3; context.setLineDash([]);
        context.strokeText(text, x, y);
        context.fillStyle = colour; context.fillText(text, x, y);
      },
    };
  }

  function svgPen(parts) {
    const safe = (text) => String(text).replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
    return {
      line: (x1, y1, x2, y2, colour, width, opacity, dash) => parts.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${width}" opacity="${opacity}"${dash ? ' stroke-dasharray="5 4"' : ""}/>`),
      dot: (x, y, r, fill, rim, width, opacity) => parts.push(`<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" stroke="${rim}" stroke-width="${width}" opacity="${opacity}"/>`),
      band: (x, y, w, h, fill) => parts.push(`<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="8" fill="${fill}"/>`),
      text: (x, y, text, colour, size, weight, align) => parts.push(`<text x="${x}" y="${y}" fill="${colour}" stroke="${ink.card}" stroke-width="3" paint-order="stroke" font-family="system-ui, sans-serif" font-size="${size}" font-weight="${weight}" text-anchor="${{ left: "start", center: "middle", right: "end" }[align]}">${safe(text)}</text>`),
    };
  }

  function paint(pen) {
    const overlay = overlays.get(state.overlay);
    const focus = state.hover >= 0 ? state.hover : state.person;
    const near = focus < 0 ? null : new Set([focus, ...ties[focus].filter((place) => state.pairs[place]).flatMap((place) => edges[place].slice(0, 2))]);
    const told = overlay ? new Set([...overlay.people, ...overlay.lines.flat()]) : null;
    for (const [title, top, bottom] of data.bands) {
      pen.band(0, top, data.width, bottom - top, ink.soft);
      pen.text(10, top + 15, title, ink.quiet, 11, 400, "left");
    }
    const frame = state.frame >= 0 ? data.frames[state.frame] : null;
    (frame ? frame.edges : edges).forEach((edge, place) => {
      if (frame ? !(seen(edge[0]) && seen(edge[1])) : !state.pairs[place]) return;
      const one = nodes[edge[0]], two = nodes[edge[1]];
      const mine = focus >= 0 && (edge[0] === focus || edge[1] === focus);
      let opacity = edge[5] ? 0.55 : 0.22;
      if (focus >= 0) opacity = mine ? 0.9 : 0.05;
      else if (overlay && !frame) opacity = 0.1;
      pen.line(one.x, one.y, two.x, two.y, edge[5] ? ink.accent : ink.quiet, mine ? 1.6 : edge[5] ? 1.1 : 0.8, opacity, edge[3] > 0);
    });
    if (overlay && !frame) {
      const lost = overlay.id !== "bridge" && overlay.id !== "onesided";
      for (const [from, to] of overlay.lines) {
        if (!state.people[from] || !state.people[to]) continue;
        const dim = focus >= 0 && from !== focus && to !== focus;
        pen.line(nodes[from].x, nodes[from].y, nodes[to].x, nodes[to].y, lost ? ink.bad : ink.accent, 1.8, dim ? 0.12 : 0.85, lost || overlay.id === "onesided");
      }
      for (const [x1, y1, x2, y2, text] of overlay.ghosts) {
        pen.line(x1, y1, x2, y2, ink.bad, 2.4, 0.9, true);
        pen.text((x1 + x2) / 2, (y1 + y2) / 2 - 6, text, ink.bad, 12, 600, "center");
      }
    }
    nodes.forEach((node, place) => {
      if (!seen(place)) return;
      const dim = near ? !near.has(place) : told && told.size && !frame ? !told.has(place) : false;
      const strong = place === state.person || (told && overlay.people.includes(place));
      const r = strong && !frame ? sizeOf(place) * 1.35 : sizeOf(place);
      const tint = colourOf(node);
      const opacity = dim ? 0.28 : 1;
      // the firm keeps its colour whatever is chosen: filled is ours, hollow theirs
      const gone = node.gone && !frame;
      const own = node.side === 0 && !gone;
      pen.dot(node.x, node.y, r, own ? tint || ink.accent : ink.card, gone ? ink.bad : tint || (own ? ink.accent : ink.ink), tint && !own ? 2.6 : 1.6, opacity);
      if (node.side > 1 && !gone) pen.dot(node.x, node.y, r / 3, ink.ink, ink.ink, 0, opacity);
      if (place === state.person) pen.dot(node.x, node.y, r + 4, "transparent", ink.ink, 2, 1);
    });
    label(pen, near, told, overlay);
  }

  function label(pen, near, told, overlay) {
    const taken = [];
    const size = 11 / Math.max(1, Math.min(state.scale, 2));
    const rank = (place) => (place === state.person || place === state.hover ? 0 : overlay && overlay.people.includes(place) ? 1 : near && near.has(place) ? 2 : nodes[place].key ? 3 : 4);
    const crowded = whole > 60 && state.scale < 1.8;
    const order = nodes.map((_, place) => place).filter(seen).sort((a, b) => rank(a) - rank(b));
    let written = 0;
    for (const place of order) {
      const importance = rank(place), node = nodes[place];
      if ((importance > 3 && crowded) || (near && importance > 2) || (told && told.size && !near && importance > 1) || written > 120) continue;
      const wide = node.label.length * size * 0.56, box = [node.x - wide / 2, node.y - radius - 4 - size, node.x + wide / 2, node.y - radius - 2];
      if (importance > 0 && taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      taken.push(box); written += 1;
      pen.text(node.x, node.y - radius - 4, node.label, ink.ink, size, importance < 2 ? 650 : 400, "center");
    }
  }

  function size() {
    const wide = canvas.parentElement.clientWidth;
    const high = Math.max(260, Math.min(wide * data.height / data.width, 900));
    const dense = window.devicePixelRatio || 1;
    canvas.width = Math.round(wide * dense); canvas.height = Math.round(high * dense);
    state.fit = Math.min(wide / data.width, high / data.height);
    state.dense = dense;
  }

  function draw() {
    const from = performance.now();
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = ink.card; context.fillRect(0, 0, canvas.width, canvas.height);
    const zoom = state.fit * state.scale * state.dense;
    context.setTransform(zoom, 0, 0, zoom, state.x * state.dense, state.y * state.dense);
    paint(canvasPen(context));
    canvas.dataset.redrawn = String(Math.round((performance.now() - from) * 10) / 10);
  }

  let waiting = 0;
  function later() { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; draw(); }); }

  function zoomBy(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    const scale = Math.max(0.5, Math.min(12, state.scale * factor)), ratio = scale / state.scale;
    state.x = x - (x - state.x) * ratio; state.y = y - (y - state.y) * ratio; state.scale = scale;
    later();
  }
  function fit() { state.scale = 1; state.x = 0; state.y = 0; later(); }
  function centre(place) {
    if (state.scale < 1.6) state.scale = 1.6;
    const zoom = state.fit * state.scale;
    state.x = canvas.clientWidth / 2 - nodes[place].x * zoom; state.y = canvas.clientHeight / 2 - nodes[place].y * zoom;
  }

  function under(event) {
    const box = canvas.getBoundingClientRect(), zoom = state.fit * state.scale;
    const x = (event.clientX - box.left - state.x) / zoom, y = (event.clientY - box.top - state.y) / zoom;
    let best = -1, least = (radius + (event.pointerType === "touch" ? 14 : 4) / zoom) ** 2 * 2;
    nodes.forEach((node, place) => {
      const away = (node.x - x) ** 2 + (node.y - y) ** 2;
      if (away < least && seen(place)) { least = away; best = place; }
    });
    return best;
  }

  // ---- the panel beside
  function fill(list, entries, make) { list.replaceChildren(...entries.map((entry, place) => make(entry, place))); }
  function element(name, text) { const made = document.createElement(name); made.textContent = text; return made; }

  function panel() {
    const node = nodes[state.person];
    byId("ways").hidden = !node;
    byId("who").textContent = node ? node.label : "Nobody chosen";
    byId("hint").hidden = Boolean(node);
    byId("facts").replaceChildren(...(node ? node.facts.flatMap(([title, text]) => [element("dt", title), element("dd", text)]) : []));
    fill(byId("concerns"), node ? node.findings : [], ([code, title]) => { const item = document.createElement("li"); const link = element("a", title || code); link.href = `/finding/${encodeURIComponent(code)}`; item.append(link); return item; });
    byId("breaks").textContent = node ? breaks(state.person) : "";
    if (node) { const way = byId("to_what_if"), to = new URL(way.href); to.search = ""; to.searchParams.set("leaves", node.label); way.href = to.href; }
  }

  function breaks(place) {
    const core = ties[place].filter((tie) => edges[tie][4] && edges[tie][5]).length;
    const all = edges.filter((edge) => edge[4] && edge[5]).length;
    const across = (one, without) => ties[one].some((tie) => edges[tie][5] && edges[tie][0] !== without && edges[tie][1] !== without);
    const alone = nodes.filter((_, other) => other !== place && across(other, -1) && !across(other, place)).length;
    const parts = [core ? `${core} of ${all} core ties across are gone` : "no core tie across is lost"];
    if (alone) parts.push(`${alone} ${alone === 1 ? "person loses the" : "people lose their"} last contact across`);
    return `If this person leaves: ${parts.join(", ")}.`;
  }

  function select(place, { centred = false } = {}) {
    state.person = place;
    if (centred && place >= 0) centre(place);
    panel(); remember(); later();
  }

  function overlayOn(id) {
    state.overlay = overlays.has(id) ? id : "";
    document.querySelectorAll("[data-overlay]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.overlay === state.overlay)));
    byId("story").textContent = state.overlay ? overlays.get(state.overlay).sentence : heading;
  }

  // ---- colour and size by an attribute, with what each colour stands for
  function looks(colour, by) {
    const known = (id, value) => [...byId(id).options].some((option) => option.value === value);
    state.colour = known("colour", colour) ? colour : "";
    state.by = known("by", by) ? by : "";
    byId("colour").value = state.colour; byId("by").value = state.by;
    const values = state.colour ? [...new Set(nodes.map((one) => one[state.colour]))].sort() : [];
    byId("colours").hidden = !values.length;
    fill(byId("colours"), values, (value, place) => {
      const item = document.createElement("li");
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      svg.setAttribute("width", "12"); svg.setAttribute("height", "12"); svg.setAttribute("aria-hidden", "true");
      for (const [name, number] of [["cx", 6], ["cy", 6], ["r", 5]]) dot.setAttribute(name, String(number));
      dot.setAttribute("fill", palette[place % palette.length]);
      svg.append(dot); item.append(svg, document.createTextNode(String(value).replaceAll("_", " ") || "not on record"));
      return item;
    });
  }

  // ---- the waves one after the other, everybody at the same place
  let playing = 0;
  function show(frame) {
    state.frame = frame;
    const one = frame >= 0 ? data.frames[frame] : null;
    byId("played").textContent = one ? `${one.title}: ${one.people.length} people, ${one.edges.length} pairs in contact.` : "";
    byId("play").textContent = one ? "Stop" : "Play";
    later();
  }
  function stop() { clearTimeout(playing); playing = 0; if (state.frame >= 0) show(-1); }
  function step(frame) {
    if (frame >= data.frames.length) { stop(); return; }
    show(frame);
    playing = setTimeout(() => step(frame + 1), 1600);
  }
  data.frames.forEach((frame) => { frame.seen = new Set(frame.people); });
  byId("play")?.addEventListener("click", () => (state.frame >= 0 ? stop() : step(0)));
  if (data.frames.length && byId("play")) byId("play").hidden = false;
  for (const id of ["colour", "by"]) byId(id).addEventListener("change", () => { looks(byId("colour").value, byId("by").value); remember(); later(); });

  // ---- the address holds the view
  function remember() {
    const address = new URL(window.location.href), kept = address.searchParams.get("layer");
    const params = new URLSearchParams(new FormData(facets));
    if (kept !== null) params.set("layer", kept);
    if (state.overlay) params.set("show", state.overlay);
    if (state.colour) params.set("colour", state.colour);
    if (state.by) params.set("by", state.by);
    if (state.person >= 0) params.set("person", nodes[state.person].id);
    address.search = params.toString();
    history.replaceState(null, "", address);
    const facet = (search) => new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => ["firm", "level", "function", "site", "place", "tie"].includes(name))).toString();
    byId("tables_differ").hidden = facet(address.search) === facet(opened);
    byId("tables_follow").href = address.href;
    document.querySelectorAll("[data-wave]").forEach((link) => { const to = new URL(link.href); to.search = address.search; link.href = to.href; });
  }

  function recall() {
    const params = new URL(window.location.href).searchParams;
    facets.querySelectorAll("input").forEach((box) => { box.checked = params.getAll(box.name).includes(box.value); });
    overlayOn(params.get("show") ?? "bridge");
    looks(params.get("colour") ?? "", params.get("by") ?? "");
    const wanted = params.get("q") ?? "";
    state.person = nodes.findIndex((node) => node.id === params.get("person") || (wanted && node.label.toLowerCase() === wanted.toLowerCase()));
  }

  function matches(words) {
    const wanted = words.trim().toLowerCase();
    if (!wanted) return [];
    const hits = nodes.map((_, place) => place).filter((place) => !nodes[place].gone && `${nodes[place].label} ${nodes[place].facts.map((fact) => fact[1]).join(" ")}`.toLowerCase().includes(wanted));
    const exact = hits.filter((place) => nodes[place].label.toLowerCase() === wanted);
    return exact.length ? exact : hits;
  }

  function listed() {
    const hits = matches(search.value).slice(0, 25);
    byId("found_title").hidden = !hits.length;
    fill(byId("found"), hits, (place) => {
      const item = document.createElement("li"), button = element("button", nodes[place].label);
      button.type = "button"; button.className = "link";
      button.addEventListener("click", () => select(place, { centred: true }));
      item.append(button); return item;
    });
    return hits;
  }

  byId("find").addEventListener("submit", (event) => {
    const hits = listed();
    if (!hits.length) return; // the server says that nobody is called so
    event.preventDefault();
    select(hits[0], { centred: true });
  });
  search.addEventListener("input", listed);
  facets.addEventListener("change", () => { choose(); remember(); later(); });
  facets.addEventListener("submit", (event) => event.preventDefault());
  byId("forget").addEventListener("click", () => { select(-1); canvas.focus(); });
  document.querySelectorAll("[data-overlay]").forEach((button) => button.addEventListener("click", () => {
    overlayOn(button.dataset.overlay === state.overlay ? "" : button.dataset.overlay); choose(); remember(); later();
  }));
  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => {
    const way = button.dataset.zoom;
    if (way === "in") zoomBy(1.4); else if (way === "out") zoomBy(1 / 1.4); else if (way === "fit") fit();
    else { facets.reset(); facets.querySelectorAll("input").forEach((box) => { box.checked = false; }); overlayOn("bridge"); looks("", ""); stop(); choose(); fit(); select(-1); }
  }));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // the page scrolls
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    zoomBy(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  let drag = null;
  const fingers = new Map();
  let pinch = null;
  function spread() {
    const [one, two] = [...fingers.values()], box = canvas.getBoundingClientRect();
    return { apart: Math.hypot(one.x - two.x, one.y - two.y), x: (one.x + two.x) / 2 - box.left, y: (one.y + two.y) / 2 - box.top };
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    pinch = fingers.size === 2 ? spread() : null;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!pinch || fingers.size !== 2) return;
    const now = spread();
    state.x += now.x - pinch.x; state.y += now.y - pinch.y;
    if (pinch.apart > 0) zoomBy(now.apart / pinch.apart, now.x, now.y);
    pinch = now;
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) canvas.addEventListener(name, (event) => { fingers.delete(event.pointerId); pinch = null; });
  canvas.addEventListener("pointerdown", (event) => { if (event.pointerType !== "touch") drag = { x: event.clientX - state.x, y: event.clientY - state.y, moved: false, startX: event.clientX, startY: event.clientY }; });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return; // a tap chooses, two fingers zoom
    if (drag && event.buttons) {
      drag.moved = drag.moved || Math.hypot(event.clientX - drag.startX, event.clientY - drag.startY) > 4;
      if (drag.moved) { state.x = event.clientX - drag.x; state.y = event.clientY - drag.y; later(); }
      return;
    }
    const place = under(event);
    if (place === state.hover) return;
    state.hover = place;
    canvas.classList.toggle("on-person", place >= 0);
    later();
  });
  canvas.addEventListener("pointerleave", () => { if (state.hover >= 0) { state.hover = -1; later(); } });
  canvas.addEventListener("click", (event) => { if (!drag || !drag.moved) { const place = under(event); select(place === state.person ? -1 : place); } drag = null; });
  canvas.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (move) { state.x += move[0]; state.y += move[1]; later(); }
    else if (event.key === "+" || event.key === "=") zoomBy(1.4);
    else if (event.key === "-") zoomBy(1 / 1.4);
    else if (event.key === "0") fit();
    else if (event.key === "Escape") select(-1);
    else return;
    event.preventDefault();
  });

  // ---- files: the same look, as it is filtered now
  function save(blob, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${window.location.pathname.split("/").slice(2, 4).join("-")}-network.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
  byId("save_svg").addEventListener("click", () => {
    const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${data.width} ${data.height}" width="${data.width}" height="${data.height}"><rect width="100%" height="100%" fill="${ink.card}"/>`];
    paint(svgPen(parts));
    parts.push("</svg>");
    save(new Blob([parts.join("\n")], { type: "image/svg+xml" }), "svg");
  });
  byId("save_png").addEventListener("click", () => canvas.toBlob((blob) => save(blob, "png"), "image/png"));
  byId("save_svg").hidden = false; byId("save_png").hidden = false;

  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { colours(); looks(state.colour, state.by); draw(); });
  new ResizeObserver(() => { size(); later(); }).observe(canvas.parentElement);
  window.addEventListener("popstate", () => { recall(); choose(); panel(); later(); });
  colours(); size(); recall(); choose(); panel(); draw();
  document.querySelectorAll("[data-wave]").forEach((link) => { const to = new URL(link.href); to.search = window.location.search; link.href = to.href; });
  canvas.dataset.milliseconds = String(Math.round(performance.now() - started));
  canvas.dataset.drawn = "yes";
})();
