// How far the work is, without loading the page again; without scripts the page has a link for that.
"use strict";
(() => {
  const place = document.querySelector("[data-state]");
  if (!place) return;
  const look = async () => {
    try {
      const state = await (await fetch(place.dataset.state, { credentials: "same-origin" })).json();
      if (!state.is_working) { window.location.assign(place.dataset.then); return; }
      if (state.progress) place.textContent = state.progress;
    } catch { /* the viewer was stopped for a moment: look again */ }
    window.setTimeout(look, 1000);
  };
  window.setTimeout(look, 700);
})();
