// Comfort on the plan board: dragging a visit (or Alt and an arrow on its name) sends the same form as the buttons do,
// and the number of chosen visits is told. Without this script boxes and buttons do the same work.
(() => {
  "use strict";
  const form = document.getElementById("papan");
  const boxes = () => [...form.querySelectorAll("input[name=kunjungan]")];
  const count = form.querySelector("[data-count]");
  const words = count.textContent;

  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    count.textContent = chosen ? count.dataset.count.replace("{n}", chosen) : words;
  };
  form.addEventListener("change", tell);
  tell();
  document.querySelectorAll(".only-script").forEach((one) => { one.hidden = false; });

  const send = (values) => {
    boxes().forEach((box) => { box.checked = false; box.disabled = true; });
    for (const [name, value] of Object.entries(values)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    form.querySelectorAll("[name=ke_tim]").forEach((one) => { if (one.type !== "hidden") one.disabled = true; });
    form.submit();
  };
  const move = (chip, cell) => send({ kunjungan: chip.dataset.visit, aksi: "pindah", ke_hari: cell.dataset.day, ke_tim: cell.dataset.team });

  // Cells are made ready when the mouse or a finger comes near: a board may have thousands of them.
  const draggable = (place, group) => Sortable.create(place, {
    group,
    draggable: ".movable",
    filter: "label",
    preventOnFilter: false,
    sort: false,
    ghostClass: "is-picked-up",
    onEnd: (event) => { if (event.to !== event.from) move(event.item, event.to); },
  });
  const ready = () => {
    form.querySelectorAll("td[data-day]").forEach((cell) => draggable(cell, "board"));
    form.querySelectorAll("[data-undated]").forEach((row) => draggable(row, { name: "board", put: false }));
  };
  form.addEventListener("pointerover", ready, { once: true });

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  form.addEventListener("keydown", (event) => {
    const step = event.altKey && ARROWS[event.key];
    const chip = step && event.target.closest(".movable");
    const here = chip && chip.closest("td[data-day]");
    if (!here) return;
    event.preventDefault();
    const teams = [...new Set([...form.querySelectorAll("td[data-team]")].map((cell) => cell.dataset.team))];
    const days = [...new Set([...form.querySelectorAll("td[data-day]")].map((cell) => cell.dataset.day))].sort();
    const day = days[days.indexOf(here.dataset.day) + step[0]];
    const team = teams[teams.indexOf(here.dataset.team) + step[1]];
    if (day && team) move(chip, { dataset: { day, team } });
  });
})();
