for (const list of document.querySelectorAll(".failures")) {
  list.querySelector("select").addEventListener("change", (event) => {
    for (const one of list.querySelectorAll(":scope > details")) {
      one.hidden = Boolean(event.target.value) && one.dataset.kind !== event.target.value;
    }
  });
}
