// Entries that the server has not confirmed yet, stored for this tab, so that a reload loses nothing.
// Pages use only what is public here (add, remove, send, items, kept, trouble, "change"): another store can take its place.
const BATCH = 50; // entries of one request
const SLOW = 60; // seconds between tries when the server says no to all of it
const TROUBLE = { 401: "sign-in", 400: "gone", 403: "gone", 404: "gone", 413: "gone", 422: "gone" };

// What this tab keeps under a name.
export function kept(store) {
  try {
    return JSON.parse(sessionStorage.getItem(store)) || [];
  } catch {
    return [];
  }
}

export class Outbox extends EventTarget {
  // results, me: addresses of the API; account: whose taps these are; stored: called with each entry that is counted now;
  // refresh: brings the page's figures to what the server counts, rejects if it cannot
  constructor({ store, results, me, account, token, refresh, stored }) {
    super();
    Object.assign(this, { store, results, me, account, token, refresh, stored });
    this.items = kept(store);
    this.trouble = "";
    this.kept = true; // whether the items survive that the page is left
    this.stale = this.items.length > 0; // some of these may be among what the page counts already
    this.tries = 0;
    for (const event of ["online", "pageshow"]) addEventListener(event, () => this.send());
  }

  get waiting() {
    return this.items.filter((item) => !item.refused);
  }

  // label: how the entry is called where it is shown
  add(entry, label) {
    this.items.push({ entry, label, refused: "" });
    this.changed();
    if (!this.held) this.send();
  }

  remove(id) {
    this.items = this.items.filter(({ entry }) => entry.id !== id && entry.corrects !== id);
    this.changed();
  }

  // One request at a time, so that figures are never fetched while entries are on their way.
  async send() {
    if (this.busy) return;
    this.busy = true;
    this.held = false; // the server has not asked to wait
    clearTimeout(this.timer);
    let wait = null;
    while (wait === null && (this.waiting.length || this.stale)) {
      try {
        wait = this.waiting.length ? await this.sendBatch() : await this.freshen();
      } catch {
        wait = this.later();
      }
      this.changed();
    }
    this.busy = false;
    if (wait !== null) this.timer = setTimeout(() => this.send(), wait * 1000);
  }

  async freshen() {
    await this.refresh();
    this.stale = false;
    this.tries = 0;
    return null;
  }

  // Seconds to wait before the next try; null to go on.
  async sendBatch() {
    const sent = this.waiting.slice(0, BATCH).map((item) => item.entry);
    const answer = await this.post(sent);
    this.trouble = TROUBLE[answer.status] || "";
    if (!answer.ok) return this.trouble ? SLOW : this.asked(answer) || this.later();
    const { results } = await answer.json();
    const moved = results.map((receipt) => this.settle(receipt));
    this.stale = true;
    if (!moved.includes(true)) return this.later();
    this.tries = 0;
    return null;
  }

  async post(entries, again = true) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    const answer = await fetch(this.results, { method: "POST", headers, body: JSON.stringify({ entries, device: "web" }) });
    if (answer.status !== 403 || !again || (await answer.clone().json()).type !== "csrf") return answer;
    const me = await fetch(this.me);
    if (!me.ok) return me;
    const who = await me.json();
    if (who.id !== this.account) return new Response(null, { status: 401 }); // somebody else has signed in meanwhile
    this.token = who.csrf_token;
    return this.post(entries, false);
  }

  // Seconds that the server asks to wait; 0 if it does not say.
  asked(answer) {
    const seconds = Number(answer.headers.get("Retry-After")) || 0;
    this.held = seconds > 0;
    return seconds;
  }

  // Whether the server's receipt has settled the entry.
  settle({ id, status, reason }) {
    const item = this.items.find((one) => one.entry.id === id);
    if (!item || status === "later") return false;
    if (status === "refused") {
      this.items = this.items.filter(({ entry }) => entry.corrects !== id); // nothing is left to correct
      item.refused = reason;
      return true;
    }
    this.items = this.items.filter((one) => one !== item);
    if (status === "stored") this.stored(item.entry);
    return true;
  }

  later() {
    this.tries += 1;
    return Math.min(2 ** this.tries, SLOW);
  }

  changed() {
    try {
      sessionStorage.setItem(this.store, JSON.stringify(this.items));
      this.kept = true;
    } catch {
      this.kept = false; // no room, or not allowed: the page still has them, and warns before it is left
    }
    this.dispatchEvent(new Event("change"));
  }
}
