// What the key may have held between events, and which operations had ended before which.
const BAND = 30, BLOCKERS_MAX = 3, VALUES_MAX = 6;

const bandHeight = () => view.cells.length ? BAND : 0;
/** The room for rows, between the axis and the band of values. */
const fieldHeight = () => height - AXIS - bandHeight();
const held = value => value === null ? (key.lock ? 'free' : 'nothing') : value === '' ? '""' : key.lock ? 'held' : value;

/** The values that are possible after the first `count` events of the key; null if not known. */
function valuesAfter(count) {
  const known = key.values;
  if (!known || count > known.until) return null;
  let low = 0, high = known.changes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (known.changes[middle][0] <= count) low = middle; else high = middle - 1;
  }
  return known.changes[low][1];
}

function valuesText(values) {
  if (!values.length) return 'no value is possible';
  const shown = values.slice(0, VALUES_MAX).map(value => abbreviated(held(value))).join(' or ');
  return values.length > VALUES_MAX ? shown + ' or ' + (values.length - VALUES_MAX) + ' more' : shown;
}

/** Between two events that are shown stands what was possible when the second one came. */
function placeValues() {
  const cells = [];
  view.events.forEach((event, i) => {
    const next = view.events[i + 1];
    const values = valuesAfter(next ? next.at : event.at + 1);
    if (!values) return;
    const to = next ? next.x : view.span, last = cells[cells.length - 1];
    if (last && last.values === values && last.to === event.x) last.to = to;
    else if (to > event.x) cells.push({ from: event.x, to, values });
  });
  view.cells = cells;
}

function drawBand(pen) {
  if (!view.cells.length) return;
  const y = height - BAND, until = placeOf(width);
  pen.fillStyle = colour.raised;
  pen.fillRect(0, y, width, BAND);
  pen.fillStyle = colour.line;
  pen.fillRect(0, y, width, 1);
  pen.save();
  pen.beginPath();
  pen.rect(GUTTER, y, width - GUTTER, BAND);
  pen.clip();
  let drawn = 0;
  for (let i = firstFrom(view.cells, placeOf(GUTTER)); i < view.cells.length && view.cells[i].from <= until; i++) {
    drawCell(pen, view.cells[i], y);
    drawn++;
  }
  pen.restore();
  pen.fillStyle = colour.soft;
  pen.fillText('values', 10, y + BAND / 2);
  stage.dataset.values = drawn;
}

function drawCell(pen, cell, y) {
  const from = xOf(cell.from), to = xOf(cell.to), none = !cell.values.length;
  if (none) {
    pen.fillStyle = colour.bad;
    pen.globalAlpha = 0.14;
    pen.fillRect(from, y + 1, to - from, BAND);
    pen.globalAlpha = 1;
  }
  pen.fillStyle = none ? colour.bad : colour.line;
  pen.fillRect(from, y + 1, 1, BAND);
  const start = Math.max(from, GUTTER), space = Math.min(to, width) - start - 12;
  let text = none && space < 130 ? 'none' : valuesText(cell.values);
  if (space < 8) return;
  if (pen.measureText(text).width > space) {
    if (none || space < 24) return;
    while (text.length > 1 && pen.measureText(text + '…').width > space) text = text.slice(0, -1);
    text += '…';
  }
  pen.fillStyle = none ? colour.bad : colour.ink;
  pen.fillText(text, start + 7, y + BAND / 2 + 0.5);
}

/** The last operations of the contradiction that had ended before this one began. */
function blockersOf(item, limit) {
  const ended = view.items.filter(other => other.o.mark & MINIMAL && !other.open && other.o.end < item.o.begin);
  // What ended before another one of them began is told by that one's own edge.
  const direct = ended.filter(one => !ended.some(other => one.o.end < other.o.begin));
  return direct.sort((a, b) => b.o.end - a.o.end).slice(0, limit);
}

/** From the failing operation back: what it may not come before, and what that may not. */
function placeEdges() {
  const edges = [];
  const queue = view.fails ? [view.fails] : [];
  while (queue.length && edges.length < BLOCKERS_MAX) {
    const item = queue.shift();
    for (const blocker of blockersOf(item, BLOCKERS_MAX - edges.length)) {
      if (edges.some(edge => edge.to === item && edge.from === blocker)) continue;
      edges.push({ from: blocker, to: item });
      queue.push(blocker);
    }
  }
  view.edges = edges;
}

function drawEdges(pen) {
  pen.lineWidth = 1.75;
  for (const edge of view.edges) {
    const y = item => AXIS + item.row * ROW - top + ROW / 2;
    const x1 = xOf(edge.from.to), x2 = xOf(edge.to.from), y1 = y(edge.from), y2 = y(edge.to);
    if (x2 < GUTTER || x1 > width) continue;
    const same = edge.from.row === edge.to.row, bend = Math.max(18, Math.min(80, (x2 - x1) / 2));
    pen.strokeStyle = pen.fillStyle = edge.to === view.fails ? colour.bad : colour.warn;
    pen.beginPath();
    pen.moveTo(x1, y1);
    if (same) pen.lineTo(x2 - 5, y2); else pen.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2 - 5, y2);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x2 - 1, y2);
    pen.lineTo(x2 - 8, y2 - 4);
    pen.lineTo(x2 - 8, y2 + 4);
    pen.fill();
  }
  pen.lineWidth = 1;
  stage.dataset.edges = view.edges.length;
}
