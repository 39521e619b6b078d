// A question that did not reach the server goes back into the box, also over the reload by which
// Gradio finds its server again. Gradio's own word on it knows English alone.
const DRAFT = "geungeo.draft";
let unsent = session?.getItem(DRAFT) ?? "";
let sent = "";

function sending(question) {
  sent = question;
  unsent = "";
  session?.removeItem(DRAFT);
}

function restore() {
  const box = document.querySelector("#box textarea");
  if (!unsent || !box || box.value) return;
  box.value = unsent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  unsent = "";
}

function lose() {
  const toast = document.querySelector(".toast-body.error:not([data-told])");
  const head = document.querySelector("#header [data-lost]");
  if (!toast || !head) return;
  toast.dataset.told = "";
  toast.querySelector(".toast-title").textContent = head.dataset.error;
  toast.querySelector(".toast-message-text").textContent = head.dataset.lost;
  const asked = [...document.querySelectorAll("#talk .question > p:first-child")].at(-1);
  if (!sent || asked?.textContent === sent) return;
  unsent = sent;
  session?.setItem(DRAFT, sent);
}
