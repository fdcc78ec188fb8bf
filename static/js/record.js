// Counting on the phone: a tile opens its sheet, a press on an outcome goes into the outbox, figures change at once.
// Without this script the same links and buttons lead to pages of their own.
import { holdsIdentityNumber } from "./identity-number.js";
import { LastTap } from "./last-tap.js";
import { Outbox } from "./outbox.js";
import { numberOf, showNumbers } from "./stepper.js";

const SHORTEST_REASON = 3;
const ASK_MS = 2000; // how long taking back waits for the server's word
const SETTLED_MS = 400; // the second half of a double tap lands on whatever has come under the finger,
const THUMB_PX = 40; // at the same place: a quick tap elsewhere is meant
const NOTHING_ISSUED = /^(NOT_SERVED_|RETURNED_|REFERRED)/;
const box = document.querySelector("[data-outbox]");
const sheets = new Map([...document.querySelectorAll("dialog[data-sheet]")].map((sheet) => [sheet.dataset.sheet, sheet]));
const figure = new Intl.NumberFormat(document.documentElement.lang);
let counted = readCounts(); // what the server has counted: service, outcome, requests
let finger = { x: 0, y: 0 }; // where the last tap was
let changed = { time: -SETTLED_MS, ...finger }; // when a sheet came up or went down, and under which tap
let state = box.dataset.state; // of the visit, as far as this page has heard
let leaving = false; // to sign in: what is kept is sent afterwards
const arrived = new Set(); // stored since the server was last asked for its figures

const outbox = new Outbox({
  store: box.dataset.store,
  results: box.dataset.results,
  me: box.dataset.me,
  account: Number(box.dataset.account),
  token: document.querySelector("meta[name=csrf-token]").content,
  stored: (entry) => {
    arrived.add(entry.id);
    if (!waitsForHead()) add(counted, entry);
  },
  refresh: async () => {
    const sums = await askServer();
    counted = sums.requests;
    if (waitsForHead()) lastTap.waits(arrived);
    arrived.clear();
  },
});
const lastTap = new LastTap(document.querySelector("[data-undo]"), {
  late: isLate,
  ask: () => askServer(AbortSignal.timeout(ASK_MS)),
  correct: (entry, label) => outbox.add(entry, label),
  newId,
});

// The server's figures, and the state of the visit.
async function askServer(signal) {
  const answer = await fetch(box.dataset.totals, { signal });
  if (!answer.ok) throw new Error(answer.status);
  const sums = await answer.json();
  state = sums.state;
  showState();
  return sums;
}

// The state of the visit may have changed since the page was loaded.
function showState() {
  for (const one of document.querySelectorAll("[data-while]")) one.hidden = one.dataset.while !== state;
  const badge = document.querySelector("header .state");
  if (badge) badge.hidden = state !== box.dataset.state; // it says how the visit stood when the page was made
  lastTap.show();
  if (!isLate()) return;
  for (const small of document.querySelectorAll("[data-optional]")) small.hidden = true;
  for (const label of document.querySelectorAll("dialog [data-note-label]")) {
    label.textContent = box.dataset.why;
    const folded = label.closest("details");
    if (folded) folded.open = folded.dataset.unfolded = true;
  }
}

function isLate() {
  return ["CLOSED", "VERIFIED"].includes(state);
}

function waitsForHead() {
  return state === "VERIFIED";
}

function readCounts() {
  const found = {};
  for (const [service, sheet] of sheets) {
    found[service] = {};
    for (const one of sheet.querySelectorAll("[data-count]")) found[service][one.dataset.count] = Number(one.dataset.number);
  }
  return found;
}

function add(counts, { service, outcome, requests }) {
  counts[service] ||= {};
  counts[service][outcome] = (counts[service][outcome] || 0) + requests;
}

// Figures ---------------------------------------------------------------------------------------------------------

function show() {
  const counts = JSON.parse(JSON.stringify(counted));
  if (!waitsForHead()) for (const { entry } of outbox.waiting) add(counts, entry);
  let total = 0;
  for (const of_service of Object.values(counts)) for (const requests of Object.values(of_service)) total += requests;
  document.querySelector("[data-total]").textContent = figure.format(total);
  for (const [service, sheet] of sheets) showService(sheet, service, counts[service] || {});
  showBox();
  if (outbox.items.some((item) => item.refused && lastTap.names(item.entry.id))) lastTap.hide();
}

function showService(sheet, service, counts) {
  for (const one of sheet.querySelectorAll("[data-count]")) one.textContent = figure.format(counts[one.dataset.count] || 0);
  const tile = document.querySelector(`[data-tile="${service}"]`);
  const all = Object.values(counts).reduce((sum, requests) => sum + requests, 0);
  const unserved = Object.keys(counts).filter((outcome) => outcome.startsWith("NOT_SERVED"));
  const left = Number(tile.dataset.quota) - all + unserved.reduce((sum, outcome) => sum + counts[outcome], 0);
  tile.querySelector("[data-sum]").textContent = figure.format(all);
  const words = tile.querySelector("[data-left]");
  if (words) words.textContent = (left < 0 ? box.dataset.over : box.dataset.left).replace("{count}", figure.format(Math.abs(left)));
}

function showBox() {
  const waiting = outbox.waiting.length;
  const refused = outbox.items.filter((item) => item.refused);
  const when = { sent: !waiting && !refused.length, waiting: waiting > 0, refused: refused.length > 0 };
  box.querySelector(".outbox").classList.toggle("is-sent", when.sent);
  for (const one of box.querySelectorAll("[data-when]")) one.hidden = !when[one.dataset.when];
  const says = waiting ? outbox.trouble || "waiting" : when.sent ? "sent" : "";
  for (const one of box.querySelectorAll("[data-says]")) one.hidden = one.dataset.says !== says;
  box.querySelector("[data-testid=antrean-jumlah]").textContent = figure.format(waiting);
  box.querySelector("[data-refused-count]").textContent = figure.format(refused.length);
  box.querySelector("[data-send]").hidden = !waiting;
  box.querySelector("[data-list]").replaceChildren(...refused.map(refusedLine));
}

function refusedLine({ entry, label, refused }) {
  const line = box.querySelector("[data-refused-entry]").content.cloneNode(true);
  line.querySelector("[data-title]").textContent = box.dataset.refused.replace("{entry}", `${label.title}, ${label.text}`);
  line.querySelector("[data-reason]").textContent = refused;
  line.querySelector("[data-remove]").addEventListener("click", () => outbox.remove(entry.id));
  return line;
}

// The sheet -------------------------------------------------------------------------------------------------------

function openSheet(event) {
  const tile = event.currentTarget;
  const sheet = sheets.get(tile.dataset.tile);
  event.preventDefault();
  sheet.addEventListener("close", () => tile.focus(), { once: true });
  sheet.showModal();
  changed = { time: performance.now(), ...finger };
}

// A number, an outcome, "Urungkan" below a sheet that has gone: none of them was meant.
function swallowSlip(event) {
  const { clientX: x, clientY: y } = event;
  const byKey = event.detail === 0; // a key that was pressed twice has no place
  const sameSpot = byKey || Math.hypot(x - changed.x, y - changed.y) < THUMB_PX;
  finger = { x, y };
  if (!sameSpot || performance.now() - changed.time >= SETTLED_MS) return;
  event.preventDefault();
  event.stopPropagation();
}

function pressed(event) {
  event.preventDefault();
  press(event.target.closest("dialog"), event.target, event.submitter);
}

function press(sheet, form, button) {
  const entry = entryOf(sheet, form, button);
  if (complaint(form, entry, button)) return;
  const words = button.firstChild.textContent.trim();
  const papers = Object.entries(entry.issued).map(([code, pieces]) => `${documentName(form, code)} ${pieces}`);
  const label = { title: `${sheet.dataset.name} +${entry.requests}`, text: [words, ...papers].join(", ") };
  outbox.add(entry, label);
  lastTap.set({ entry, label });
  sheet.close();
  changed = { time: performance.now(), ...finger };
}

function entryOf(sheet, form, button) {
  const requests = numberOf(form, "requests");
  const issued = {};
  for (const code of button.dataset.issues.split(" ").filter(Boolean)) issued[code] = requests;
  for (const input of form.querySelectorAll("[name^=doc-]")) {
    if (input.value !== "") issued[input.name.slice(4)] = Number(input.value);
  }
  for (const code of Object.keys(issued)) if (!issued[code]) delete issued[code];
  const returned = button.value === "RETURNED_INCOMPLETE";
  const missing = returned ? [...form.querySelectorAll("[name=missing]:checked")].map((one) => [one.value, requests]) : [];
  return {
    id: newId(),
    service: sheet.dataset.sheet,
    outcome: button.value,
    requests,
    issued,
    missing: Object.fromEntries(missing),
    recorded_at: new Date().toISOString(),
    corrects: null,
    note: form.elements.note.value.trim(),
  };
}

function documentName(form, code) {
  const output = form.querySelector(`[data-output="doc-${code}"]`);
  return output ? document.getElementById(output.parentElement.getAttribute("aria-labelledby")).textContent : code;
}

// Shows the errors of the entry at their inputs; returns whether there are any.
function complaint(form, entry, button) {
  const late = isLate() && entry.note.length < SHORTEST_REASON;
  const note = holdsIdentityNumber(entry.note) ? box.dataset.digits : late ? box.dataset.reason : "";
  const issues = Object.keys(entry.issued).length > 0;
  const forgotten = form.querySelector("[name^=doc-]") && button.value.startsWith("ISSUED_") && !issues;
  const slipped = NOTHING_ISSUED.test(button.value) && issues;
  const papers = forgotten || slipped;
  say(form.querySelector("[data-note-error]"), note);
  say(form.querySelector("[data-error]"), forgotten ? box.dataset.documents : slipped ? box.dataset.noDocuments : "");
  form.elements.note.classList.toggle("is-invalid", Boolean(note));
  if (note) {
    const folded = form.elements.note.closest("details");
    if (folded) folded.open = true;
    form.elements.note.focus();
  } else if (papers) form.querySelector("details").open = true;
  return note || papers;
}

function say(place, sentence) {
  place.hidden = !sentence;
  place.querySelector("span").textContent = sentence;
  if (sentence) place.scrollIntoView({ block: "nearest" });
}

function reset(form) {
  form.elements.requests.value = 1;
  form.elements.note.value = "";
  for (const input of form.querySelectorAll("[name^=doc-]")) input.value = "";
  for (const input of form.querySelectorAll("[name=missing]")) input.checked = false;
  for (const folded of form.querySelectorAll("details")) folded.open = folded.hasAttribute("data-unfolded");
  for (const place of form.querySelectorAll("[data-error], [data-note-error]")) say(place, "");
  form.elements.note.classList.remove("is-invalid");
  showNumbers(form);
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // without TLS there is no randomUUID
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function start() {
  document.addEventListener("click", swallowSlip, true); // before anybody else hears of it
  for (const tile of document.querySelectorAll("[data-tile]")) tile.addEventListener("click", openSheet);
  for (const sheet of sheets.values()) {
    const form = sheet.querySelector("form");
    form.addEventListener("submit", pressed);
    sheet.addEventListener("close", () => reset(form)); // what was set and not pressed must not count the next time
    sheet.querySelector("[data-close]").addEventListener("click", () => sheet.close());
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  }
  box.querySelector("[data-send]").addEventListener("click", () => outbox.send());
  addEventListener("beforeunload", (event) => {
    if (!outbox.waiting.length || (leaving && outbox.kept)) return;
    event.preventDefault();
    event.returnValue = ""; // older browsers ask only then
  });
  box.querySelector("[data-sign-in]").addEventListener("click", () => (leaving = true));
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) refetch();
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refetch());
  outbox.addEventListener("change", show);
  lastTap.begin(outbox.items);
  box.hidden = false;
  show();
  outbox.send();
}

// Others record too: the figures are fetched again when the page is shown again.
function refetch() {
  outbox.stale = true;
  outbox.send();
}

start();
