// Pieces that the parts of the map of visits share: elements whose words are set as text, pictures, days and hours.
const mapParts = (() => {
  "use strict";
  if (window.parent !== window) document.body.classList.add("is-framed"); // the page around it says the rest
  const english = document.documentElement.lang === "en";
  const calendar = new Intl.DateTimeFormat(english ? "en-GB" : "id", {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });

  const element = (name, className = "", text = "") => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  const picture = (sprite, name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `icon ${name}`);
    svg.setAttribute("aria-hidden", "true");
    svg.appendChild(document.createElementNS(svg.namespaceURI, "use")).setAttribute("href", `${sprite}#${name}`);
    return svg;
  };

  // "Menampilkan {number} kunjungan" with its values.
  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  const day = (text) => {
    const parts = calendar.formatToParts(new Date(`${text}T00:00:00Z`)).map(({ type, value }) => [type, value]);
    const { weekday, day: number, month, year } = Object.fromEntries(parts);
    return `${weekday}, ${number} ${month} ${year}`;
  };
  const hours = (text) => (english ? text.replace(/(\d\d)\.(\d\d)/g, "$1:$2") : text);
  const number = (value) => value.toLocaleString(english ? "en" : "id");

  const say = (text) => {
    document.getElementById("kabar").textContent = text;
  };

  return { day, element, filled, hours, number, picture, say };
})();
