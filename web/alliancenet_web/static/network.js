"use strict";
// Draws the network from the data block of the page. People stand where the audit put them.
(() => {
  const holder = document.getElementById("drawing");
  const block = document.getElementById("drawing_data");
  if (!holder || !block || typeof vis === "undefined") return;
  const data = JSON.parse(block.textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const crowded = data.nodes.length > 60;
  const small = data.nodes.length > 250 ? 0.6 : 1;

  function nodes() {
    const firms = ["--firm-a", "--firm-b", "--firm-c", "--firm-d"].map(colour);
    const paper = colour("--card"), ink = colour("--ink");
    return data.nodes.map((one) => ({
      id: one.id, label: one.label, title: one.title, x: one.x, y: one.y, shape: one.shape,
      size: (one.core ? 11 : 8) * small,
      borderWidth: (one.spanner ? 4 : 2) * small,
      color: {
        border: one.spanner ? ink : firms[one.firm], background: one.core ? firms[one.firm] : paper,
        highlight: { border: ink, background: firms[one.firm] },
      },
      font: { color: ink, size: crowded ? 9 : 13, multi: false },
    }));
  }

  function edges() {
    const soft = colour("--none"), ink = colour("--ink");
    return data.edges.map((one) => ({
      from: one.from, to: one.to, dashes: one.dashes, width: (one.cross ? 1.5 : 0.8) * (crowded ? 0.8 : 1),
      color: { color: one.cross ? ink : soft, opacity: one.cross ? (one.dashes ? 0.5 : 0.8) : (crowded ? 0.3 : 0.5), highlight: ink },
    }));
  }

  const started = performance.now();
  const shape = { nodes: nodes(), edges: edges() };
  const network = new vis.Network(holder, shape, {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false },
    edges: { smooth: false, selectionWidth: 1 },
    nodes: { scaling: { label: { drawThreshold: crowded ? 11 : 4 } } },
    interaction: { hover: true, tooltipDelay: 120, dragNodes: false, zoomSpeed: 0.6 },
  });
  network.once("afterDrawing", () => {
    holder.dataset.milliseconds = String(Math.round(performance.now() - started));
    holder.dataset.drawn = "yes";
  });
  // a click on a person leads where the search leads, so the keyboard misses nothing
  network.on("click", (event) => {
    if (event.nodes.length !== 1) return;
    const address = new URL(window.location.href);
    address.searchParams.delete("q");
    address.searchParams.set("person", event.nodes[0]);
    window.location.assign(address);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    network.setData({ nodes: nodes(), edges: edges() });
  });
})();
