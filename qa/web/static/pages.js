// A document opened at a quote begins there, also where the address names no fragment.
if (!location.hash) document.querySelector("mark#quote")?.scrollIntoView({ block: "center" });
