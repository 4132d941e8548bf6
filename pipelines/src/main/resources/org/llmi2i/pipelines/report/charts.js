// Draws the report's charts from its figures, as SVG whose colours come from the style sheet.
"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figures = read("figures");
  /** As the text around has it: +62 %, the unit on the same line. */
  const percent = (value) => {
    const hundredths = Math.round(value * 100);
    return `${hundredths > 0 ? "+" : ""}${(hundredths || 0).toLocaleString("en")}\u00a0%`;
  };
  const share = (value) => `${Math.round(value * 100)}\u00a0%`;

  // What is drawn for a wide window would be shrunk to the paper, and its text with it.
  let onPaper = false;
  function widthOf(figure) {
    return onPaper ? (figure.closest(".charts") ? 328 : 672) : Math.max(figure.clientWidth, 280);
  }

  /** An SVG that fills its figure, and says in words what it shows. */
  function canvas(figure, height, description) {
    const width = widthOf(figure);
    figure.replaceChildren();
    return d3.select(figure).append("svg")
      .attr("viewBox", `0 0 ${width} ${height}`)
      .attr("role", "img").attr("aria-label", description)
      .datum(width);
  }

  function tickLines(svg, ticks, x, top, bottom, format) {
    const line = svg.append("g").selectAll("g").data(ticks).join("g")
      .attr("transform", (tick) => `translate(${x(tick)},0)`);
    line.append("line").attr("class", (tick) => (tick === 0 ? "zero" : "grid"))
      .attr("y1", top).attr("y2", bottom);
    line.append("text").attr("class", "soft").attr("text-anchor", "middle")
      .attr("y", bottom + 18).text(format);
  }

  /** Of ticks around 0 those whose texts have room beside each other, the farthest first. */
  function apart(ticks, x, format) {
    const kept = [0];
    const room = (one, other) => 8 + 4 * (format(one).length + format(other).length);
    for (const tick of d3.sort(ticks, (one) => -Math.abs(one))) {
      if (kept.every((other) => Math.abs(x(tick) - x(other)) >= room(tick, other))) {
        kept.push(tick);
      }
    }
    return kept;
  }

  function levelLines(svg, ticks, y, left, right, format) {
    const line = svg.append("g").selectAll("g").data(ticks).join("g")
      .attr("transform", (tick) => `translate(0,${y(tick)})`);
    line.append("line").attr("class", "grid").attr("x1", left).attr("x2", right);
    line.append("text").attr("class", "soft").attr("text-anchor", "end")
      .attr("x", left - 8).attr("dy", "0.35em").text(format);
  }

  /** Changes of recall with their intervals, a row for each table, together by slice. */
  function drawLifts(figure) {
    const rows = figures.lifts;
    const slices = d3.groups(rows, (row) => row.slice);
    const rowHeight = 24;
    const height = 12 + slices.length * 30 + rows.length * rowHeight + 36;
    const svg = canvas(figure, height, rows.map((row) =>
      `${row.slice}, ${row.variant}: ${percent(row.value)}, from ${percent(row.low)} to ${percent(row.high)}`).join("; "));
    const width = svg.datum();
    const left = 116;
    const ends = rows.flatMap((row) => [row.low, row.high, row.value, 0]);
    // A gain of several times would leave the other rows no room on a scale of equal steps.
    const wide = d3.max(ends) > 3;
    const x = (wide ? d3.scaleSymlog().constant(0.25) : d3.scaleLinear())
      .domain(d3.extent(ends)).range([left + 8, width - 64]);
    if (!wide) {
      x.nice();
    }
    const steps = [-0.9, -0.5, 0, 0.5, 1, 2, 5, 10, 20, 50, 100];
    const ticks = wide
      ? steps.filter((step) => step >= x.domain()[0] && step <= x.domain()[1])
      : x.ticks(Math.max(3, Math.min(7, Math.floor((width - left) / 90))));
    tickLines(svg, apart(ticks, x, percent), x, 8, height - 28, percent);
    let y = 12;
    for (const [slice, ofSlice] of slices) {
      svg.append("text").attr("class", "group").attr("y", y + 16).text(slice);
      y += 30;
      for (const row of ofSlice) {
        const g = svg.append("g").attr("class", row.kind).attr("transform", `translate(0,${y + rowHeight / 2 - 4})`);
        g.append("title").text(`${row.variant}: ${percent(row.value)}, 95 % interval ${percent(row.low)} to ${percent(row.high)}`);
        g.append("text").attr("dy", "0.35em").attr("x", 12).text(row.variant);
        g.append("line").attr("class", "whisker").attr("x1", x(row.low)).attr("x2", x(row.high));
        g.append("circle").attr("class", row.kind === "refined" ? "dot" : "hollow")
          .attr("r", row.kind === "refined" ? 6 : 4.5).attr("cx", x(row.value));
        g.append("text").attr("text-anchor", "end").attr("x", width).attr("dy", "0.35em").text(percent(row.value));
        y += rowHeight;
      }
    }
  }

  /** How much more or less often items are shown than before, by how many shoppers have them. */
  function drawExposures(figure) {
    const rows = figures.exposures.filter((row) => row.before > 0)
      .map((row) => ({ ...row, change: row.after / row.before - 1 }));
    const rowHeight = 28;
    const top = 28;
    const height = top + rows.length * rowHeight + 8;
    const svg = canvas(figure, height, "Change in how often an item is shown. " + rows.map((row) =>
      `Items of ${row.users} shoppers: ${percent(row.change)}`).join("; "));
    const width = svg.datum();
    const [left, right] = [108, width - 52];
    const x = d3.scaleLinear().domain(d3.extent([-0.01, 0.01, ...rows.map((row) => row.change)])).range([left, right]);
    svg.append("text").attr("class", "soft").attr("y", 12).text("shoppers who have it");
    svg.append("line").attr("class", "zero")
      .attr("x1", x(0)).attr("x2", x(0)).attr("y1", top - 6).attr("y2", height);
    const bar = svg.append("g").selectAll("g").data(rows).join("g")
      .attr("class", (row) => (row.change >= 0 ? "refined" : "base"))
      .attr("transform", (row, at) => `translate(0,${top + at * rowHeight})`);
    bar.append("title").text((row) =>
      `${row.items} items of ${row.users} shoppers: shown ${row.before.toFixed(1)} times before, ${row.after.toFixed(1)} after`);
    bar.append("text").attr("y", 14).text((row) => row.users);
    bar.append("rect").attr("class", "bar").attr("y", 1).attr("height", rowHeight - 10)
      .attr("x", (row) => x(Math.min(0, row.change)))
      .attr("width", (row) => Math.abs(x(row.change) - x(0)));
    bar.append("text").attr("y", 14).attr("x", width).attr("text-anchor", "end").text((row) => percent(row.change));
  }

  /** What was predicted against what was so. */
  function drawReliability(figure) {
    const rows = figures.reliability;
    const height = 300;
    const svg = canvas(figure, height, "Share of observed pairs by predicted probability. " + rows.map((row) =>
      `predicted ${share(row.predicted)}: ${share(row.observed)} of ${row.pairs}`).join("; "));
    const width = svg.datum();
    const [left, right, top, bottom] = [48, width - 24, 10, height - 44];
    const x = d3.scaleLinear().domain([0, 1]).range([left, right]);
    const y = d3.scaleLinear().domain([0, 1]).range([bottom, top]);
    const size = d3.scaleSqrt().domain([0, d3.max(rows, (row) => row.pairs)]).range([3, 11]);
    levelLines(svg, [0, 0.25, 0.5, 0.75, 1], y, left, right, share);
    svg.append("g").selectAll("text").data([0, 0.25, 0.5, 0.75, 1]).join("text")
      .attr("class", "soft").attr("text-anchor", "middle")
      .attr("x", (tick) => x(tick)).attr("y", bottom + 20).text(share);
    svg.append("text").attr("class", "soft").attr("text-anchor", "end")
      .attr("x", width).attr("y", height - 4).text("predicted; upwards: share that was observed");
    svg.append("line").attr("class", "ideal")
      .attr("x1", x(0)).attr("y1", y(0)).attr("x2", x(1)).attr("y2", y(1));
    const curve = svg.append("g").attr("class", "refined");
    curve.append("path").attr("class", "curve")
      .attr("d", d3.line((row) => x(row.predicted), (row) => y(row.observed))(rows));
    curve.selectAll("circle").data(rows).join("circle").attr("class", "dot")
      .attr("cx", (row) => x(row.predicted)).attr("cy", (row) => y(row.observed)).attr("r", (row) => size(row.pairs))
      .append("title").text((row) => `predicted ${share(row.predicted)}, observed ${share(row.observed)}, ${row.pairs} pairs`);
  }

  /** Changes of two recalls by volume, each with its interval. */
  function drawVolumes(figure) {
    const rows = figures.volumes;
    const height = 300;
    const lines = [{ kind: "refined", name: "tail items", of: (row) => row.tail }, { kind: "base", name: "all items", of: (row) => row.all }];
    const svg = canvas(figure, height, "Change in recall by interactions written for an item. " + rows.map((row) =>
      `${row.perItem} an item: tail ${percent(row.tail.value)}, all items ${percent(row.all.value)}`).join("; "));
    const width = svg.datum();
    const [left, right, top, bottom] = [60, width - 16, 28, height - 44];
    const x = d3.scalePoint().domain(rows.map((row) => row.perItem)).range([left, right]).padding(0.5);
    const y = d3.scaleLinear()
      .domain(d3.extent(rows.flatMap((row) => [0, row.tail.low, row.tail.high, row.all.low, row.all.high]))).nice()
      .range([bottom, top]);
    levelLines(svg, y.ticks(5), y, left, right, percent);
    svg.append("line").attr("class", "zero").attr("x1", left).attr("x2", right).attr("y1", y(0)).attr("y2", y(0));
    svg.append("g").selectAll("text").data(rows).join("text").attr("class", "soft").attr("text-anchor", "middle")
      .attr("x", (row) => x(row.perItem)).attr("y", bottom + 20).text((row) => row.perItem);
    svg.append("text").attr("class", "soft").attr("text-anchor", "end")
      .attr("x", width).attr("y", height - 4).text("interactions written for an item, at most");
    lines.forEach((line, at) => {
      const g = svg.append("g").attr("class", line.kind);
      g.append("circle").attr("class", "dot").attr("cx", left + 8 + at * 110).attr("cy", 10).attr("r", 5);
      g.append("text").attr("x", left + 18 + at * 110).attr("y", 10).attr("dy", "0.35em").text(line.name);
      g.append("path").attr("class", "curve")
        .attr("d", d3.line((row) => x(row.perItem), (row) => y(line.of(row).value))(rows));
      g.selectAll(".whisker").data(rows).join("line").attr("class", "whisker")
        .attr("x1", (row) => x(row.perItem)).attr("x2", (row) => x(row.perItem))
        .attr("y1", (row) => y(line.of(row).low)).attr("y2", (row) => y(line.of(row).high));
      g.selectAll(".point").data(rows).join("circle").attr("class", "dot point").attr("r", 5)
        .attr("cx", (row) => x(row.perItem)).attr("cy", (row) => y(line.of(row).value))
        .append("title").text((row) => `${row.perItem} an item, ${line.name}: ${percent(line.of(row).value)}, 95 % interval ${percent(line.of(row).low)} to ${percent(line.of(row).high)}`);
    });
  }

  /** Settings by their two recalls, before and after, with the line of those that none beats. */
  function drawFrontiers(figure) {
    const bases = figures.frontiers;
    const wide = widthOf(figure);
    const across = Math.min(bases.length, wide >= 760 ? 3 : wide >= 520 ? 2 : 1);
    const tall = 260;
    const height = Math.ceil(bases.length / across) * tall;
    const recall = d3.format(".3f");
    const kinds = [{ kind: "base", name: "before", dot: "hollow", of: (base) => base.bases, best: (base) => base.bestBase },
      { kind: "refined", name: "refined", dot: "dot", of: (base) => base.refined, best: (base) => base.bestRefined }];
    const told = (base, line) => {
      const best = line.of(base).find((point) => point.setting === line.best(base));
      return `${line.name} ${recall(best.all)} of all, ${recall(best.tail)} of the tail`;
    };
    const svg = canvas(figure, height, "Recall at 50 of all items against that of tail items. " + bases.map((base) =>
      `${base.base}: ${kinds.map((line) => told(base, line)).join("; ")}`).join(". "));
    const cell = svg.datum() / across;
    bases.forEach((base, place) => {
      const g = svg.append("g").attr("transform", `translate(${(place % across) * cell},${Math.floor(place / across) * tall})`);
      const points = [...base.bases, ...base.refined];
      const [left, right, top, bottom] = [52, cell - 20, 34, tall - 48];
      const x = d3.scaleLinear().domain(d3.extent(points, (point) => point.all)).nice(4).range([left, right]);
      const y = d3.scaleLinear().domain([0, d3.max(points, (point) => point.tail)]).nice(4).range([bottom, top]);
      g.append("text").attr("class", "group").attr("y", 14).text(base.base);
      levelLines(g, y.ticks(4), y, left, right, recall);
      g.append("g").selectAll("text").data(x.ticks(3)).join("text").attr("class", "soft").attr("text-anchor", "middle")
        .attr("x", (tick) => x(tick)).attr("y", bottom + 18).text(recall);
      g.append("text").attr("class", "soft").attr("text-anchor", "end")
        .attr("x", right).attr("y", bottom + 36).text("all items; upwards: tail");
      for (const line of kinds) {
        const own = line.of(base);
        const unbeaten = own.filter((point) => !own.some((other) => other.all >= point.all && other.tail >= point.tail
          && (other.all > point.all || other.tail > point.tail))).sort((one, other) => one.all - other.all);
        const drawn = g.append("g").attr("class", line.kind);
        drawn.append("path").attr("class", "curve")
          .attr("d", d3.line((point) => x(point.all), (point) => y(point.tail))(unbeaten));
        drawn.selectAll("circle").data(own).join("circle").attr("class", line.dot)
          .attr("r", (point) => (point.setting === line.best(base) ? 7 : 3.5))
          .attr("cx", (point) => x(point.all)).attr("cy", (point) => y(point.tail))
          .append("title").text((point) => `${line.name}, ${point.setting}: ${recall(point.all)} of all items, ${recall(point.tail)} of tail items`);
      }
    });
  }

  const drawings = {
    lifts: drawLifts, exposures: drawExposures, reliability: drawReliability,
    volumes: drawVolumes, frontiers: drawFrontiers,
  };
  const shown = Object.entries(drawings)
    .map(([id, draw]) => ({ figure: document.getElementById(id), draw, width: 0 }))
    .filter(({ figure }) => figure && figures[figure.id].length > 0);
  for (const chart of shown) {
    new ResizeObserver(() => {
      if (chart.figure.clientWidth !== chart.width) {
        chart.width = chart.figure.clientWidth;
        chart.draw(chart.figure);
      }
    }).observe(chart.figure);
  }

  function redraw(forPaper) {
    onPaper = forPaper;
    shown.forEach(({ figure, draw }) => draw(figure));
  }
  addEventListener("beforeprint", () => redraw(true));
  addEventListener("afterprint", () => redraw(false));
})();
