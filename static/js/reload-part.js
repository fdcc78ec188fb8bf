// A helping button (data-part) brings parts of the page back changed; everything else stays as it was typed. An input
// with data-press, or one inside such an element, presses its button when it changes: such a button is not shown.
// Without this script the same button sends the whole form and the whole page comes back.
(() => {
  "use strict";
  let latest = 0;

  const hidePressed = (part) => {
    for (const pressing of part.querySelectorAll("[data-press]")) {
      const button = document.getElementById(pressing.dataset.press);
      if (button) button.hidden = true;
    }
  };

  // What somebody has typed while the part was on its way stays.
  const keepTyped = (parts, before, now) => {
    for (const control of parts.flatMap((part) => [...part.querySelectorAll("[name]:not(button)")])) {
      const typed = now.getAll(control.name);
      if (String(typed) === String(before.getAll(control.name))) continue;
      if (control.matches("[type=checkbox], [type=radio]")) control.checked = typed.includes(control.value);
      else if (typed.length) control.value = typed[0];
    }
  };

  const load = async (button) => {
    const ids = button.dataset.part.split(" ");
    const turn = ++latest;
    const form = button.form;
    const before = new FormData(form);
    const typed = new URLSearchParams(before);
    typed.append(button.name, button.value);
    for (const id of ids) document.getElementById(id).setAttribute("aria-busy", "true");
    const answer = await fetch(location.href.split("#")[0], { method: "POST", body: typed });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = ids.map((id) => page.getElementById(id));
    if (fresh.includes(null)) throw new Error("no part");
    if (turn !== latest) return; // a later press has overtaken this one
    keepTyped(fresh, before, new FormData(form));
    const focus = document.activeElement && document.activeElement.id;
    const lost = ids.some((id) => document.getElementById(id).contains(document.activeElement));
    for (const part of fresh) {
      document.getElementById(part.id).replaceWith(part);
      document.dispatchEvent(new CustomEvent("part-loaded", { detail: part }));
    }
    hidePressed(document);
    if (lost) back(fresh[0], focus, button);
  };

  const back = (part, focus, button) => {
    const same = `[name="${CSS.escape(button.name)}"][value="${CSS.escape(button.value)}"]`;
    const again = (focus && document.getElementById(focus)) || part.querySelector(same);
    (again && !again.hidden ? again : part.querySelector("button:not([hidden]), input, select"))?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-part]");
    if (!button) return;
    event.preventDefault();
    load(button).catch(() => {
      delete button.dataset.part;
      button.click();
    });
  });

  document.addEventListener("change", (event) => {
    const pressing = event.target.closest("[data-press]");
    const button = pressing && document.getElementById(pressing.dataset.press);
    if (button) button.click();
  });

  hidePressed(document);
})();
