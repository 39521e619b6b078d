// What the page does by itself: scrolls to what is asked and says the answer, copies, downloads,
// sends on Enter, and closes a menu by Escape or a click elsewhere.

// A question comes to the top when it is asked, and nothing moves when its answer comes. A
// conversation that is opened begins at its beginning.
function follow() {
  const turn = document.querySelector("#talk .turn:last-child");
  if (!turn) return Object.assign(follow, { talk: "", turn: "", answered: true });
  const { id } = turn.parentElement.dataset;
  const answered = !turn.querySelector(".pending");
  const fresh = turn.id !== follow.turn;
  if (id !== follow.talk) scrollTo({ top: 0 });
  else if (fresh) turn.scrollIntoView({ behavior, block: "start" });
  if (answered && (fresh || !follow.answered)) announce(turn);
  return Object.assign(follow, { talk: id, turn: turn.id, answered });
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
  const head = document.querySelector("#header [data-language]");
  if (!head || document.documentElement.lang === head.dataset.language) return;
  document.documentElement.lang = head.dataset.language;
  document.title = head.querySelector("h1").textContent;
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // another machine's page has no clipboard without https
    const field = news.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

async function copy(button) {
  button.dataset.label ??= button.textContent; // pressed twice, it still finds its name again
  const done = await written(button.dataset.copy);
  button.textContent = done ? button.dataset.copied : button.dataset.failed;
  button.focus({ preventScroll: true }); // the field took it
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
}

// A page beside the chat leads back in its own language, which is kept as if it were chosen here.
const place = new URL(location.href);
if (["ko", "en"].includes(place.searchParams.get("lang"))) {
  local?.setItem("geungeo.language", place.searchParams.get("lang"));
  place.searchParams.delete("lang");
  history.replaceState(history.state, "", place);
}

window.geungeo = {
  begin: () => ({
    language: local?.getItem("geungeo.language") ?? "",
    since: place.searchParams.get("since"),
    until: place.searchParams.get("until"),
    sources: place.searchParams.getAll("sources"), // from the list of documents
  }),
  scope() {
    const form = new FormData(document.querySelector("#filters form") ?? undefined);
    return { since: form.get("since"), until: form.get("until"), sources: form.getAll("sources") };
  },
  asked(question) {
    sending(question);
    return { do: "ask", question, ...window.geungeo.scope() };
  },
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
  if (button?.dataset.to) local?.setItem("geungeo.language", button.dataset.to);
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
  tell();
  lose();
  restore();
  follow();
  refocus();
  keep();
}).observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
