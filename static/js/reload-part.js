// A helping button (data-part) brings one part of the page back changed; everything else stays as it was typed.
// Without this script the same button sends the whole form and the whole page comes back.
(() => {
  "use strict";
  let latest = 0;

  const load = async (button) => {
    const id = button.dataset.part;
    const turn = ++latest;
    const typed = new URLSearchParams(new FormData(button.form));
    typed.append(button.name, button.value);
    document.getElementById(id).setAttribute("aria-busy", "true");
    const answer = await fetch(location.href.split("#")[0], { method: "POST", body: typed });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) throw new Error("no part");
    if (turn !== latest) return; // a later press has overtaken this one
    const focus = document.activeElement && document.activeElement.id;
    document.getElementById(id).replaceWith(fresh);
    document.dispatchEvent(new CustomEvent("part-loaded", { detail: fresh }));
    const again = focus && document.getElementById(focus);
    (again || fresh.querySelector(`[name="${CSS.escape(button.name)}"][value="${CSS.escape(button.value)}"]`) || fresh.querySelector("button"))?.focus();
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
    const button = document.getElementById(event.target.dataset.press || "");
    if (button) button.click();
  });
})();
