// What the map of visits lies on: outlines and names of districts, and of villages from close by. The layers are folium's.
const mapGround = (() => {
  "use strict";
  const { element } = mapParts;
  const VILLAGES_FROM = 12; // zoom: closer than this the outlines of villages are fetched
  const DISTRICT_NAMES_FROM = 9;
  const BELOW_A_MARK = [0, 20];

  // Names stand on the map itself: without tiles they are all there is to find one's way by. folium would set them as HTML.
  const named = (kind) => ({ properties }, layer) =>
    layer.bindTooltip(element("span", "", properties.name), {
      pane: "names", permanent: true, direction: "center", offset: BELOW_A_MARK, className: `boundary-name name-${kind}`,
    });

  // Names that would lie on others are left out until the map comes closer.
  const thinOut = (frame) => {
    const taken = [];
    for (const name of frame.querySelectorAll(".boundary-name")) {
      const box = name.getBoundingClientRect();
      if (!box.width) continue; // not a name of this zoom
      const free = taken.every((one) =>
        box.left > one.right || box.right < one.left || box.top > one.bottom || box.bottom < one.top);
      if (free) taken.push(box);
      name.classList.toggle("is-crowded", !free);
    }
  };

  // While nobody has moved the map, it shows its region whole, however large its frame becomes.
  let settled = false;
  const settle = () => (settled = true);

  // What was asked for stands out.
  let asked = [];
  const mark = (place) => {
    const { code } = place.feature.properties;
    if (asked.includes(code) && place.getElement()) place.getElement().classList.add("is-asked");
  };

  // folium would fetch the boundaries on the server, or need jQuery.
  const read = async (map, address, layer) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    layer.addData(await answer.json());
    layer.eachLayer(mark);
    thinOut(map.getContainer());
  };

  // Each district's villages once, when the map comes close to them.
  const fetchVillages = (map, districts, villages, pattern) => {
    const asked = new Set();
    return () => {
      if (map.getZoom() < VILLAGES_FROM || !map.hasLayer(villages)) return;
      districts.eachLayer((district) => {
        const { code } = district.feature.properties;
        if (asked.has(code) || !map.getBounds().intersects(district.getBounds())) return;
        asked.add(code);
        read(map, pattern.replace("00.00.00", code), villages).catch(() => asked.delete(code));
      });
    };
  };

  const draw = async (map, districts, villages, options) => {
    const frame = map.getContainer();
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", options.label);
    map.once("focus click", () => map.scrollWheelZoom.enable()); // until then the wheel moves the page
    for (const touch of ["pointerdown", "keydown", "wheel"]) frame.addEventListener(touch, settle);
    new ResizeObserver(() => {
      map.invalidateSize({ pan: false });
      if (!settled && options.frame) map.fitBounds(options.frame, { animate: false });
    }).observe(frame);
    const nameWhatFits = () => {
      frame.classList.toggle("is-near", map.getZoom() >= VILLAGES_FROM);
      frame.classList.toggle("is-far", map.getZoom() < DISTRICT_NAMES_FROM);
      thinOut(frame);
    };
    ({ asked } = options);
    const fetchMore = fetchVillages(map, districts, villages, options.villages);
    map.on("zoomend", nameWhatFits).on("moveend overlayadd", fetchMore);
    nameWhatFits();
    await read(map, options.districts, districts).catch(() => {}); // the marks say it all without outlines too
    fetchMore();
  };

  // The choice of layers stands below the map: on it, it would cover an open card.
  const offerLayers = (control) => document.getElementById("posisi").before(control.getContainer());

  return { draw, named, offerLayers, settle };
})();
