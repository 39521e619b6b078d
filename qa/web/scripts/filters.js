// What is set in the filters stands beside their name, folded or not, and is cleared at once.
function period(form, { since, until }) {
  const words = form.dataset[since && until ? "both" : since ? "since" : until ? "until" : ""] ?? "";
  return words.replace("{since}", since).replace("{until}", until);
}

function tell() {
  const form = document.querySelector("#filters form");
  if (!form) return;
  const scope = window.geungeo.scope();
  const said = [period(form, scope), scope.sources.join(", ")].filter(Boolean).join(" · ");
  const line = document.querySelector("#filters output");
  if (line.textContent !== said) line.textContent = said; // a change would be seen as one
  form.querySelector("button").hidden = !said;
}

document.addEventListener("input", (event) => {
  if (event.target.closest?.("#filters")) tell();
});
document.addEventListener("click", (event) => {
  const clear = event.target.closest?.("#filters button");
  if (!clear) return;
  clear.form.querySelectorAll("input").forEach((one) => {
    one.checked = false;
    if (one.type === "date") one.value = "";
  });
  clear.form.querySelector("input").focus(); // the button goes
  tell();
});
