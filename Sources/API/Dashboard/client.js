// The requests of the dashboard: the token of the tab, the wait for a server that loads, and saving to files.
"use strict";

const byID = (id) => document.getElementById(id);

/** Makes an element with properties and children. Strings become text nodes. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Fetches a target with the token of this tab. Asks the user for a token if the server requires another one. */
async function fetchWithToken(target, accept) {
  const token = sessionStorage.getItem("token");
  const headers = token ? { Accept: accept, Authorization: "Bearer " + token } : { Accept: accept };
  const response = await fetch(target, { headers });
  if (response.status !== 401) return response;
  await askForToken(token);
  return fetchWithToken(target, accept);
}

let pendingToken = null;

/** Asks the user for a token. `rejected` is the token that the server rejected, null if there was none. */
function askForToken(rejected) {
  if (sessionStorage.getItem("token") !== rejected) return Promise.resolve();
  if (pendingToken) return pendingToken;
  byID("status").textContent = "";
  byID("token-error").hidden = rejected === null;
  byID("access").showModal();
  pendingToken = new Promise((resolve) => {
    byID("token-form").onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem("token", byID("token").value.trim());
      byID("token").value = "";
      byID("access").close();
      pendingToken = null;
      resolve();
    };
  });
  return pendingToken;
}

/** Saves the target of a link. With a token, a script must do it, because links cannot send the token. */
function save(event) {
  if (sessionStorage.getItem("token") === null) return;
  event.preventDefault();
  const link = event.currentTarget;
  fetchWithToken(link.href, "*/*").then((response) => response.blob()).then((content) => {
    const target = URL.createObjectURL(content);
    const name = new URL(link.href).pathname.split("/").filter((part) => part && part !== "source").pop();
    make("a", { href: target, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(target), 60000);
  }).catch((error) => { byID("status").textContent = error.message; });
}

/** Gets a target as JSON. Throws the message of an error response. */
async function get(target) {
  const response = await fetchWithToken(target, "application/json");
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail || body.title || response.statusText);
  return body;
}

/** Shows the progress of the first load until the server is ready. */
async function waitUntilReady() {
  for (;;) {
    // A server that cannot be reached for a moment is tried again too.
    const response = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
    const problem = response && !response.ok ? await response.json().catch(() => null) : null;
    if (response?.ok || problem && problem.code !== "loading") return document.body.classList.remove("loading");
    document.body.classList.add("loading");
    const { read = 0, total = 0 } = problem?.progress || {};
    Object.assign(byID("progress"), total ? { max: total, value: read } : { max: 1 });
    if (!total) byID("progress").removeAttribute("value");
    byID("name").textContent = "Loading the documents";
    byID("status").textContent = problem ? problem.detail : "The server does not answer. Trying again…";
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
