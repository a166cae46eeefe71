"use strict";
// Sorts and filters the rows that came with the page, and draws the few that are looked at.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [NAME, LABEL, ASSIGNMENT, ATTEMPT, COUNTS, STATUS, SCORE, MOST, MARK, LATE, SHARES, COMMENT] = Array(12).keys();
  const get = id => document.getElementById(id);
  const body = get("table").tBodies[0];
  const heads = [...get("table").tHead.rows[0].cells];
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const passMark = parseFloat(get("show").options[1].text.replace("below", ""));
  const share = row => row[SCORE] === null ? null : row[SCORE] / (row[MOST] || 1);
  const worth = row => row[MARK] === null ? null : row[MARK] / (row[MOST] || 1);
  const keys = {
    name: row => row.rank,
    assignment: row => row[ASSIGNMENT],
    score: row => row[SCORE],
    share: row => share(row),
    mark: row => row[MARK],
    late: row => row[LATE],
    attempt: row => row[ATTEMPT],
  };
  const shows = {
    below: row => row[COUNTS] && worth(row) !== null && 100 * worth(row) < passMark - 1e-6,
    full: row => row[SCORE] !== null && share(row) >= 1,
    late: row => row[LATE] > 0,
    changed: row => row[COMMENT] || (row[MARK] !== null && row[SCORE] === null),
    unreadable: row => row[STATUS] === "unreadable",
    internal_error: row => row[STATUS] === "internal_error",
    other: row => !row[COUNTS],
  };
  const state = { key: "name", down: false, page: 0, group: null };
  let found = [];

  data.rows.forEach((row, place) => {
    row.place = place;
    row.folded = `${row[NAME]} ${row[LABEL]}`.toLocaleLowerCase();
  });
  [...data.rows].sort((a, b) => collator.compare(a[NAME], b[NAME]) || a.place - b.place).forEach((row, rank) => { row.rank = rank; });

  function make(tag, text, attributes = {}) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  const round = value => value === null ? "–" : String(Math.round(value * 100) / 100);

  function nameCell(row) {
    const cell = make("th", "", { scope: "row" });
    const id = data.assignments[row[ASSIGNMENT]].id;
    const path = [id, row[LABEL] || row[NAME], "report.html"].map(encodeURIComponent).join("/");
    const link = make("a", "", { href: path });
    link.append(make("bdi", row[NAME]));
    cell.append(link);
    if (row[LABEL]) cell.append(make("span", ` ${row[LABEL]}`, { class: "soft" }));
    return cell;
  }

  function scoreCell(row) {
    if (row[SCORE] === null) return make("td", row[STATUS] === "unreadable" ? "unreadable" : "our failure", { class: "number bad" });
    const cell = make("td", round(row[SCORE]), { class: "number" });
    cell.append(make("span", ` of ${round(row[MOST])}`, { class: "soft" }));
    return cell;
  }

  function exerciseCell(row) {
    const cell = make("td");
    const names = data.assignments[row[ASSIGNMENT]].exercises;
    const wanting = names.filter((_, at) => row[SHARES][at] < 100);
    if (!row[SHARES].length) return cell;
    const strip = make("span", "", { class: "cells", "aria-hidden": "true" });
    row[SHARES].forEach((part, at) => {
      const tone = part >= 100 ? "full" : part > 0 ? "half" : "none";
      strip.append(make("i", "", { class: tone, style: `--share:${part}%`, title: `${names[at]}: ${part} %` }));
    });
    const said = wanting.length ? `${names.length - wanting.length} of ${names.length} right; not ${wanting.join(", ")}` : "all right";
    cell.append(strip, make("span", said, { class: "hush" }));
    return cell;
  }

  function draw() {
    const start = state.page * data.page;
    const shown = found.slice(start, start + data.page);
    body.replaceChildren(...shown.map(row => {
      const line = make("tr", "", row[COUNTS] ? {} : { class: "other" });
      const mark = make("td", round(row[MARK]), { class: "number" });
      if (row[COMMENT]) mark.append(make("span", ` ${row[COMMENT]}`, { class: "soft" }));
      line.append(
        nameCell(row), make("td", data.assignments[row[ASSIGNMENT]].id), scoreCell(row), exerciseCell(row), mark,
        make("td", row[LATE] ? String(row[LATE]) : "", { class: "number" }),
        make("td", row[ATTEMPT] + (row[COUNTS] ? "" : " (does not count)"), { class: "number" }),
      );
      columns.forEach((used, at) => { line.cells[at].hidden = !used; });
      return line;
    }));
    const last = start + shown.length;
    get("status").textContent = found.length ? `${start + 1}–${last} of ${found.length}` : "None matches.";
    get("before").disabled = state.page === 0;
    get("after").disabled = last >= found.length;
  }

  function find() {
    const words = get("text").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const wanted = get("assignment").value;
    const shows_ = shows[get("show").value];
    const source = state.group === null ? data.rows : data.groups[state.group].map(at => data.rows[at]);
    found = source.filter(row =>
      (wanted === "" || row[ASSIGNMENT] === Number(wanted)) &&
      words.every(word => row.folded.includes(word)) && (!shows_ || shows_(row)));
    const key = keys[state.key], sign = state.down ? -1 : 1;
    found.sort((a, b) => {
      const [left, right] = [key(a), key(b)];
      if (left === null || right === null) return (left === null) - (right === null) || a.rank - b.rank;
      return sign * (left - right) || a.rank - b.rank;
    });
    state.page = 0;
    get("all").hidden = state.group === null && !words.length && wanted === "" && !shows_;
    draw();
  }

  const columns = heads.map(head => {
    const varies = {
      assignment: () => data.assignments.length > 1,
      mark: () => data.rows.some(row => row[MARK] !== row[SCORE]),
      late: () => data.rows.some(row => row[LATE] > 0),
      attempt: () => data.rows.some(row => row[ATTEMPT] > 1 || !row[COUNTS]),
    }[head.dataset.key];
    return !varies || varies();
  });
  heads.forEach((head, at) => {
    head.hidden = !columns[at];
    const button = make("button", head.textContent, { type: "button" });
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const key = head.dataset.key;
      state.down = state.key === key ? !state.down : false;
      state.key = key;
      heads.forEach(one => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      find();
    });
  });
  heads[0].setAttribute("aria-sort", "ascending");
  data.assignments.forEach((one, at) => get("assignment").append(make("option", one.id, { value: at })));
  get("assignment").closest("label").hidden = data.assignments.length < 2;
  for (const option of [...get("show").options]) {
    const keep = shows[option.value];
    if (keep && !data.rows.some(keep)) option.remove();
  }
  get("filters").addEventListener("input", find);
  get("filters").addEventListener("submit", event => event.preventDefault());
  get("all").addEventListener("click", () => {
    state.group = null;
    get("filters").reset();
    find();
    get("text").focus();
  });
  get("before").addEventListener("click", () => { state.page -= 1; draw(); });
  get("after").addEventListener("click", () => { state.page += 1; draw(); });
  for (const button of document.querySelectorAll("[data-group]")) {
    button.addEventListener("click", () => {
      get("filters").reset();
      state.group = Number(button.dataset.group);
      find();
      get("scores").focus();
      get("scores").scrollIntoView();
    });
  }
  document.documentElement.classList.add("scripted");
  find();
})();
