// Where everything stands: moments on the axis, nodes and clients in lanes.
const AXIS = 24, GUTTER = 76, PAD = 14, MARGIN = 60, BAR = 18, ROW = 28, CLIENT_BAR = 20, FAULT = 17, FAULT_ROWS = 4, OVERVIEW = 30;
const FLYING = 'FLYING', ARRIVED = 'ARRIVED', LOST = 'LOST', HELD = 'HELD';
const $ = id => document.getElementById(id);
const report = JSON.parse($('data').textContent);
const nodes = report.nodes.map(node => node.name);
const GROUPS = [['vote', 'Elections'], ['log', 'Log'], ['disk', 'Disk'], ['snapshot', 'Snapshots'], ['client', 'Clients'], ['beat', 'Heartbeats']];
const GROUP_OF = { vote: 'vote', note: 'vote', log: 'log', ack: 'log', write: 'log', truncate: 'log', commit: 'log', sync: 'disk', beat: 'beat',
  snapshot: 'snapshot', install: 'snapshot', file: 'snapshot', boot: 'always', crash: 'always' };
const stage = $('stage'), canvas = $('timeline'), overview = $('overview'), tip = $('tip');
const shown = new Set(['vote', 'log', 'disk', 'snapshot', 'client', 'always']);
const hiddenNodes = new Set();
let axis = 'order', view = null, scale = 1, left = 0, width = 0, height = 0, chosen = null;

const ended = time => time < 0 ? report.end : Math.min(time, report.end);
const roles = report.roles.map(([time, node, role, term]) => ({ is: 'role', from: time, to: report.end, node, role, term }));
nodes.forEach((_, node) => {
  const own = roles.filter(role => role.node === node);
  own.forEach((role, i) => { if (i + 1 < own.length) role.to = own[i + 1].from; });
});
const marks = report.marks.map(([time, node, kind, brief, text]) => ({ is: 'mark', from: time, to: time, node, kind, brief, text, group: GROUP_OF[kind] }));
const flights = report.flights.map(([node, target, kind, brief, text, sent, end, fate]) =>
  ({ is: 'flight', from: sent, to: ended(end), node, target, kind, brief, text, fate, group: GROUP_OF[kind] }));
const touches = report.touches.map(([time, client, node, answer, text]) => ({ is: 'touch', from: time, to: time, client, node, answer, text, group: 'client' }));
const works = report.operations.map(([client, call, value, key, reads, outcome, begun, end, mark]) =>
  ({ is: 'work', from: begun, to: ended(end), open: end < 0, client, call, value, key, reads, outcome, mark, group: 'client' }));
const bands = report.bands.map(([node, name, text, begun, end]) => ({ is: 'band', from: begun, to: ended(end), open: end < 0, node, name, text }));
const clientCount = works.reduce((count, work) => Math.max(count, work.client + 1), 0);

const failing = works.find(work => work.mark & 4);
const focus = failing ? failing.to : report.end;
/** The nodes and entries that the violation speaks of. */
const spoken = {
  nodes: new Set((report.what.match(/node\d+/g) || []).map(name => nodes.indexOf(name)).filter(node => node >= 0)),
  entries: new Set(failing ? [] : [...report.what.matchAll(/\b\d+\.(\d+)\b|(?:entry|up to|acknowledges|at|index|match) ?(\d+)\b/g)]
    .map(found => Number(found[1] || found[2]))),
};

const visible = item => shown.has(item.group) && !hiddenNodes.has(item.node) && !(item.is === 'flight' && hiddenNodes.has(item.target));

/** Gives the moments at which something visible happens their places. */
function arrange() {
  const seen = { marks: marks.filter(visible), flights: flights.filter(visible), touches: touches.filter(visible),
    works: shown.has('client') ? works : [], roles: roles.filter(role => !hiddenNodes.has(role.node)), bands };
  const moments = new Set([report.end]);
  // What matters less has its place between the moments of what matters more.
  for (const list of [seen.marks.filter(mark => mark.brief), seen.flights, seen.works]) {
    for (const item of list) moments.add(item.from).add(item.to);
  }
  for (const role of seen.roles) moments.add(role.from);
  for (const band of bands) moments.add(band.from).add(band.to);
  const times = Float64Array.from(moments).sort();
  const lanes = nodes.map((_, node) => node).filter(node => !hiddenNodes.has(node));
  const laneHeight = lanes.length > 3 ? 74 : 92;
  const rows = packFaults();
  const nodesTop = AXIS + rows * FAULT + (rows ? 4 : 0);
  const laneOf = new Map(lanes.map((node, lane) => [node, lane]));
  const clientsTop = nodesTop + lanes.length * laneHeight + 6;
  const clientRows = shown.has('client') ? clientCount : 0;
  view = { ...seen, times, lanes, laneHeight, laneOf, nodesTop, clientsTop, clientRows, rows,
    first: axis === 'order' ? 0 : times[0], span: axis === 'order' ? Math.max(1, times.length - 1) : Math.max(1, report.end - times[0]),
    height: clientsTop + clientRows * ROW + 8 };
}

/** Puts faults into rows, so that those in force together lie below each other. */
function packFaults() {
  const free = [];
  for (const band of bands) {
    if (band.node >= 0) continue;
    let row = free.findIndex(end => end <= band.from);
    if (row < 0) row = free.length < FAULT_ROWS ? free.length : FAULT_ROWS - 1;
    free[row] = Math.max(band.to, free[row] || 0);
    band.row = row;
  }
  return free.length;
}

/** The place of a moment; between two moments in proportion. */
function placeAt(time) {
  if (axis === 'clock') return time - view.first;
  const { times } = view;
  let low = 0, high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1; else high = middle;
  }
  if (times[low] === time || low === 0) return low;
  return low - 1 + (time - times[low - 1]) / (times[low] - times[low - 1]);
}

function timeAt(place) {
  if (axis === 'clock') return place + view.first;
  const at = Math.max(0, Math.min(place, view.times.length - 1)), low = Math.floor(at);
  const next = view.times[Math.min(low + 1, view.times.length - 1)];
  return view.times[low] + (at - low) * (next - view.times[low]);
}

const xOf = time => GUTTER + PAD + (placeAt(time) - left) * scale;
const placeOf = x => left + (x - GUTTER - PAD) / scale;
const room = () => Math.max(50, width - GUTTER - PAD - MARGIN);
const fitting = () => room() / view.span;
const barOf = node => view.nodesTop + view.laneOf.get(node) * view.laneHeight + view.laneHeight * 0.56;
const clientY = client => view.clientsTop + client * ROW + ROW / 2;
const seconds = time => (time / 1e9).toFixed(time >= 1e12 ? 3 : 6).replace(/(\.\d{3})(\d{3})$/, '$1\u202f$2') + ' s';
const briefly = time => (time / 1e9).toFixed(3) + ' s';
