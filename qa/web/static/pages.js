// A document opened at a quote begins there, also where the address names no fragment.
if (!location.hash) document.querySelector("mark#quote")?.scrollIntoView({ block: "center" });

// The server tells a moment in its own time; here it is the person's.
document.querySelectorAll("time[data-local]").forEach((one) => {
  const moment = new Date(one.dateTime);
  const form = { dateStyle: "medium", timeStyle: "short" };
  if (!Number.isNaN(moment.getTime())) one.textContent = moment.toLocaleString(document.documentElement.lang, form);
});
