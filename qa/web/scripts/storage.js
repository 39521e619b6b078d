// What the browser keeps for this page; null where a person has switched that off.
function kept(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

const local = kept("localStorage");
const session = kept("sessionStorage");
