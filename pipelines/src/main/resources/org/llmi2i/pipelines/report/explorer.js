// Looks items up in the explorer's data. Titles are anybody's text: they become text nodes, never markup.
"use strict";
(() => {
  const source = document.getElementById("explorer-data");
  if (!source) {
    return;
  }
  const data = JSON.parse(source.textContent);
  const [query, count, found, card] = ["query", "found-count", "found", "item"].map((id) => document.getElementById(id));
  const MOST_FOUND = 12;
  const CLASSES = { HEAD: "head", TAIL: "tail", COLD: "without interactions" };
  const explored = data.entries.length;
  const number = (value) => value.toLocaleString("en");
  const plural = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;
  const title = (item) => data.items[item][1] || data.items[item][0];
  const searched = data.items.slice(0, explored).map((item) => `${item[1]} ${item[0]}`.toLowerCase());

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  /** An item's title; a button that leads to its entry, if it has one. */
  function link(item) {
    return item < explored
      ? element("button", { className: "plain", type: "button", onclick: () => { location.hash = `item-${item}`; } }, title(item))
      : element("span", {}, title(item));
  }

  const lists = (flat) => d3.range(0, flat.length, 2).map((at) => ({ item: flat[at], users: flat[at + 1] }));
  const pairs = (flat) => d3.range(0, flat.length, 3).map((at) =>
    ({ user: flat[at], probability: flat[at + 1], exchange: flat[at + 2] }));
  const written = (item) => (item < explored ? pairs(data.entries[item].written) : []);
  const has = (user, item) => data.users[user].includes(item);

  function origin(pair) {
    const parts = [pair.probability < 0 ? "not judged" : `probability ${(pair.probability / 1000).toFixed(2)}`];
    parts.push(pair.exchange < 0 ? "from the log" : "exchange ");
    const line = element("small", {}, parts.join(", "));
    if (pair.exchange >= 0) {
      line.append(element("code", {}, data.exchanges[pair.exchange]));
    }
    return line;
  }

  function history(user) {
    const items = data.users[user];
    return element("small", {}, items.length === 0 ? "No history." : `History: ${items.map(title).join(" · ")}`);
  }

  /** The written interactions that join two items: of one of them, for shoppers who have the other. */
  function reasons(item, neighbor) {
    const made = [];
    const both = new Set(written(item).map((pair) => pair.user));
    for (const pair of written(item)) {
      if (has(pair.user, neighbor)) {
        made.push([pair, item, neighbor, "has"]);
      } else if (written(neighbor).some((other) => other.user === pair.user)) {
        made.push([pair, item, neighbor, "was given"]);
      }
    }
    for (const pair of written(neighbor)) {
      if (has(pair.user, item) && !(both.has(pair.user) && has(pair.user, neighbor))) {
        made.push([pair, neighbor, item, "has"]);
      }
    }
    return made;
  }

  function reasonList(item, neighbor) {
    const made = reasons(item, neighbor);
    if (made.length === 0) {
      return element("p", {}, "No interaction shown here joins the two. Others fell behind, or what joins them is beyond the 20 shown of an item.");
    }
    return element("ul", { className: "reasons" }, ...made.map(([pair, given, other, how]) =>
      element("li", {},
        `The model gave “${title(given)}” to shopper ${pair.user + 1}, who ${how} “${title(other)}”${how === "has" ? "" : " too"}.`,
        origin(pair), history(pair.user))));
  }

  function neighborRow(item, neighbor, rank, tag, kind, explain) {
    const row = element("li", { className: kind },
      element("span", { className: "rank" }, `${rank + 1}`), element("span", {}, link(neighbor.item)),
      element("span", { className: "tag" }, tag));
    const note = `${plural(neighbor.users, "shopper has", "shoppers have")} both`;
    if (!explain) {
      row.append(element("small", {}, note));
      return row;
    }
    const why = element("details", {}, element("summary", {}, `Why? ${note}`));
    why.addEventListener("toggle", () => {
      if (why.open && why.children.length === 1) {
        why.append(reasonList(item, neighbor.item));
      }
    });
    row.append(why);
    return row;
  }

  function moved(before, after) {
    return before === after ? "" : before > after ? `▲ ${before - after}` : `▼ ${after - before}`;
  }

  function side(name, id, rows) {
    const list = rows.length === 0
      ? element("p", { className: "soft" }, "No list: no two shoppers' items meet here.")
      : element("ol", { className: "neighbors", id }, ...rows);
    return element("section", {}, element("h4", {}, name), list);
  }

  function sides(item) {
    const [before, after] = [lists(data.entries[item].before), lists(data.entries[item].after)];
    const [beforeRank, afterRank] = [before, after].map((list) => new Map(list.map((row, rank) => [row.item, rank])));
    return element("div", { className: "sides" },
      side("Before", "before", before.map((row, rank) => {
        const gone = !afterRank.has(row.item);
        return neighborRow(item, row, rank, gone ? "gone" : "", gone ? "gone" : "", false);
      })),
      side("After", "after", after.map((row, rank) => {
        const known = beforeRank.get(row.item);
        return known === undefined
          ? neighborRow(item, row, rank, "new", "new", true)
          : neighborRow(item, row, rank, moved(known, rank), "", false);
      })));
  }

  function pairList(name, all, total, id) {
    const shown = all.length < total ? `, the ${all.length} most probable shown` : "";
    return element("details", { id }, element("summary", {}, `${name}: ${number(total)}${shown}`),
      element("ul", { className: "reasons" }, ...all.map((pair) =>
        element("li", {}, `Shopper ${pair.user + 1}`, origin(pair), history(pair.user)))));
  }

  function show(item) {
    const [id, , users, kind] = data.items[item];
    const entry = data.entries[item];
    card.replaceChildren(
      element("h3", {}, title(item)),
      element("p", { className: "soft" }, `Item ${id}, ${CLASSES[kind]}; ${plural(users, "shopper has", "shoppers have")} it in the log.`),
      sides(item),
      pairList("Written for it and kept", pairs(entry.written), entry.writtenCount, "written"),
      pairList("Dropped as implausible", pairs(entry.dropped), entry.droppedCount, "dropped"));
  }

  function search() {
    const wanted = query.value.trim().toLowerCase();
    const hits = wanted === "" ? [] : d3.range(explored).filter((item) => searched[item].includes(wanted));
    count.textContent = wanted === "" ? "" : hits.length > MOST_FOUND
      ? `${number(hits.length)} items; the first ${MOST_FOUND}:` : plural(hits.length, "item", "items");
    found.replaceChildren(...hits.slice(0, MOST_FOUND).map((item) => element("li", {}, link(item))));
  }

  /** Up and down walk through what was found, as in any list. */
  function walk(event) {
    const stops = [query, ...found.querySelectorAll("button")];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0 && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    }
  }

  /** Shows the item that the address names; to begin with, the one of which there is most to see. */
  function follow() {
    const named = Number((/^#item-(\d+)$/.exec(location.hash) || [])[1]);
    show(named < explored ? named : d3.maxIndex(data.entries, (entry) => entry.writtenCount));
  }

  query.addEventListener("input", search);
  query.addEventListener("keydown", walk);
  found.addEventListener("keydown", walk);
  addEventListener("hashchange", () => {
    follow();
    query.value = "";
    search();
    card.scrollIntoView({ block: "nearest" });
  });
  if (explored > 0) {
    follow();
  }
})();
