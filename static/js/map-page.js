// The page with the map and the list: where there is room the map is open from the start; "Tunjukkan di peta" opens the map
// at one visit. Without this script the map opens by a tap on its heading.
(() => {
  "use strict";
  const box = document.getElementById("peta");
  const frame = box.querySelector("iframe");
  if (matchMedia("(min-width: 64rem)").matches) box.open = true;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.on-map");
    if (!link) return;
    event.preventDefault();
    box.open = true;
    frame.scrollIntoView({ block: "nearest" });
    // Once the map is there its address is replaced, so that "back" leads to the page before.
    if (frame.contentWindow.location.href === "about:blank") frame.src = link.href;
    else frame.contentWindow.location.replace(link.href);
  });
})();
