// Files are dropped on the page or chosen, their sending and indexing is watched. Without this
// script the form does the same, and the page tells how far it is when it is loaded again.
const section = document.getElementById("uploads");
const form = section.querySelector("form");
const line = section.querySelector(".progress");
const say = (text, failed = false) => {
  line.textContent = text;
  line.classList.toggle("failed", failed);
};
let watching = false;

// Takes over what has changed, from the same page as the server would show it now.
async function refresh() {
  const text = await (await fetch(location.href, { headers: { accept: "text/html" } })).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const place of [".results", "#listed"]) {
    const fresh = page.querySelector(place);
    if (fresh) document.querySelector(place).replaceWith(document.adoptNode(fresh));
  }
  section.dataset.version = page.getElementById("uploads").dataset.version;
}

async function watch() {
  if (watching) return;
  watching = true;
  try {
    for (let busy = true; busy;) {
      const state = await (await fetch(form.action)).json();
      busy = state.busy;
      say(state.line);
      const asked = section.querySelector(".remove[open]"); // not to be taken from under a hand
      if (String(state.version) !== section.dataset.version && !(busy && asked)) await refresh();
      if (busy) await new Promise((done) => setTimeout(done, 700));
    }
  } catch {
    say(section.dataset.failed, true);
  }
  watching = false;
}

function refusal(files) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > Number(section.dataset.files)) return section.dataset.tooMany;
  return size > Number(section.dataset.largest) ? section.dataset.tooLarge : "";
}

function send(files) {
  const refused = refusal(files);
  if (refused || !files.length) return say(refused, true);
  const data = new FormData();
  files.forEach((file) => data.append("files", file));
  const request = new XMLHttpRequest(); // fetch tells nothing of what has been sent
  request.upload.onprogress = ({ loaded, total }) => {
    say(section.dataset.sending.replace("{}", Math.floor((100 * loaded) / total)));
  };
  request.onerror = () => say(section.dataset.failed, true);
  request.onload = () => {
    if (request.status < 300) return watch();
    try {
      say(JSON.parse(request.response).error, true);
    } catch {
      say(section.dataset.failed, true);
    }
  };
  request.open("POST", form.action);
  request.setRequestHeader("accept", "application/json");
  request.send(data);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send([...form.elements.files.files]);
  form.reset();
});

const brings = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  section.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) section.classList.remove("over");
});
addEventListener("drop", (event) => {
  section.classList.remove("over");
  if (!brings(event)) return;
  event.preventDefault();
  send([...event.dataTransfer.files]);
});

if (line.dataset.busy !== undefined) watch();
