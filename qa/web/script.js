// A chip lights up its source; the number on a source leads back to its chip. Nothing else.
() => {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  document.documentElement.lang = (navigator.language || "ko").startsWith("ko") ? "ko" : "en";

  function light(target) {
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    target.classList.add("lit");
    target.focus({ preventScroll: true });
    const narrow = matchMedia("(max-width: 860px)").matches;
    target.scrollIntoView({ behavior, block: narrow ? "start" : "nearest" });
  }

  function show(place) {
    const card = document.getElementById(`source-${place}`);
    if (!card) return;
    const group = card.closest(".group");
    document.querySelectorAll("#panel .group, #panel .empty").forEach((one) => {
      one.hidden = one !== group;
    });
    light(card);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-source], a[data-back]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.source) return show(link.dataset.source);
    const chip = document.querySelector(`.chip[data-source="${CSS.escape(link.dataset.back)}"]`);
    if (chip) light(chip);
  });

  let last = ""; // the newest turn, waiting or answered: each comes into view once
  new MutationObserver(() => {
    const turn = [...document.querySelectorAll("#talk .turn")].at(-1);
    const now = turn ? turn.id + (turn.querySelector(".pending") ? "?" : "") : "";
    if (now !== last && turn) turn.scrollIntoView({ behavior, block: "start" });
    last = now;
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
}
