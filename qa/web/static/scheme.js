// Light or dark as it was chosen in this browser, else as the system has it. The chat's components
// go by a class of the body, which Gradio sets by the system alone.
const SCHEMES = ["system", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

function scheme() {
  try {
    return localStorage.getItem("geungeo.scheme") ?? "system";
  } catch { // storage is switched off
    return document.documentElement.dataset.scheme ?? "system";
  }
}

function paint(chosen) {
  document.documentElement.dataset.scheme = chosen;
  const dark = chosen === "dark" || (chosen !== "light" && system.matches);
  document.body?.classList.toggle("dark", dark);
  // what Gradio's page is painted with until its styles are there, by the system alone
  const ground = document.documentElement.style;
  ground.setProperty("--bg", chosen === "dark" ? "var(--bg-dark)" : "");
  ground.setProperty("--bg-dark", chosen === "light" ? "var(--bg)" : "");
}

function follow() {
  paint(scheme());
  new MutationObserver(() => paint(scheme())).observe(document.body, { attributeFilter: ["class"] });
}

paint(scheme());
if (document.body) follow();
else document.addEventListener("DOMContentLoaded", follow);
addEventListener("storage", () => paint(scheme())); // chosen in another tab
document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".scheme")) return;
  const next = SCHEMES[(SCHEMES.indexOf(scheme()) + 1) % SCHEMES.length];
  try {
    localStorage.setItem("geungeo.scheme", next);
  } catch {} // it lasts as long as the page
  paint(next);
});
