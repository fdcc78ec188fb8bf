// Opens the phone's own share menu; without one the link leads to WhatsApp, with the same text.
for (const link of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await navigator.share({ text: link.dataset.share });
    } catch (error) {
      if (error.name !== "AbortError") location.assign(link.href);
    }
  });
}
