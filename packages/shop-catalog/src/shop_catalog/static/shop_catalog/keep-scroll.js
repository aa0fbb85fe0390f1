// Lists that scroll for themselves stay where they were when htmx puts new ones in their place: elements with data-keep-scroll and an id.

const places = new Map();

document.addEventListener("htmx:beforeSwap", () => {
  for (const list of document.querySelectorAll("[data-keep-scroll]")) places.set(list.id, list.scrollTop);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const [id, top] of places) document.getElementById(id)?.scrollTo({ top, behavior: "instant" });
  places.clear();
});
