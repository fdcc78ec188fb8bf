// "Dekat saya": adds the phone's position, rounded to about a hundred metres, to the address of the list.
for (const box of document.querySelectorAll("[data-near]")) {
  if (!navigator.geolocation) continue;
  const says = box.querySelector("[role=status]");
  box.querySelector("a.btn").addEventListener("click", (event) => {
    event.preventDefault();
    says.textContent = box.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const list = new URL(box.dataset.near, location.href);
        const service = document.getElementById("cari").elements.namedItem("layanan");
        if (service && service.value) list.searchParams.set("layanan", service.value);
        list.searchParams.set("lat", coords.latitude.toFixed(3));
        list.searchParams.set("lon", coords.longitude.toFixed(3));
        says.textContent = "";
        location.assign(list);
      },
      (error) => {
        says.textContent = error.code === error.PERMISSION_DENIED ? box.dataset.refused : box.dataset.failed;
      },
      { timeout: 15000, maximumAge: 300000 },
    );
  });
}
