// The small map beside an input for a point: a press or a drag writes the point, typing moves the mark.
// Boundaries are our own; tiles are drawn only where the operator has set a provider.
(() => {
  "use strict";
  const PAIR = /^\s*(-?\d{1,2}\.\d+)\s*[,; ]\s*(\d{2,3}\.\d+)\s*$/;

  const read = (text) => {
    const found = PAIR.exec(text);
    return found ? L.latLng(Number(found[1]), Number(found[2])) : null;
  };

  const drawBoundaries = async (map, frame) => {
    const answer = await fetch(frame.dataset.boundaries);
    if (!answer.ok) return;
    const here = (feature) => feature.properties.code === frame.dataset.village;
    const layer = L.geoJSON(await answer.json(), {
      interactive: false,
      style: (feature) => ({ className: here(feature) ? "boundary is-here" : "boundary" }),
    }).addTo(map);
    layer.eachLayer((village) => {
      if (here(village.feature) && !read(frame.dataset.shown || "")) map.fitBounds(village.getBounds());
    });
  };

  const start = (frame) => {
    const input = document.getElementById(frame.dataset.input);
    frame.hidden = false;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", frame.dataset.label);
    frame.dataset.shown = input.value;
    const point = read(input.value);
    const map = L.map(frame, { zoomControl: false, attributionControl: false, scrollWheelZoom: false });
    L.control.zoom({ zoomInTitle: frame.dataset.in, zoomOutTitle: frame.dataset.out }).addTo(map);
    if (frame.dataset.tiles) {
      L.control.attribution({ prefix: false }).addTo(map);
      const box = document.createElement("span");
      const credit = box.appendChild(document.createElement(frame.dataset.creditUrl ? "a" : "span"));
      credit.textContent = frame.dataset.credit;
      if (frame.dataset.creditUrl) Object.assign(credit, { href: frame.dataset.creditUrl, target: "_blank", rel: "noopener" });
      const referrerPolicy = "strict-origin-when-cross-origin"; // OpenStreetMap refuses whoever does not say who asks
      L.tileLayer(frame.dataset.tiles, { maxZoom: 19, attribution: box.innerHTML, referrerPolicy }).addTo(map);
    }
    map.setView(point || read(frame.dataset.centre), point ? 14 : 13);
    const mark = L.marker(point || read(frame.dataset.centre), { draggable: true, keyboard: false, alt: frame.dataset.marker });
    if (point) mark.addTo(map);
    const write = (at) => {
      input.value = `${at.lat.toFixed(5)}, ${at.lng.toFixed(5)}`;
      mark.setLatLng(at).addTo(map);
    };
    map.on("click", (event) => write(event.latlng));
    mark.on("dragend", () => write(mark.getLatLng()));
    input.addEventListener("input", () => {
      const typed = read(input.value);
      if (typed) {
        mark.setLatLng(typed).addTo(map);
        map.panTo(typed);
      }
    });
    new ResizeObserver(() => map.invalidateSize()).observe(frame);
    drawBoundaries(map, frame);
  };

  const startAll = (part) => part.querySelectorAll("[data-point-map]").forEach(start);
  startAll(document);
  document.addEventListener("part-loaded", (event) => startAll(event.detail));
})();
