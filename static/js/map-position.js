// "Posisi saya": the phone's own position on the map of visits. It is asked for only when the button is pressed and goes nowhere.
const mapPosition = (() => {
  "use strict";
  const { say } = mapParts;
  const CLOSE = 13;

  const offer = (map, here, { words }) => {
    const button = document.getElementById("posisi");
    button.hidden = false;

    const show = ({ coords }) => {
      const point = [coords.latitude, coords.longitude];
      mapGround.settle();
      here.clearLayers();
      L.circle(point, { radius: coords.accuracy, interactive: false, className: "here-around" }).addTo(here);
      L.circleMarker(point, { radius: 8, interactive: false, className: "here" }).addTo(here);
      map.setView(point, Math.max(map.getZoom(), CLOSE));
      say(words.here);
    };
    const refuse = (error) => say(error.code === error.PERMISSION_DENIED ? words.refused : words.failed);

    button.addEventListener("click", () => {
      if (!window.isSecureContext || !navigator.geolocation) return say(words.insecure);
      say(words.asking);
      navigator.geolocation.getCurrentPosition(show, refuse, { timeout: 15000, maximumAge: 300000 });
    });
  };

  return { offer };
})();
