// The dashboard: asks the API of its own origin, and shows what it gets as text, never as markup.
"use strict";

const pageSize = 25;
const operators = {
  text: ["eq", "contains", "startswith", "endswith", "ne", "in", "exists"],
  date: ["eq", "gte", "lte", "startswith", "ne", "exists"],
  integer: ["eq", "gte", "lte", "ne", "in", "exists"],
  number: ["eq", "gte", "lte", "ne", "in", "exists"],
  boolean: ["eq", "ne", "exists"],
};
const words = {
  eq: "exactly", ne: "anything but", contains: "containing", startswith: "starting with", endswith: "ending with",
  gte: "at least", lte: "at most", in: "one of", exists: "there (true, false)",
};
const reserved = ["q", "sort", "limit", "offset", "format"];
const byID = (id) => document.getElementById(id);

let index;
let collection;
let latest = 0;

/** An element with properties and children; strings become text. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Fetches a target with the token that this tab keeps; asks for one where the server wants it. */
async function fetched(target, accept) {
  const token = sessionStorage.getItem("token");
  const headers = token ? { Accept: accept, Authorization: "Bearer " + token } : { Accept: accept };
  const response = await fetch(target, { headers });
  if (response.status !== 401) return response;
  await askForToken(token);
  return fetched(target, accept);
}

let asking = null;

/** Waits until the person has given a token other than the one that was refused. */
function askForToken(refused) {
  if (sessionStorage.getItem("token") !== refused) return Promise.resolve();
  if (asking) return asking;
  byID("status").textContent = "";
  byID("refused").hidden = refused === null;
  byID("access").showModal();
  asking = new Promise((resolve) => {
    byID("unlock").onsubmit = (event) => {
      event.preventDefault();
      sessionStorage.setItem("token", byID("token").value.trim());
      byID("token").value = "";
      byID("access").close();
      asking = null;
      resolve();
    };
  });
  return asking;
}

/** Saves what a link leads to: with a token, which links do not carry. */
function save(event) {
  if (sessionStorage.getItem("token") === null) return;
  event.preventDefault();
  const link = event.currentTarget;
  fetched(link.href, "*/*").then((response) => response.blob()).then((content) => {
    const target = URL.createObjectURL(content);
    const name = new URL(link.href).pathname.split("/").filter((part) => part && part !== "source").pop();
    make("a", { href: target, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(target), 60000);
  }).catch((error) => { byID("status").textContent = error.message; });
}

async function get(target) {
  const response = await fetched(target, "application/json");
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail || body.title || response.statusText);
  return body;
}

// MARK: State, which stands behind the # so that it can be linked to and gone back to.

function state() {
  const [name, query] = location.hash.slice(1).split("?");
  return { name: decodeURIComponent(name || ""), parameters: new URLSearchParams(query || "") };
}

function go(name, parameters) {
  const query = parameters.toString();
  location.hash = encodeURIComponent(name) + (query ? "?" + query : "");
}

function change(edit) {
  const { parameters } = state();
  parameters.delete("offset");
  edit(parameters);
  go(collection.name, parameters);
}

// MARK: What is shown

async function show() {
  const turn = ++latest;
  const { name, parameters } = state();
  collection = index.collections.find((each) => each.name === name) || index.collections[0];
  showCollections();
  showFilters(parameters);
  byID("status").textContent = "Loading…";
  const asked = new URLSearchParams(parameters);
  asked.set("limit", pageSize);
  try {
    const list = await get("/" + encodeURIComponent(collection.name) + "?" + asked);
    if (turn === latest) showList(list, parameters);
  } catch (error) {
    if (turn !== latest) return;
    byID("status").textContent = error.message;
    byID("records").replaceChildren();
    byID("range").textContent = "";
    byID("previous").disabled = byID("next").disabled = true;
  }
}

function showCollections() {
  byID("collections").replaceChildren(...index.collections.map((each) => {
    const link = make("a", { href: "#" + encodeURIComponent(each.name) },
      each.name, make("span", {}, each.count.toLocaleString()));
    if (each === collection) link.setAttribute("aria-current", "page");
    return link;
  }));
  byID("name").textContent = collection.name;
  byID("summary").textContent = collection.summary;
  document.title = collection.name + " – briefd";
  const fields = collection.fields.filter((field) => field.type !== "object");
  const chosen = byID("field").value;
  byID("field").replaceChildren(...fields.map((field) => make("option", {}, field.name)));
  if (fields.some((field) => field.name === chosen)) byID("field").value = chosen;
  showOperators();
}

function showOperators() {
  const field = collection.fields.find((each) => each.name === byID("field").value);
  const names = operators[field ? field.type : "text"] || ["exists"];
  byID("operator").replaceChildren(...names.map((name) => make("option", { value: name }, words[name])));
}

function showFilters(parameters) {
  byID("q").value = parameters.get("q") || "";
  const filters = [...parameters].filter(([name]) => !reserved.includes(name));
  byID("filters").replaceChildren(...filters.map(([name, value]) => {
    const [field, operator = "eq"] = name.split(":");
    const button = make("button", { type: "button" }, `${field} ${words[operator] || operator} ${value} ✕`);
    button.setAttribute("aria-label", `Remove the filter ${field} ${operator} ${value}`);
    button.onclick = () => change((edited) => edited.delete(name, value));
    return make("li", {}, button);
  }));
}

function showList(list, parameters) {
  const { total, count, offset } = list.meta;
  const nearest = list.meta.suggestions || [];
  byID("status").textContent = (total === 1 ? "1 record" : total.toLocaleString() + " records")
    + (nearest.length ? "; nearest words: " + nearest.join(", ") : "");
  byID("range").textContent = count ? `${offset + 1}–${offset + count}` : "";
  byID("previous").disabled = offset === 0;
  byID("next").disabled = !list.links.next;
  byID("previous").onclick = () => turnTo(parameters, Math.max(0, offset - pageSize));
  byID("next").onclick = () => turnTo(parameters, offset + pageSize);

  const fields = collection.fields.filter((field) =>
    field.name !== "id" && field.name !== "_meta" && field.name !== "source" && field.name !== "appearances"
    && list.data.some((record) => text(record[field.name])));
  const sorted = parameters.get("sort") || "";
  const heads = fields.map((field) => head(field, sorted));
  const rows = list.data.map((record) => make("tr", {},
    ...fields.map((field) => cell(field, record[field.name])), place(record)));
  byID("records").replaceChildren(
    make("thead", {}, make("tr", {}, ...heads, make("th", { scope: "col" }, "Source"))), make("tbody", {}, ...rows));

  const query = parameters.toString();
  const formats = ["json", "csv", "ndjson"].concat(collection.name === "articles" ? ["atom"] : []);
  byID("formats").replaceChildren(...formats.map((format) =>
    make("a", {
      href: `/${encodeURIComponent(collection.name)}.${format}${query ? "?" + query : ""}`, onclick: save,
    }, format)));
}

function turnTo(parameters, offset) {
  const turned = new URLSearchParams(parameters);
  if (offset) turned.set("offset", offset); else turned.delete("offset");
  go(collection.name, turned);
}

function head(field, sorted) {
  const element = make("th", { scope: "col" });
  if (field.list || field.type === "object") {
    element.append(field.name);
    return element;
  }
  const direction = sorted === field.name ? "ascending" : sorted === "-" + field.name ? "descending" : "none";
  const arrow = { ascending: " ↑", descending: " ↓", none: "" }[direction];
  element.setAttribute("aria-sort", direction);
  element.append(make("button", {
    type: "button",
    onclick: () => change((edited) => edited.set("sort", (direction === "ascending" ? "-" : "") + field.name)),
  }, field.name + arrow));
  return element;
}

function cell(field, value) {
  const shown = text(value);
  if (!shown) return make("td", { className: "none" }, "–");
  const isNumber = field.type === "integer" || field.type === "number";
  return make("td", { className: isNumber ? "number" : "", title: shown.length > 240 ? shown : "" },
    shown.length > 240 ? shown.slice(0, 240) + "…" : shown);
}

/** A value as one line. */
function text(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(text).filter(Boolean).join(", ");
  if (typeof value === "object") return Object.keys(value).length ? JSON.stringify(value) : "";
  return String(value);
}

// MARK: Where a record comes from

function place(record) {
  const first = record.appearances ? record.appearances[0] : record;
  const article = first ? first.article || (collection.name === "articles" ? record.id : null) : null;
  const source = (first && first.source) || record._meta || {};
  if (!article || !source.file) return make("td", { className: "none" }, "–");
  const target = "/articles/" + encodeURIComponent(article) + "/source";
  return make("td", {}, make("a", {
    href: target,
    onclick: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showSource(target, source.file, source.line);
    },
  }, `${source.file}:${source.line}`));
}

async function showSource(target, file, line) {
  const response = await fetched(target, "text/plain");
  const lines = (await response.text()).split(/\r\n|\n|\r/);
  byID("file").textContent = `${file}:${line}`;
  byID("raw").href = target;
  byID("lines").replaceChildren(...lines.map((each, number) =>
    make("li", { className: number + 1 === line ? "here" : "" }, each)));
  byID("source").showModal();
  byID("lines").querySelector(".here")?.scrollIntoView({ block: "center" });
}

// MARK: Asking

byID("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  change((edited) => {
    const words = byID("q").value.trim();
    if (words) edited.set("q", words); else edited.delete("q");
    const [field, operator, value] = ["field", "operator", "value"].map((id) => byID(id).value);
    if (value) edited.append(operator === "eq" && !reserved.includes(field) ? field : `${field}:${operator}`, value);
  });
  byID("value").value = "";
});
byID("field").addEventListener("change", showOperators);
byID("value").addEventListener("focus", async () => {
  const field = byID("field").value;
  const list = await get(`/${encodeURIComponent(collection.name)}?limit=0&facets=${encodeURIComponent(field)}`);
  byID("values").replaceChildren(...list.meta.facets[field].slice(0, 50).map((each) =>
    make("option", { value: text(each.value), label: `${each.count} ×` })));
});
byID("raw").addEventListener("click", save);
byID("access").addEventListener("cancel", (event) => event.preventDefault());
byID("close").addEventListener("click", () => byID("source").close());
addEventListener("hashchange", show);

function load() {
  return get("/").then((answer) => {
    index = answer;
    byID("searching").hidden = !("search" in index.links);
    return show();
  }).catch((error) => { byID("status").textContent = error.message; });
}

/** What is shown follows the documents: each event's id is the version that is served from now on. */
async function follow() {
  for (;;) {
    try {
      // Not an EventSource, which cannot carry the token.
      const response = await fetched("/-/events", "text/event-stream");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) if (line.startsWith("id: ") && line.slice(4) !== index?.snapshot) load();
      }
    } catch {
      // The server ends, or is away for a moment.
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

load().then(follow);
