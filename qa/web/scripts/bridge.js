// Runs once for each piece of HTML with buttons: what is pressed goes to the server as an event,
// with the filters that are set. Gradio gives `element` and `trigger`.
const act = (data) => trigger("click", { ...window.geungeo.scope(), ...data });

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (!button || event.detail > 1) return; // a double click is meant once
  button.closest("details")?.removeAttribute("open");
  act(button.dataset);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target.closest("form[data-do]");
  if (!form) return;
  act({ ...form.dataset, question: new FormData(form).get("question") });
  form.reset(); // it tells what this answer was given to, and goes on doing so
});
element.addEventListener("act", (event) => act(event.detail)); // from past.js
