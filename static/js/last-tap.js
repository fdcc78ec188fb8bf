// The bar below the tiles: what was tapped last, and taking it back with one press as long as the visit is not closed.
// Without this script the bar names what was recorded last, and its form takes it back.
const negative = (counts) => Object.fromEntries(Object.entries(counts).map(([code, count]) => [code, -count]));

export class LastTap {
  // bar: the element; late: whether a reason is needed by now; ask: resolves once the server has been asked that, or rejects;
  // correct: adds an entry to the outbox; newId: makes its id
  constructor(bar, { late, ask, correct, newId }) {
    Object.assign(this, { bar, late, ask, correct, newId });
    this.form = bar.querySelector("form");
    this.elsewhere = bar.querySelector("[data-elsewhere]");
    this.made = null; // the entry that can be taken back, and how it is called
    this.back = ""; // the id of the entry that took the last one back
    this.form.addEventListener("submit", (event) => this.pressed(event));
  }

  // On a page that was loaded anew: what the outbox still holds is younger than what the server names.
  begin(items) {
    const item = items.filter((one) => !one.refused).at(-1);
    if (!item && this.bar.dataset.last) this.set({ entry: JSON.parse(this.bar.dataset.last), label: this.label() });
    else if (item?.entry.corrects) this.hide();
    else if (item) this.set(item);
  }

  label() {
    const words = (name) => this.bar.querySelector(name).textContent.trim();
    return { title: words("[data-undo-title]"), text: words("[data-undo-text]") };
  }

  set({ entry, label }) {
    this.made = { entry, label };
    this.back = "";
    this.say(label.title, label.text);
    this.show();
  }

  // Again whenever the visit has got on.
  show() {
    this.form.hidden = !this.made || this.late();
    if (this.made) this.elsewhere.hidden = !this.late();
  }

  // Whether the bar is about the entry of that id.
  names(id) {
    return id === this.made?.entry.id || id === this.back;
  }

  hide() {
    this.made = null;
    this.back = "";
    this.bar.hidden = true;
  }

  say(title, text) {
    this.bar.hidden = false;
    this.bar.querySelector("[data-undo-title]").textContent = title;
    this.bar.querySelector("[data-undo-text]").textContent = text;
  }

  // The entry has arrived after verification: it does not count yet.
  waits(ids) {
    if (this.made && ids.has(this.made.entry.id)) this.say(this.made.label.title, this.bar.dataset.waits);
  }

  async pressed(event) {
    if (!this.made) return; // recorded without script: the form does it
    event.preventDefault();
    const { entry, label } = this.made;
    this.made = null;
    this.show(); // pressed once is enough
    this.say(label.title, this.bar.dataset.undoing);
    await this.ask().catch(() => {}); // without signal it is taken back all the same
    if (this.late() && !this.made) return this.tooLate({ entry, label });
    const back = { id: this.newId(), recorded_at: new Date().toISOString(), corrects: entry.id, note: "" };
    const figures = { requests: -entry.requests, issued: negative(entry.issued), missing: negative(entry.missing) };
    this.correct({ ...entry, ...figures, ...back }, { title: label.title.replace("+", "−"), text: label.text });
    if (this.made) return; // the bar is about another tap by now
    this.back = back.id;
    this.say(`${this.bar.dataset.undone}: ${label.title}`, label.text);
  }

  // Closed since this page last heard of it: what was pressed waits on the page of entries for its reason.
  tooLate(made) {
    this.set(made);
    this.say(made.label.title, this.bar.dataset.late);
    this.elsewhere.focus();
  }
}
