// The marks of the map of visits, each with a card that says the same as the list, in the same order. folium makes the
// layers and the frame of the cards; what stands in them is made here, because folium would set texts as HTML.
const mapVisits = (() => {
  "use strict";
  const { day, element, filled, hours, number, picture, say } = mapParts;
  const CLOSE = 13; // the map goes no closer to a single visit by itself
  const SIDE = 44; // pixels: a finger is as wide
  const KINDS = ["today", "week", "later", "over", "cancelled"]; // the soonest first
  let words = {};
  let sprite = "";
  let page = "";

  // An icon that carries its own name, so that a mark can be reached and understood without seeing it.
  const Mark = L.DivIcon.extend({
    createIcon(old) {
      const made = L.DivIcon.prototype.createIcon.call(this, old);
      made.setAttribute("aria-label", this.options.label);
      return made;
    },
  });
  const iconOf = (kind, html, label) =>
    new Mark({ className: `mark mark-${kind}`, html, label, iconSize: [SIDE, SIDE], popupAnchor: [0, -SIDE / 4] });

  // Gathered marks stand where their group began, not in their middle: groups begin apart, middles can meet.
  const countAgain = L.MarkerCluster.prototype._recalculateBounds;
  L.MarkerCluster.include({
    _recalculateBounds() {
      countAgain.call(this);
      if (this._cLatLng) this._latlng = this._wLatLng = this._cLatLng;
    },
  });

  // A mark at the edge is moved into sight for who comes by keyboard; under a pressed finger it would slip away unopened.
  const comeIntoSight = L.Marker.prototype._panOnFocus;
  L.Marker.include({
    _panOnFocus() {
      if (this._icon.matches(":focus-visible")) comeIntoSight.call(this);
    },
  });

  // A group shows the soonest of its visits, and its name says how many there are of each kind.
  const gathered = (group) => {
    const kinds = group.getAllChildMarkers().map((one) => one.kind);
    const counts = KINDS.map((kind) => [kind, kinds.filter((one) => one === kind).length]).filter(([, count]) => count);
    const told = counts.map(([kind, count]) => filled(words.kinds[kind], { number: number(count) })).join(", ");
    const count = number(kinds.length);
    const face = element("div");
    face.append(element("span", "", count));
    face.appendChild(element("i", `mark-${counts[0][0]}`)).append(picture(sprite, `m-${counts[0][0]}`));
    return iconOf("many", face, filled(words.gathered, { number: count, kinds: told }));
  };

  const time = (one) => `${day(one.day)}, ${hours(one.hours)}`;
  // That a visit is planned is said by its day: a state is named where it says more.
  const stateWord = (visit) => {
    if (visit.word === "scheduled") return "";
    return visit.when === "over" && visit.word === "waiting" ? words.past : words.states[visit.word];
  };

  const venueLine = (visit) => {
    const ofDistrict = visit.place === `Kecamatan ${visit.district}`;
    const parts = [visit.venue, visit.village, ofDistrict ? "" : filled(words.district, { name: visit.district })];
    return parts.filter((part) => part && part !== visit.place).join(", ");
  };

  const former = (plan, template) => {
    const what = plan ? [plan.day ? time(plan) : "", plan.place].filter(Boolean).join(", ") : "";
    return what ? filled(template, { what }) : "";
  };

  // The reason of a cancellation, or what a moved visit was at first and before.
  const sentence = (visit) => {
    if (visit.when === "cancelled") return visit.reason;
    return [former(visit.first, words.first), former(visit.was, words.was)].filter(Boolean).join(" ");
  };

  const serviceNames = (visit) => {
    if (visit.when === "cancelled") return "";
    return [...new Set(visit.services.map((code) => words.services[code] || code))].join(", ");
  };

  const card = ({ id, properties: visit }) => {
    const box = element("div", "map-card");
    const line = (className, text) => (text ? box.appendChild(element("p", className, text)) : null);
    const link = element("a", "", visit.place);
    link.href = page.replace("00000000", encodeURIComponent(id));
    link.target = "_top";
    box.appendChild(element("p", "visit-name")).append(link);
    line("visit-place", venueLine(visit));
    if (visit.office !== words.site) line("visit-place", visit.office);
    line(visit.when === "cancelled" ? "visit-hours is-off" : "visit-hours", time(visit));
    if (stateWord(visit)) {
      const state = box.appendChild(element("p")).appendChild(element("span", `state is-${visit.word}`));
      state.append(picture(sprite, `s-${visit.word}`), ` ${stateWord(visit)}`);
    }
    line("small", sentence(visit));
    line("visit-place", serviceNames(visit));
    return box;
  };

  const markOf = ({ properties: visit }, point) => {
    const shape = element("span");
    shape.append(picture(sprite, `m-${visit.when}`));
    if (visit.moved) shape.append(picture(sprite, "s-moved"));
    const label = [visit.place, time(visit), stateWord(visit)].filter(Boolean).join(", ");
    const made = L.marker(point, { icon: iconOf(visit.when, shape, label), riseOnHover: true });
    made.kind = visit.when;
    return made;
  };

  const enter = (popup) => popup.getElement().querySelector("a").focus({ preventScroll: true });

  // What a keyboard needs: into the card when it opens, out of it with Escape, back to the mark.
  const helpKeyboards = (map) => {
    let opened = null;
    let byKey = false;
    map.on("popupopen", ({ popup }) => {
      opened = popup;
      popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", words.shut);
      if (byKey) enter(popup);
    });
    map.getContainer().addEventListener("pointerdown", () => (byKey = false), true);
    map.getContainer().addEventListener("keydown", () => (byKey = true), true);
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !opened || !opened.isOpen()) return;
      const icon = opened._source && opened._source.getElement();
      map.closePopup();
      (icon || map.getContainer()).focus();
    });
  };

  // "Tunjukkan di peta" in the list leads to the visit's id behind the # of this page.
  const openNamed = (group, marks) => {
    const found = marks.getLayers().find(({ feature }) => feature.id === location.hash.slice(1));
    if (!found) return;
    mapGround.settle();
    group.zoomToShowLayer(found, () => {
      found.openPopup();
      enter(found.getPopup());
    });
  };

  // The map opens on the region that is asked for. Marks beyond its edge are counted, and a button shows them.
  const offerAll = (map, marks, frame) => {
    const outside = marks.getLayers().filter((mark) => !map.getBounds().contains(mark.getLatLng())).length;
    const button = document.getElementById("semua");
    button.hidden = !outside;
    button.addEventListener("click", () => {
      mapGround.settle();
      map.fitBounds(marks.getBounds(), { padding: frame.options.autoPanPadding, maxZoom: CLOSE, animate: false });
      say(filled(words.shown, { number: number(marks.getLayers().length) }));
      button.hidden = true;
    });
    return outside;
  };

  const draw = async (map, group, marks, frame, options) => {
    ({ words, sprite, page } = options);
    helpKeyboards(map);
    window.addEventListener("hashchange", () => openNamed(group, marks));
    say(words.loading);
    try {
      const answer = await fetch(options.data);
      if (!answer.ok) throw new Error(answer.status);
      const visits = await answer.json();
      marks.addData(visits);
      marks.eachLayer((one) => one.bindPopup(() => card(one.feature), frame.options));
      const count = marks.getLayers().length;
      group.addLayers(marks.getLayers());
      const outside = offerAll(map, marks, frame);
      const sentence = visits.more ? words.more : outside ? words.outside : count ? words.shown : words.none;
      say(filled(sentence, { number: number(count), outside: number(outside) }));
      map.invalidateSize({ pan: false }); // the bar may have grown: not later, while the map zooms to a visit
      openNamed(group, marks);
    } catch (error) {
      say(words.failed);
    }
  };

  return { draw, gathered, markOf };
})();
