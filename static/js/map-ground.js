// What the map of visits lies on: outlines and names of districts, and of villages from close by.
const mapGround = (() => {
  "use strict";
  const { element } = mapParts;
  const VILLAGES_FROM = 12; // zoom: closer than this the outlines of villages are fetched
  const DISTRICT_NAMES_FROM = 10;
  const NAMES = "names"; // between the outlines and the marks
  const BELOW_A_MARK = [0, 20];

  // Names stand on the map itself: without tiles they are all there is to find one's way by.
  const outlines = (kind) =>
    L.geoJSON(null, {
      interactive: false,
      style: { className: `boundary boundary-${kind}` },
      onEachFeature: (feature, layer) => {
        const name = element("span", "", feature.properties.name);
        layer.bindTooltip(name, {
          pane: NAMES, permanent: true, direction: "center", offset: BELOW_A_MARK, className: `boundary-name name-${kind}`,
        });
      },
    });

  const read = async (address, layer) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    layer.addData(await answer.json());
  };

  // Each district's villages once, when the map comes close to them.
  const fetchVillages = (map, districts, villages, pattern) => {
    const asked = new Set();
    return () => {
      if (map.getZoom() < VILLAGES_FROM) return;
      districts.eachLayer((district) => {
        const { code } = district.feature.properties;
        if (asked.has(code) || !map.getBounds().intersects(district.getBounds())) return;
        asked.add(code);
        read(pattern.replace("00.00.00", code), villages).catch(() => asked.delete(code));
      });
    };
  };

  const addControls = (map, words) => {
    L.control.zoom({ position: "bottomright", zoomInTitle: words.closer, zoomOutTitle: words.farther }).addTo(map);
    L.control.attribution({ prefix: false, position: "bottomleft" }).addTo(map); // the credit of tiles, where there are any
    map.once("focus click", () => map.scrollWheelZoom.enable()); // until then the wheel moves the page
  };

  const draw = async (map, options) => {
    const frame = map.getContainer();
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", options.words.map);
    map.createPane(NAMES).classList.add("boundary-names");
    addControls(map, options.words);
    new ResizeObserver(() => map.invalidateSize()).observe(frame);
    const [districts, villages] = ["district", "village"].map((kind) => outlines(kind).addTo(map));
    const nameWhatFits = () => {
      frame.classList.toggle("is-near", map.getZoom() >= VILLAGES_FROM);
      frame.classList.toggle("is-far", map.getZoom() < DISTRICT_NAMES_FROM);
    };
    const fetchMore = fetchVillages(map, districts, villages, options.villages);
    map.on("zoomend", nameWhatFits).on("moveend", fetchMore);
    nameWhatFits();
    await read(options.districts, districts).catch(() => {}); // the marks say it all without outlines too
    fetchMore();
  };

  return { draw };
})();
