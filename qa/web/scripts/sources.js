// A chip lights up its source, at a touch of the pointer or of the keyboard, and leads to it; the
// number on a source leads back.
const narrow = matchMedia("(max-width: 860px)");
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function light(target) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  target?.classList.add("lit");
}

function shown(place) {
  const card = document.getElementById(`source-${place}`);
  const group = card?.closest(".group");
  if (!group) return null;
  document.querySelectorAll("#panel .group, #panel .empty").forEach((one) => {
    one.hidden = one !== group;
  });
  return card;
}

function lead(target) {
  light(target);
  target.focus({ preventScroll: true });
  target.scrollIntoView({ behavior, block: narrow.matches ? "start" : "nearest" });
}

function glance(event) {
  const link = event.target.closest?.("a[data-source]");
  const card = link && shown(link.dataset.source);
  if (!card) return;
  light(card);
  if (!narrow.matches) card.scrollIntoView({ behavior: "auto", block: "nearest" });
}

document.addEventListener("mouseover", glance);
document.addEventListener("focusin", glance);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-source], a[data-back]");
  if (!link) return;
  event.preventDefault();
  const back = link.dataset.back && CSS.escape(link.dataset.back);
  const target = back
    ? document.querySelector(`.chip[data-source="${back}"]`)
    : shown(link.dataset.source);
  if (target) lead(target);
});
