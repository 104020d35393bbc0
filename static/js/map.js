// Maps of regions: draws the outlines a page names, with what stands in the rows of the table beside them.
// The table is the whole content; where something fails here, it is still there.
(() => {
  "use strict";

  const RUNNING = new WeakSet();

  /** What the table says of each region: key -> {name, text, step, href}. */
  const readTable = (figure) => {
    const found = new Map();
    for (const row of figure.parentElement.querySelectorAll("tr[data-region]")) {
      const link = row.querySelector("th a");
      found.set(row.dataset.region, {
        name: row.querySelector("th").textContent.trim(),
        text: row.querySelector("td").textContent.trim(),
        step: row.dataset.step,
        href: link ? link.href : "",
      });
    }
    return found;
  };

  /** Makes a drawn region a link: by mouse, by touch, by keyboard, with a name for those who do not see it. */
  const lead = (layer, told, unit) => {
    const path = layer.getElement();
    path.setAttribute("aria-label", `${told.name}: ${told.text} ${unit}`);
    path.setAttribute("role", told.href ? "link" : "img");
    if (!told.href) return;
    path.setAttribute("tabindex", "0");
    const open = () => location.assign(told.href);
    layer.on("click", open);
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") open();
    });
  };

  const draw = async (figure) => {
    if (RUNNING.has(figure) || typeof L === "undefined") return;
    RUNNING.add(figure);
    const ground = figure.querySelector(".ql-map__ground");
    const table = readTable(figure);
    const unit = figure.parentElement.querySelector("thead th:last-child").textContent.trim();
    let outlines;
    try {
      const answer = await fetch(figure.dataset.outlines, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      outlines = await answer.json();
    } catch {
      figure.querySelector(".ql-map__failed").hidden = false;
      return;
    }
    ground.hidden = false;
    figure.querySelector(".ql-map__legend").hidden = false;
    const map = L.map(ground, {
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      // The page scrolls with the wheel and with one finger; the map moves with its buttons and the arrow keys.
      scrollWheelZoom: false,
      dragging: !L.Browser.mobile,
      fadeAnimation: false,
      zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    L.control.zoom({ zoomInTitle: "Karte vergrößern", zoomOutTitle: "Karte verkleinern" }).addTo(map);
    const regions = L.geoJSON(outlines, {
      filter: (feature) => table.has(feature.properties.key),
      style: (feature) => ({ className: `ql-map__area ql-map__area--${table.get(feature.properties.key).step}` }),
    });
    map.fitBounds(regions.getBounds(), { animate: false, padding: [8, 8] });
    regions.addTo(map);
    regions.eachLayer((layer) => {
      const told = table.get(layer.feature.properties.key);
      lead(layer, told, unit);
      // As an element: a string would be read as HTML.
      const tip = document.createElement("span");
      tip.textContent = `${told.name}: ${told.text} ${unit}`;
      layer.bindTooltip(tip, { sticky: true, className: "ql-map__tip" });
      // A ring of its own: brought to the front, the region itself would lose the focus.
      const ring = L.geoJSON(layer.feature, { interactive: false, style: { className: "ql-map__ring" } });
      layer.getElement().addEventListener("focus", () => {
        if (!layer.getElement().matches(":focus-visible")) return;
        ring.addTo(map);
        layer.openTooltip();
      });
      layer.getElement().addEventListener("blur", () => {
        ring.remove();
        layer.closeTooltip();
      });
    });
    // Numbers stand on the map, so that nobody needs the shades to read it.
    regions.eachLayer((layer) => {
      const number = document.createElement("span");
      number.textContent = table.get(layer.feature.properties.key).text;
      L.tooltip(layer.getCenter ? layer.getCenter() : layer.getBounds().getCenter(), {
        content: number, permanent: true, direction: "center", className: "ql-map__number",
      }).addTo(map);
    });
    // The list beside it grows or the window turns: the map keeps its place.
    new ResizeObserver(() => map.invalidateSize()).observe(ground);
  };

  const drawAll = () => document.querySelectorAll("[data-map]").forEach(draw);
  document.addEventListener("DOMContentLoaded", drawAll);
  document.addEventListener("htmx:afterSettle", drawAll);
})();
