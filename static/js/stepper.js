// Large buttons that change a number at once. Without this script each of them sends the form and the page comes back.

// The number as it stands: set by hand, or so many for each of the number that it follows.
export function numberOf(form, name) {
  const input = form.elements[name];
  const { each, per, leader, least, most } = input.dataset;
  if (input.value !== "") return Number(input.value);
  const follows = leader ? Math.floor((Number(each) * numberOf(form, leader)) / Number(per)) : 0;
  return Math.min(Math.max(follows, Number(least)), Number(most));
}

export function showNumbers(form) {
  for (const output of form.querySelectorAll("[data-output]")) output.textContent = numberOf(form, output.dataset.output);
}

function press(form, value) {
  const [name, by] = value.split(":");
  const input = form.elements[name];
  if (!input) return; // the button that the key Enter presses: it changes nothing
  input.value = Math.min(Math.max(numberOf(form, name) + Number(by), Number(input.dataset.least)), Number(input.dataset.most));
  showNumbers(form);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=step]");
  if (!button) return;
  event.preventDefault();
  press(button.form, button.value);
});
