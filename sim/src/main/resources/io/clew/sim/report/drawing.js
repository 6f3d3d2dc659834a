// The timeline and the overview of it, as they are now.
const LABELLED_MAX = 500, DRAWN_MAX = 8000;
let colour = {}, hits = [], boxes = [];

function readColours(printing) {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['raised', 'ink', 'soft', 'line', 'stripe', 'write', 'write-edge', 'read', 'read-edge', 'open', 'open-edge',
    'gone', 'gone-edge', 'bad', 'bad-ink', 'warn', 'focus', 'leader', 'leader-edge', 'candidate', 'candidate-edge', 'follower',
    'follower-edge', 'down', 'down-edge', 'vote', 'log', 'ack', 'beat', 'snapshot', 'client', 'fault', 'fault-edge', 'fault-tint']) {
    colour[name] = style.getPropertyValue('--' + name).trim();
  }
  if (printing && matchMedia('(prefers-color-scheme: dark)').matches) {
    Object.assign(colour, { raised: '#fff', ink: '#000', soft: '#444', line: '#ccc', stripe: '#f4f4f4', leader: '#bfe3cf',
      candidate: '#f8e2ae', follower: '#dbe3ea', down: '#f1eeee', write: '#cfe0f5', read: '#d3ebdf', open: '#e9e5f3', fault: '#f3d9a8' });
  }
}

function paper(element, w, h) {
  const ratio = window.devicePixelRatio || 1;
  element.width = Math.round(w * ratio);
  element.height = Math.round(h * ratio);
  element.style.width = w + 'px';
  element.style.height = h + 'px';
  const pen = element.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.textBaseline = 'middle';
  return pen;
}

const font = (pen, size, weight = 400) => { pen.font = weight + ' ' + size + 'px ' + getComputedStyle(document.body).fontFamily; };

function line(pen, x1, y1, x2, y2) {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

/** Text that gives way to what stands there already. */
function note(pen, text, x, y, ink) {
  const w = pen.measureText(text).width;
  const box = { x: x - 2, y: y - 7, w: w + 4, h: 14 };
  if (x < GUTTER || boxes.some(b => b.x < box.x + box.w && box.x < b.x + b.w && b.y < box.y + box.h && box.y < b.y + b.h)) return false;
  boxes.push(box);
  pen.fillStyle = colour.raised;
  pen.globalAlpha = 0.82;
  pen.fillRect(box.x, box.y, box.w, box.h);
  pen.globalAlpha = 1;
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
  return true;
}

/** As much of the text as fits. */
function fitted(pen, text, x, y, space) {
  if (space < 12) return;
  let cut = text;
  while (cut.length > 1 && pen.measureText(cut + (cut === text ? '' : '…')).width > space) cut = cut.slice(0, -1);
  if (cut.length > 1 || cut === text) pen.fillText(cut === text ? text : cut + '…', x, y);
}

function draw() {
  if (!view) return;
  const pen = paper(canvas, width, height);
  hits = [];
  boxes = [];
  const from = timeAt(placeOf(GUTTER - 4)), to = timeAt(placeOf(width));
  const here = item => item.to >= from && item.from <= to;
  pen.save();
  pen.beginPath();
  pen.rect(GUTTER, 0, width - GUTTER, height);
  pen.clip();
  drawGround(pen);
  const inForce = view.bands.filter(here);
  inForce.filter(band => band.node < 0).forEach(band => drawFault(pen, band));
  drawTicks(pen);
  view.roles.filter(here).forEach(role => drawRole(pen, role));
  inForce.filter(band => view.laneOf.has(band.node)).forEach(band => drawPause(pen, band));
  const flying = view.flights.filter(here);
  const step = Math.max(1, Math.ceil(flying.length / DRAWN_MAX));
  const drawn = flying.filter((flight, i) => i % step === 0 || flight.fate === HELD);
  view.touches.filter(here).forEach(touch => drawTouch(pen, touch));
  drawn.forEach(flight => drawFlight(pen, flight));
  const marked = view.marks.filter(here);
  drawMarks(pen, marked);
  if (drawn.length <= LABELLED_MAX) drawn.forEach(flight => labelFlight(pen, flight));
  if (view.clientRows) view.works.filter(here).forEach(work => drawWork(pen, work));
  drawEnd(pen);
  pen.restore();
  drawGutter(pen);
  Object.assign(stage.dataset, { marks: marked.length, flights: drawn.length, operations: view.works.filter(here).length,
    lanes: view.lanes.length, scale: scale.toPrecision(5), left: left.toFixed(1) });
  drawOverview();
  if (chosen) showChosen(pen);
}

function drawGround(pen) {
  view.lanes.forEach((node, lane) => {
    if (lane % 2 === 0) {
      pen.fillStyle = colour.stripe;
      pen.fillRect(GUTTER, view.nodesTop + lane * view.laneHeight, width, view.laneHeight);
    }
  });
  pen.fillStyle = colour.line;
  if (view.clientRows) pen.fillRect(GUTTER, view.clientsTop - 4, width, 1);
}

function drawFault(pen, band) {
  const x = Math.max(GUTTER - 4, xOf(band.from)), right = Math.min(width + 4, Math.max(x + 4, xOf(band.to)));
  const y = AXIS + band.row * FAULT;
  pen.fillStyle = colour['fault-tint'];
  pen.fillRect(x, y + FAULT - 2, right - x, view.clientsTop - y - FAULT);
  pen.fillStyle = colour.fault;
  pen.strokeStyle = colour['fault-edge'];
  pen.beginPath();
  pen.roundRect(x, y + 1, right - x, FAULT - 3, 3);
  pen.fill();
  pen.stroke();
  pen.fillStyle = colour.ink;
  font(pen, 11);
  fitted(pen, band.name + (band.text ? ': ' + band.text : ''), Math.max(x, GUTTER) + 5, y + FAULT / 2, right - Math.max(x, GUTTER) - 8);
  hits.push({ item: band, x, y, w: right - x, h: FAULT });
}

function drawRole(pen, role) {
  const y = barOf(role.node), x = Math.max(GUTTER - 6, xOf(role.from)), right = Math.min(width + 6, xOf(role.to));
  pen.fillStyle = colour[role.role];
  pen.strokeStyle = colour[role.role + '-edge'];
  pen.lineWidth = role.role === 'leader' ? 1.6 : 1;
  pen.setLineDash(role.role === 'down' ? [3, 3] : []);
  pen.beginPath();
  pen.rect(x, y - BAR / 2, Math.max(1, right - x), BAR);
  pen.fill();
  pen.stroke();
  pen.setLineDash([]);
  pen.lineWidth = 1;
  hits.push({ item: role, x, y: y - BAR / 2, w: right - x, h: BAR });
  pen.fillStyle = role.role === 'down' ? colour.soft : colour.ink;
  font(pen, 11.5, role.role === 'leader' ? 650 : 400);
  const text = role.role === 'down' ? 'down' : role.role + ' · term ' + role.term;
  const start = Math.max(x, GUTTER) + 5, space = right - start - 3;
  const brief = pen.measureText(text).width <= space ? text : role.role === 'down' ? '' : 't' + role.term;
  if (pen.measureText(brief).width <= space) pen.fillText(brief, start, y + 0.5);
}

function drawPause(pen, band) {
  const y = barOf(band.node), x = Math.max(GUTTER, xOf(band.from)), right = Math.min(width, xOf(band.to));
  pen.fillStyle = colour['fault-edge'];
  pen.globalAlpha = 0.35;
  for (let at = x; at < right; at += 6) pen.fillRect(at, y - BAR / 2, Math.min(3, right - at), BAR);
  pen.globalAlpha = 1;
  hits.push({ item: band, x, y: y - BAR / 2, w: right - x, h: BAR });
  font(pen, 11);
  note(pen, band.name, x + 6, y + BAR / 2 + 9, colour['fault-edge']);
}

const INK = { vote: 'vote', note: 'soft', write: 'log', truncate: 'warn', commit: 'leader-edge', sync: 'soft', snapshot: 'snapshot',
  install: 'snapshot', file: 'snapshot', boot: 'ink', crash: 'bad' };

/** What a node does in one moment is written side by side, in the order in which it happened. */
function drawMarks(pen, marked) {
  const ends = view.lanes.map(() => [-Infinity, -Infinity]);
  for (let i = 0, next; i < marked.length; i = next) {
    const first = marked[i], x = xOf(first.from), y = barOf(first.node), lane = view.laneOf.get(first.node);
    for (next = i + 1; next < marked.length && marked[next].from === first.from && marked[next].node === first.node;) next++;
    const group = marked.slice(i, next);
    const spoken = group.filter(mark => mark.brief);
    font(pen, 11, 600);
    const w = spoken.reduce((sum, mark) => sum + pen.measureText(mark.brief).width + 7, 0);
    const row = ends[lane].findIndex(end => end < x);
    const ink = colour[INK[(spoken[0] || first).kind]];
    group.forEach(mark => {
      if (mark.kind !== 'sync') return;
      pen.fillStyle = colour.soft;
      pen.beginPath();
      pen.arc(x, y + BAR / 2 + 4, 2.2, 0, 2 * Math.PI);
      pen.fill();
    });
    hits.push({ item: group.length > 1 ? { ...first, all: group } : first, x: x - 4, y: y - BAR / 2 - 8, w: 8, h: BAR + 16 });
    if (!spoken.length) continue;
    pen.strokeStyle = ink;
    const base = y - BAR / 2 - 9 - Math.max(0, row) * 13;
    line(pen, x, y - BAR / 2, x, row < 0 ? y - BAR / 2 - 4 : base + 6);
    if (row < 0) continue;
    ends[lane][row] = x + w + 2;
    let at = x - 3;
    boxes.push({ x: at, y: base - 7, w, h: 14 });
    hits.push({ item: group.length > 1 ? { ...first, all: group } : first, x: at, y: base - 7, w, h: 14 });
    for (const mark of spoken) {
      pen.fillStyle = colour[INK[mark.kind]];
      pen.fillText(mark.brief, at, base);
      at += pen.measureText(mark.brief).width + 7;
    }
  }
}

function ends(flight) {
  const down = view.laneOf.get(flight.target) > view.laneOf.get(flight.node) ? 1 : -1;
  const x1 = xOf(flight.from), y1 = barOf(flight.node) + down * BAR / 2;
  let x2 = xOf(flight.to), y2 = barOf(flight.target) - down * BAR / 2;
  if (flight.fate === HELD) x2 = x1 + 40;
  const part = flight.fate === LOST ? 0.55 : flight.fate === FLYING || flight.fate === HELD ? 0.8 : 1;
  if (flight.fate === LOST) x2 = Math.max(x2, x1 + 24);
  return { x1, y1, x2: x1 + (x2 - x1) * part, y2: y1 + (y2 - y1) * part };
}

function drawFlight(pen, flight) {
  const { x1, y1, x2, y2 } = ends(flight);
  const ink = flight.fate === HELD ? colour.bad : colour[flight.kind];
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = flight.fate === HELD ? 2.4 : flight.kind === 'beat' ? 0.8 : 1.3;
  pen.setLineDash(flight.fate === ARRIVED ? [] : [4, 3]);
  pen.globalAlpha = chosen && chosen !== flight ? 0.5 : 1;
  line(pen, x1, y1, x2, y2);
  pen.setLineDash([]);
  if (flight.fate === LOST) {
    pen.strokeStyle = colour.bad;
    line(pen, x2 - 3.5, y2 - 3.5, x2 + 3.5, y2 + 3.5);
    line(pen, x2 - 3.5, y2 + 3.5, x2 + 3.5, y2 - 3.5);
  } else {
    const angle = Math.atan2(y2 - y1, x2 - x1);
    pen.beginPath();
    pen.moveTo(x2, y2);
    pen.lineTo(x2 - 7 * Math.cos(angle - 0.36), y2 - 7 * Math.sin(angle - 0.36));
    pen.lineTo(x2 - 7 * Math.cos(angle + 0.36), y2 - 7 * Math.sin(angle + 0.36));
    pen.fill();
  }
  pen.globalAlpha = 1;
  pen.lineWidth = 1;
  hits.push({ item: flight, x1, y1, x2, y2 });
}

/** Beside its arrow, wherever there is room. */
function labelFlight(pen, flight) {
  const { x1, y1, x2, y2 } = ends(flight);
  font(pen, 10.5, flight.fate === HELD ? 650 : 400);
  const ink = flight.fate === HELD ? colour.bad : colour[flight.kind];
  for (const part of [0.35, 0.55, 0.2, 0.75]) {
    const x = x1 + (x2 - x1) * part + 4, y = y1 + (y2 - y1) * part;
    if (note(pen, flight.brief, x, y, ink)) return;
  }
}

/** What passes between a client and a node. */
function drawTouch(pen, touch) {
  if (!view.laneOf.has(touch.node)) return;
  const x = xOf(touch.from), y1 = barOf(touch.node) + BAR / 2, y2 = clientY(touch.client) - CLIENT_BAR / 2;
  pen.strokeStyle = pen.fillStyle = colour.client;
  pen.globalAlpha = 0.55;
  pen.setLineDash([1, 3]);
  line(pen, x, y1, x, y2);
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  const tipY = touch.answer ? y2 : y1, up = touch.answer ? -1 : 1;
  pen.beginPath();
  pen.moveTo(x, tipY);
  pen.lineTo(x - 3, tipY + 6 * up);
  pen.lineTo(x + 3, tipY + 6 * up);
  pen.fill();
  hits.push({ item: touch, x1: x, y1, x2: x, y2 });
}

function drawWork(pen, work) {
  const y = clientY(work.client), x = Math.max(GUTTER - 6, xOf(work.from)), right = Math.min(width + 6, Math.max(x + 3, xOf(work.to)));
  const unsure = work.open || work.outcome === 'unknown';
  const kind = work.outcome === 'fail' ? 'gone' : unsure ? 'open' : work.reads ? 'read' : 'write';
  const fails = (work.mark & 4) !== 0;
  pen.fillStyle = fails ? colour.bad : colour[kind];
  pen.strokeStyle = fails ? colour.bad : work.mark & 2 ? colour.warn : colour[kind + '-edge'];
  pen.lineWidth = work.mark & 2 ? 2.5 : 1;
  pen.setLineDash(kind === 'gone' ? [3, 3] : []);
  pen.beginPath();
  pen.roundRect(x, y - CLIENT_BAR / 2, right - x, CLIENT_BAR, unsure ? [5, 0, 0, 5] : 5);
  pen.fill();
  pen.stroke();
  pen.setLineDash([]);
  pen.lineWidth = 1;
  pen.fillStyle = fails ? colour['bad-ink'] : kind === 'gone' ? colour.soft : colour.ink;
  font(pen, 11.5);
  const start = Math.max(x, GUTTER) + 5;
  fitted(pen, workLabel(work), start, y + 0.5, right - start - 3);
  hits.push({ item: work, x, y: y - CLIENT_BAR / 2, w: right - x, h: CLIENT_BAR });
}

const workLabel = work => work.call + (work.outcome === 'ok' ? work.value : work.open ? '' : work.outcome === 'fail' ? ' ✗' : ' ?');

function drawEnd(pen) {
  if (!report.violated) return;
  const x = xOf(focus);
  pen.strokeStyle = colour.bad;
  pen.lineWidth = 1.5;
  line(pen, x, AXIS, x, view.clientsTop + view.clientRows * ROW);
  if (!failing) {
    for (const node of spoken.nodes) {
      if (!view.laneOf.has(node)) continue;
      pen.lineWidth = 2.4;
      pen.beginPath();
      pen.arc(x, barOf(node), 7, 0, 2 * Math.PI);
      pen.stroke();
    }
  }
  pen.lineWidth = 1;
  font(pen, 11, 650);
  const text = 'violated', w = pen.measureText(text).width + 10;
  const at = Math.min(x - w / 2, width - w - 2);
  pen.fillStyle = colour.bad;
  pen.beginPath();
  pen.roundRect(at, 3, w, AXIS - 7, 4);
  pen.fill();
  pen.fillStyle = colour['bad-ink'];
  pen.fillText(text, at + 5, AXIS / 2 - 0.5);
}

function drawTicks(pen) {
  font(pen, 11);
  pen.fillStyle = colour.soft;
  const gap = axis === 'order' ? Math.max(1, Math.ceil(95 / scale)) : niceStep(95 / scale);
  // By the clock ticks are round times, otherwise every so many steps.
  const offset = axis === 'clock' ? view.first : 0;
  const first = Math.max(0, Math.ceil((placeOf(GUTTER) + offset) / gap) * gap - offset);
  for (let place = first; place <= view.span; place += gap) {
    const time = timeAt(place), x = xOf(time);
    if (x > width) break;
    pen.fillStyle = colour.line;
    pen.fillRect(x, AXIS - 5, 1, 5);
    pen.fillStyle = colour.soft;
    pen.fillText(axis === 'clock' ? String(Number((time / 1e9).toFixed(9))) : (time / 1e9).toFixed(4), x + 3, AXIS / 2);
  }
  pen.fillStyle = colour.line;
  pen.fillRect(GUTTER, AXIS - 1, width, 1);
}

function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map(n => n * power).find(step => step >= least);
}

function drawGutter(pen) {
  pen.fillStyle = colour.raised;
  pen.fillRect(0, 0, GUTTER, height);
  pen.fillStyle = colour.line;
  pen.fillRect(GUTTER - 1, 0, 1, height);
  pen.textAlign = 'right';
  for (const node of view.lanes) {
    font(pen, 12.5, 600);
    pen.fillStyle = report.violated && spoken.nodes.has(node) ? colour.bad : colour.ink;
    pen.fillText(nodes[node], GUTTER - 11, barOf(node));
  }
  font(pen, 11.5);
  pen.fillStyle = colour.soft;
  pen.fillText('s', GUTTER - 11, AXIS / 2);
  if (view.rows) pen.fillText('faults', GUTTER - 11, AXIS + FAULT / 2);
  for (let client = 0; client < view.clientRows; client++) pen.fillText('client' + client, GUTTER - 11, clientY(client));
  pen.textAlign = 'left';
}

function drawOverview() {
  const pen = paper(overview, width, OVERVIEW);
  const at = place => GUTTER + PAD + place / view.span * room();
  pen.fillStyle = colour.stripe;
  pen.fillRect(0, 0, width, OVERVIEW);
  for (const role of view.roles) {
    if (role.role === 'follower') continue;
    const x = at(placeAt(role.from)), lane = view.laneOf.get(role.node);
    pen.fillStyle = colour[role.role + '-edge'];
    pen.fillRect(x, 3 + lane * (OVERVIEW - 6) / view.lanes.length, Math.max(1, at(placeAt(role.to)) - x), (OVERVIEW - 6) / view.lanes.length - 1);
  }
  for (const band of bands) {
    pen.fillStyle = colour['fault-edge'];
    pen.fillRect(at(placeAt(band.from)), 0, Math.max(1, at(placeAt(band.to)) - at(placeAt(band.from))), 2);
  }
  if (report.violated) {
    pen.fillStyle = colour.bad;
    pen.fillRect(at(placeAt(focus)) - 1, 0, 2, OVERVIEW);
  }
  const x = at(Math.max(0, left)), w = Math.max(6, at(Math.min(view.span, left + room() / scale)) - x);
  pen.strokeStyle = colour.focus;
  pen.lineWidth = 2;
  pen.strokeRect(x, 1, w, OVERVIEW - 2);
}
