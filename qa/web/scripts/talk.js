// What the page does by itself: scrolls to the newest turn and says it, copies, downloads, sends on
// Enter, and closes a menu by Escape or a click elsewhere.
function follow() {
  const turn = [...document.querySelectorAll("#talk .turn")].at(-1);
  const now = turn ? turn.id + (turn.querySelector(".pending") ? "?" : "") : "";
  if (now !== follow.last && turn) {
    turn.scrollIntoView({ behavior, block: "start" });
    if (!now.endsWith("?")) announce(turn);
  }
  follow.last = now;
}

// The whole conversation is drawn anew when it changes: a reader hears its newest answer alone, and
// the focus stays in the turn where it was.
const news = document.body.appendChild(document.createElement("div"));
news.setAttribute("role", "status");
news.className = "news";
let held = "";

function announce(turn) {
  const said = [...turn.querySelectorAll(".answer :is(.strength, .quotes p, [role=alert] p)")];
  news.textContent = said.map((one) => one.textContent).join(" ").slice(0, 600);
}

function refocus() {
  if (!held || document.activeElement !== document.body) return;
  document.getElementById(held)?.focus({ preventScroll: true });
}

document.addEventListener("focusin", (event) => {
  held = event.target.closest?.("#talk .turn")?.id ?? "";
});

function speak() {
  const language = document.querySelector("#header [data-language]")?.dataset.language;
  if (language) document.documentElement.lang = language;
}

async function copy(button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  } catch { // not allowed, or not served over https
    button.textContent = button.dataset.failed;
  }
  setTimeout(() => { button.textContent = label; }, 2000);
}

// A page beside the chat leads back in its own language, which is kept as if it were chosen here.
const place = new URL(location.href);
if (["ko", "en"].includes(place.searchParams.get("lang"))) {
  localStorage.setItem("geungeo.language", place.searchParams.get("lang"));
  place.searchParams.delete("lang");
  history.replaceState(history.state, "", place);
}

window.geungeo = {
  language: () => localStorage.getItem("geungeo.language") ?? "",
  scope() {
    const form = new FormData(document.querySelector("#filters form") ?? undefined);
    return { since: form.get("since"), until: form.get("until"), sources: form.getAll("sources") };
  },
  asked: (question) => ({ do: "ask", question, ...window.geungeo.scope() }),
  download(file) {
    if (!file?.text) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.text], { type: "text/plain" }));
    link.download = file.name;
    link.click();
    URL.revokeObjectURL(link.href);
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (button?.dataset.copy) copy(button);
  if (button?.dataset.to) localStorage.setItem("geungeo.language", button.dataset.to);
  document.querySelectorAll("details[open]:is(#past, #export, .rating details)").forEach((one) => {
    if (!event.composedPath().includes(one)) one.open = false; // what was pressed may be gone
  });
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Hangul under way
  const field = event.target.closest?.(".understood textarea");
  if (field && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    field.form.requestSubmit();
  }
  const menu = event.target.closest?.("details[open]");
  if (menu && event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

new MutationObserver(() => {
  speak();
  follow();
  refocus();
  keep();
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
