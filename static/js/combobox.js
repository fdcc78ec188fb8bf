// A list of places (data-combobox) becomes an input that finds them by any part of their names, asked of the server as
// residents ask it. The list stays in the form and keeps the choice; without this script it is used as it is.
// After the combobox pattern of the ARIA Authoring Practices Guide.
(() => {
  "use strict";

  const node = (tag, attributes, ...content) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...content);
    return made;
  };

  const marked = (text, typed) => {
    const at = typed ? text.toLowerCase().indexOf(typed.toLowerCase()) : -1;
    if (at < 0) return [text];
    const end = at + typed.length;
    return [text.slice(0, at), node("mark", {}, text.slice(at, end)), text.slice(end)];
  };

  const begin = (box) => {
    const list = box.querySelector("select");
    const id = list.id;
    const input = node("input", {
      "class": list.className, "id": id, "role": "combobox", "autocomplete": "off", "spellcheck": "false",
      "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${id}-options`,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (list.hasAttribute(name)) input.setAttribute(name, list.getAttribute(name));
    }
    const hint = document.getElementById(`${id}-hint`);
    if (hint) hint.textContent = box.dataset.hint;
    const options = node("ul", { "class": "options", "id": `${id}-options`, "role": "listbox", "aria-label": box.dataset.list });
    const said = node("p", { "class": "visually-hidden", "role": "status" });
    list.id = `${id}-list`;
    list.hidden = true;
    options.hidden = true;
    const frame = node("div", { "class": "combo" }, input, options);
    list.after(frame, said);
    let asked = null, active = -1;
    let answered = "", hurried = false; // what the options are for; whether Enter came before them
    if (list.autofocus) input.focus();

    const chosen = () => (list.value ? nameOf(list.selectedOptions[0]) : "");
    const nameOf = (option) => `${option.text}, ${option.parentElement.label || ""}`.replace(/, $/, "");
    const shown = () => [...options.children].filter((option) => option.dataset.code);

    const close = () => {
      asked?.abort();
      options.hidden = true;
      active = -1;
      say("");
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    // How many were found is for those who do not see them; that there are none, for all.
    const say = (text, seen = false) => {
      said.textContent = text;
      said.className = seen ? "form-text" : "visually-hidden";
    };

    const point = (at) => {
      const there = shown();
      active = there.length ? (at + there.length) % there.length : -1;
      there.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", there[active].id);
      there[active].scrollIntoView({ block: "nearest" });
    };

    const choose = (code) => {
      const before = list.value;
      list.value = code;
      input.value = chosen();
      close();
      if (list.value !== before) list.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const offer = (items, typed) => {
      answered = typed;
      if (!items.length) {
        hurried = false;
        close();
        return say(box.dataset.none, true);
      }
      options.replaceChildren(...items.map((item, n) => node(
        "li", { "role": "option", "id": `${id}-option-${n}`, "aria-selected": "false", "data-code": item.code },
        node("span", {}, ...marked(item.name, typed), " ", node("small", {}, item.district)),
        node("small", {}, item.visited || ""),
      )));
      say(`${box.dataset.found} ${items.length}`);
      options.hidden = false;
      input.setAttribute("aria-expanded", "true");
      point(0);
      if (hurried) keys.Enter();
      hurried = false;
    };

    const known = (typed) => [...list.options]
      .filter((option) => option.value && nameOf(option).toLowerCase().includes(typed.toLowerCase()))
      .map((option) => ({ code: option.value, name: option.text, district: option.parentElement.label || "" }));

    const ask = async () => {
      const typed = input.value.trim();
      asked?.abort();
      if (!typed) return close();
      asked = new AbortController();
      const turn = asked;
      let items;
      try {
        const answer = await fetch(`${box.dataset.source}?q=${encodeURIComponent(typed)}`, { signal: turn.signal });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        items = (await answer.json()).items;
      } catch (error) {
        if (turn.signal.aborted) return;
        items = known(typed).slice(0, 12); // the server cannot be asked: what the list itself knows
      }
      if (turn === asked && !turn.signal.aborted && document.activeElement === input) offer(items, typed);
    };

    const leave = () => {
      if (input.value.trim() === "" && list.value) return choose("");
      const typed = input.value.trim();
      if (!options.hidden && active >= 0 && typed === answered) return choose(shown()[active].dataset.code);
      const only = typed === chosen() ? [] : known(typed);
      if (only.length === 1) return choose(only[0].code);
      input.value = chosen();
      close();
    };

    const keys = {
      ArrowDown: () => (options.hidden ? ask() : point(active + 1)),
      ArrowUp: () => (options.hidden ? ask() : point(active - 1)),
      Enter: () => choose(shown()[active].dataset.code),
      Escape: () => {
        input.value = chosen();
        close();
      },
    };

    input.addEventListener("keydown", (event) => {
      const open = !options.hidden;
      const typed = input.value.trim();
      if (event.key === "Enter" && typed && typed !== chosen() && (!open || typed !== answered)) {
        event.preventDefault();
        hurried = true;
        return ask();
      }
      const usable = { ArrowDown: true, ArrowUp: true, Enter: open && active >= 0, Escape: open }[event.key];
      if (!usable || event.isComposing) return;
      event.preventDefault();
      keys[event.key]();
    });
    input.addEventListener("input", () => {
      hurried = false;
      ask();
    });
    input.addEventListener("change", (event) => event.stopPropagation()); // only a choice counts
    input.addEventListener("focus", () => input.select());
    input.addEventListener("blur", leave);
    options.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the input keeps the focus
      const option = event.target.closest("[data-code]");
      if (option) choose(option.dataset.code);
    });
    input.value = chosen();
  };

  const within = (part) => part.querySelectorAll("[data-combobox]").forEach(begin);
  document.addEventListener("part-loaded", (event) => within(event.detail));
  within(document);
})();
