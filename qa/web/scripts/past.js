// Conversations kept in this browser: their questions, never an answer. One entry of the local
// storage each, so that two tabs do not undo each other's.
const PREFIX = "geungeo.conversation.";
const MOST = 100; // conversations; the oldest make room
const LONGEST = 80; // characters of a name

function load(key) {
  try {
    const saved = JSON.parse(local?.getItem(key));
    return Array.isArray(saved?.turns) && saved.turns.length ? saved : null;
  } catch {
    return null;
  }
}

function saved() {
  const keys = Object.keys(local ?? {}).filter((key) => key.startsWith(PREFIX));
  return keys.map(load).filter(Boolean).sort((one, other) => other.at - one.at);
}

function store(one) {
  try {
    local?.setItem(PREFIX + one.id, JSON.stringify(one));
  } catch {} // storage is full: the conversation goes on without
}

function keep() {
  const talk = document.querySelector("#talk .talk");
  if (!talk || talk.dataset.keep === keep.last) return;
  keep.last = talk.dataset.keep;
  const turns = JSON.parse(talk.dataset.keep);
  if (!turns.length) return;
  const before = load(PREFIX + talk.dataset.id);
  if (before && JSON.stringify(before.turns) === talk.dataset.keep) return;
  store({ id: talk.dataset.id, name: before?.name ?? turns[0].question.slice(0, LONGEST), at: Date.now(), turns });
  saved().slice(MOST).forEach((one) => local?.removeItem(PREFIX + one.id));
}

function element(tag, text, act) {
  const made = document.createElement(tag);
  made.textContent = text; // names are what people typed: text, never HTML
  if (tag === "button") made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

function rename(item, one, menu) {
  const field = document.createElement("input");
  field.value = one.name;
  field.setAttribute("aria-label", menu.dataset.name);
  let done = false;
  const end = (take) => {
    if (done) return;
    done = true;
    if (take && field.value.trim()) store({ ...one, name: field.value.trim() });
    list(menu);
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.stopPropagation();
    event.preventDefault(); // the key shall not press what has the focus next
    end(event.key === "Enter");
    menu.querySelector("summary").focus();
  });
  field.addEventListener("blur", () => end(true));
  item.replaceChildren(field);
  field.focus();
  field.select();
}

function entry(one, menu) {
  const item = document.createElement("li");
  const open = element("button", one.name, () => {
    menu.open = false;
    menu.dispatchEvent(new CustomEvent("act", { bubbles: true, detail: { do: "open", saved: one } }));
  });
  open.className = "open";
  const edit = element("button", menu.dataset.rename, () => rename(item, one, menu));
  const drop = element("button", menu.dataset.delete, () => {
    local?.removeItem(PREFIX + one.id);
    list(menu);
    menu.querySelector("summary").focus();
  });
  edit.setAttribute("aria-label", `${menu.dataset.rename}: ${one.name}`);
  drop.setAttribute("aria-label", `${menu.dataset.delete}: ${one.name}`);
  item.append(open, edit, drop);
  return item;
}

function list(menu) {
  const all = saved();
  menu.querySelector("ul").replaceChildren(...all.map((one) => entry(one, menu)));
  menu.querySelector(".none").hidden = all.length > 0;
}

document.addEventListener("toggle", (event) => {
  if (event.target.id === "past" && event.target.open) list(event.target);
}, true);
