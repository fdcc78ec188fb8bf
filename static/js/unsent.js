// Says on a visit's other pages how much of what was tapped the server does not have yet; only the tiles' page sends.
import { kept } from "./outbox.js";

const notice = document.querySelector("[data-unsent]");
const figure = new Intl.NumberFormat(document.documentElement.lang);

function show() {
  const items = kept(notice.dataset.store);
  const refused = items.filter((item) => item.refused).length;
  const said = [
    [notice.dataset.waiting, items.length - refused],
    [notice.dataset.refused, refused],
  ].filter(([, count]) => count);
  notice.hidden = !said.length;
  notice.querySelector("b").textContent = said.map(([words, count]) => words.replace("{count}", figure.format(count))).join(" ");
}

addEventListener("pageshow", show); // also when the browser brings the page back as it was
show();
