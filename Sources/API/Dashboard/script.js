// The script of the dashboard: shows the data of the API as text, never as markup. Requests are in client.js.
"use strict";

const pageSize = 25;
const operators = {
  text: ["eq", "ieq", "contains", "startswith", "endswith", "ne", "in", "exists"],
  date: ["eq", "gte", "lte", "startswith", "ne", "exists"],
  integer: ["eq", "gte", "lte", "ne", "in", "exists"],
  number: ["eq", "gte", "lte", "ne", "in", "exists"],
  boolean: ["eq", "ne", "exists"],
};
const operatorLabels = {
  eq: "exactly", ieq: "ignoring case", ne: "not", contains: "containing", startswith: "starting with",
  endswith: "ending with", gte: "at least", lte: "at most", in: "one of", exists: "present (true, false)",
};
const reservedNames = ["q", "sort", "limit", "offset", "format"];

let index;
let collection;
let latestUpdate = 0;

// MARK: State. It is in the fragment of the URL, so that links and the browser history work.

/** Parses the fragment: the name of the collection and the query parameters. */
function state() {
  const [name, query] = location.hash.slice(1).split("?");
  return { name: decodeURIComponent(name || ""), parameters: new URLSearchParams(query || "") };
}

/** Shows a collection with query parameters. */
function go(name, parameters) {
  const query = parameters.toString();
  location.hash = encodeURIComponent(name) + (query ? "?" + query : "");
}

/** Changes the query parameters of the collection and goes back to the first page. */
function change(edit) {
  const { parameters } = state();
  parameters.delete("offset");
  edit(parameters);
  go(collection.name, parameters);
}

// MARK: Rendering

/** Shows the page for the current state. */
async function show() {
  const update = ++latestUpdate;
  const { name, parameters } = state();
  collection = index.collections.find((each) => each.name === name) || index.collections[0];
  showCollections();
  showFilters(parameters);
  byID("status").textContent = "Loading…";
  const requested = new URLSearchParams(parameters);
  requested.set("limit", pageSize);
  try {
    const list = await get("/" + encodeURIComponent(collection.name) + "?" + requested);
    if (update === latestUpdate) showList(list, parameters);
  } catch (error) {
    if (update !== latestUpdate) return;
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
  byID("operator").replaceChildren(...names.map((name) => make("option", { value: name }, operatorLabels[name])));
}

function showFilters(parameters) {
  byID("q").value = parameters.get("q") || "";
  const filters = [...parameters].filter(([name]) => !reservedNames.includes(name));
  byID("filters").replaceChildren(...filters.map(([name, value]) => {
    const [field, operator = "eq"] = name.split(":");
    const button = make("button", { type: "button" }, `${field} ${operatorLabels[operator] || operator} ${value} ✕`);
    button.setAttribute("aria-label", `Remove the filter ${field} ${operator} ${value}`);
    button.onclick = () => change((edited) => edited.delete(name, value));
    return make("li", {}, button);
  }));
}

function showList(list, parameters) {
  const { total, count, offset } = list.meta;
  const nearest = list.meta.suggestions || [];
  byID("status").textContent = (total === 1 ? "1 record" : total.toLocaleString() + " records")
    + (nearest.length ? ". Did you mean: " + nearest.join(", ") + "?" : "");
  byID("range").textContent = count ? `${offset + 1}–${offset + count}` : "";
  byID("previous").disabled = offset === 0;
  byID("next").disabled = !list.links.next;
  byID("previous").onclick = () => goToPage(parameters, Math.max(0, offset - pageSize));
  byID("next").onclick = () => goToPage(parameters, offset + pageSize);

  const fields = collection.fields.filter((field) =>
    field.name !== "id" && field.name !== "_meta" && field.name !== "source" && field.name !== "appearances"
    && list.data.some((record) => text(record[field.name])));
  const sorted = parameters.get("sort") || "";
  const headers = fields.map((field) => headerCell(field, sorted));
  const rows = list.data.map((record) => make("tr", {},
    ...fields.map((field) => cell(field, record[field.name])), sourceCell(record)));
  byID("records").replaceChildren(
    make("thead", {}, make("tr", {}, ...headers, make("th", { scope: "col" }, "Source"))), make("tbody", {}, ...rows));

  const query = parameters.toString();
  const formats = ["json", "csv", "ndjson"].concat(collection.name === "articles" ? ["atom"] : []);
  byID("formats").replaceChildren(...formats.map((format) =>
    make("a", {
      href: `/${encodeURIComponent(collection.name)}.${format}${query ? "?" + query : ""}`, onclick: save,
    }, format)));
}

function goToPage(parameters, offset) {
  const changed = new URLSearchParams(parameters);
  if (offset) changed.set("offset", offset); else changed.delete("offset");
  go(collection.name, changed);
}

function headerCell(field, sorted) {
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
  if (!shown) return make("td", { className: "empty" }, "–");
  const isNumber = field.type === "integer" || field.type === "number";
  return make("td", { className: isNumber ? "number" : "", title: shown.length > 240 ? shown : "" },
    shown.length > 240 ? shown.slice(0, 240) + "…" : shown);
}

/** Returns a value as one line of text. */
function text(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(text).filter(Boolean).join(", ");
  if (typeof value === "object") return Object.keys(value).length ? JSON.stringify(value) : "";
  return String(value);
}

// MARK: Sources

/** Makes the cell with the link to the line of the document that a record comes from. */
function sourceCell(record) {
  const first = record.appearances ? record.appearances[0] : record;
  const article = first ? first.article || (collection.name === "articles" ? record.id : null) : null;
  const source = (first && first.source) || record._meta || {};
  if (!article || !source.file) return make("td", { className: "empty" }, "–");
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

/** Shows a document and highlights a line. */
async function showSource(target, file, line) {
  const response = await fetchWithToken(target, "text/plain");
  const lines = (await response.text()).split(/\r\n|\n|\r/);
  byID("file").textContent = `${file}:${line}`;
  byID("raw").href = target;
  byID("lines").replaceChildren(...lines.map((each, number) =>
    make("li", { className: number + 1 === line ? "highlighted" : "" }, each)));
  byID("source").showModal();
  byID("lines").querySelector(".highlighted")?.scrollIntoView({ block: "center" });
}

// MARK: Events

byID("query").addEventListener("submit", (event) => {
  event.preventDefault();
  change((edited) => {
    const search = byID("q").value.trim();
    if (search) edited.set("q", search); else edited.delete("q");
    const [field, operator, value] = ["field", "operator", "value"].map((id) => byID(id).value);
    if (!value) return;
    const name = operator === "eq" && !reservedNames.includes(field) ? field : `${field}:${operator}`;
    edited.append(name, value);
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

/** Loads the index and shows the page. */
function load() {
  return waitUntilReady().then(() => get("/")).then((answer) => {
    index = answer;
    byID("search-field").hidden = !("search" in index.links);
    byID("hint").textContent = index.hint || "";
    return show();
  }).catch((error) => { byID("status").textContent = error.message; });
}

/** Reloads the page's data when the documents change. The id of each event is the new version of the snapshot. */
async function followChanges() {
  for (;;) {
    try {
      // An EventSource cannot send the token.
      const response = await fetchWithToken("/-/events", "text/event-stream");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { done, value } = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        for (const line of lines) if (line.startsWith("id: ") && line.slice(4) !== index?.snapshot) load();
      }
    } catch {
      // The server is shutting down or unreachable: try again below.
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

load().then(followChanges);
