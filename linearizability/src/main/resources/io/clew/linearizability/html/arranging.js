// Where the operations of a key stand on the axis, and what they are called.
const PREFIX = 1, MINIMAL = 2, FAILING = 4;
const ROW = 36, BAR = 24, GUTTER = 64, AXIS = 26, PAD = 14, OVERVIEW = 38, LIST_MAX = 40, POINTS_MAX = 300, KEYS_MAX = 2000;
const PRINT_WIDTH = 1000, PRINT_ROWS = 16;
const $ = id => document.getElementById(id);
const report = JSON.parse($('data').textContent);
const base = BigInt(report.base);
const stage = $('stage'), canvas = $('timeline'), overview = $('overview'), tip = $('tip');
let colour = {}, hatch = null;
let key = null, part = 'whole', axis = 'order', view = null;
let scale = 1, left = 0, top = 0, width = 0, height = 0, chosen = null;

function operationsOf(entry) {
  if (!entry.decoded) {
    entry.decoded = (entry.operations || []).map((row, index) => {
      const [process, call, first, second, outcome, invoke, complete, begin, end, mark] = row;
      return { index, process, call, first, second, outcome, invoke, complete, begin, end, mark };
    });
    const failing = entry.decoded.find(o => o.mark & FAILING);
    entry.cut = failing ? failing.end : Infinity;
  }
  return entry.decoded;
}

/** Operations with their places on the axis, row by row. */
function arrange() {
  const all = operationsOf(key);
  const bit = part === 'minimal' ? MINIMAL : part === 'prefix' ? PREFIX : 0;
  const cut = bit ? key.cut : Infinity;
  const items = all.filter(o => !bit || o.mark & bit).map(o => {
    const over = o.end < 0 || o.end > cut;
    return { o, over, open: over || o.outcome === 'unknown', from: 0, to: 0, row: 0 };
  });
  const events = [];
  for (const item of items) {
    events.push({ at: item.o.begin, time: item.o.invoke, item, begins: true });
    if (!item.over) events.push({ at: item.o.end, time: item.o.complete, item, begins: false });
  }
  events.sort((a, b) => a.at - b.at);
  const start = items.reduce((min, item) => Math.min(min, item.o.invoke), Infinity);
  events.forEach((event, i) => {
    event.x = axis === 'order' ? i : event.time - start;
    if (event.begins) event.item.from = event.x; else event.item.to = event.x;
    if (!event.begins && event.item.o.mark & FAILING) event.item.fails = event.x;
  });
  const last = events.reduce((max, event) => Math.max(max, event.x), 1);
  const span = last + (axis === 'order' ? 1 : last * 0.03);
  const processes = [...new Set(items.map(item => item.o.process))].sort((a, b) => a - b);
  const rowOf = new Map(processes.map((process, row) => [process, row]));
  const rows = processes.map(() => []);
  for (const item of items) {
    item.row = rowOf.get(item.o.process);
    rows[item.row].push(item);
  }
  for (const row of rows) {
    row.sort((a, b) => a.from - b.from);
    row.forEach((item, i) => {
      const next = i + 1 < row.length ? row[i + 1].from : Infinity;
      if (item.open) item.to = Math.min(next, span); else item.to = Math.min(item.to, next);
    });
  }
  const fails = items.find(item => item.fails !== undefined);
  view = { items, events, rows, processes, start, span, fails, closed: items.filter(i => !i.open), points: [], cells: [], edges: [] };
  placeValues();
  placeEdges();
  if (part === 'whole') placePoints();
}

/** Instants for the order that was found: midway between the first and the last possible ones. */
function placePoints() {
  const points = (key.order || []).map((index, place) => ({ item: view.items[index], place, first: 0, last: 0 }));
  let first = 0, last = view.span;
  for (const point of points) {
    point.first = first = Math.max(first, point.item.from);
    point.item.place = point.place;
  }
  for (const point of points.slice().reverse()) {
    point.last = last = Math.min(last, point.item.open ? view.span : point.item.to);
    point.x = (point.first + last) / 2;
  }
  view.points = points;
  for (let i = 0, next; i < points.length; i = next) {
    for (next = i + 1; next < points.length && points[next].x === points[i].x;) next++;
    if (next > i + 1) spread(i, next);
  }
}

/** Points that share an instant are set side by side, in their order and within their limits. */
function spread(from, until) {
  const { x, first, last } = view.points[from];
  const before = from > 0 ? view.points[from - 1].x : 0;
  const after = until < view.points.length ? view.points[until].x : view.span;
  // Between two events there is room for any number of instants.
  const limit = axis === 'order' && first === last ? x + 0.5 : last;
  const low = Math.max(first, (before + x) / 2), high = Math.min(limit, (x + after) / 2);
  for (let i = from; i < until; i++) view.points[i].x = low + (high - low) * (i - from + 0.5) / (until - from);
}

const quoted = value => value === null ? 'nothing' : JSON.stringify(value);
const plain = value => value === null ? 'nothing' : value === '' ? '""' : value;

function label(o, show = plain) {
  switch (o.call) {
    case 'get': return 'get' + (o.outcome === 'ok' ? ' → ' + show(o.second) : '');
    case 'cas': return 'cas ' + show(o.first) + ' → ' + show(o.second);
    case 'put': case 'append': return o.call + ' ' + show(o.first);
    default: return o.call;
  }
}

const grouped = number => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f');
const exact = offset => base + BigInt(Math.round(offset));
const moment = offset => grouped(exact(offset));
/** Long times are told as a distance from the history's first event. */
const tick = offset => base < 10000000n ? moment(offset) : '+' + grouped(Math.round(offset));

function outcomeText(item) {
  if (item.over && item.o.outcome !== 'unknown') return 'still open here; later ' + item.o.outcome;
  if (item.o.outcome === 'unknown') return 'unknown: any time after its beginning, or never';
  return item.o.outcome === 'fail' ? 'failed: never took effect' : 'succeeded';
}
