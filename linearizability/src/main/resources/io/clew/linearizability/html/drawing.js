// The timeline and the overview of it, as they are now.

function readColours(printing) {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['raised', 'ink', 'soft', 'line', 'stripe', 'write', 'write-edge', 'read', 'read-edge',
    'open', 'open-edge', 'gone', 'gone-edge', 'bad', 'bad-ink', 'warn', 'focus']) {
    colour[name] = style.getPropertyValue('--' + name).trim();
  }
  if (printing && matchMedia('(prefers-color-scheme: dark)').matches) {
    Object.assign(colour, { raised: '#fff', ink: '#000', soft: '#444', line: '#ccc', stripe: '#f4f4f4',
      write: '#cfe0f5', read: '#d3ebdf', open: '#e9e5f3', gone: '#eceeef' });
  }
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = colour.open;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour['open-edge'];
  pen.globalAlpha = 0.55;
  pen.beginPath();
  for (const x of [-8, 0, 8]) { pen.moveTo(x, 8); pen.lineTo(x + 8, 0); }
  pen.stroke();
  hatch = pen.createPattern(tile, 'repeat');
}

function paper(element, w, h) {
  const ratio = window.devicePixelRatio || 1;
  element.width = Math.round(w * ratio);
  element.height = Math.round(h * ratio);
  element.style.width = w + 'px';
  element.style.height = h + 'px';
  const pen = element.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.font = '12.5px ' + getComputedStyle(document.body).fontFamily;
  pen.textBaseline = 'middle';
  return pen;
}

const xOf = place => GUTTER + PAD + (place - left) * scale;
const placeOf = x => left + (x - GUTTER - PAD) / scale;
const room = () => Math.max(50, width - GUTTER - 2 * PAD);
const fitting = () => room() / view.span;

function draw() {
  if (!view) return;
  const pen = paper(canvas, width, height);
  const firstRow = Math.max(0, Math.floor(top / ROW));
  const lastRow = Math.min(view.rows.length - 1, Math.floor((top + fieldHeight()) / ROW));
  let drawn = 0;
  pen.save();
  pen.beginPath();
  pen.rect(0, AXIS, width, fieldHeight());
  pen.clip();
  for (let row = firstRow; row <= lastRow; row++) {
    if (row % 2 === 1) {
      pen.fillStyle = colour.stripe;
      pen.fillRect(0, AXIS + row * ROW - top, width, ROW);
    }
  }
  drawTicks(pen, true);
  drawCut(pen);
  for (let row = firstRow; row <= lastRow; row++) drawn += drawRow(pen, row);
  drawPoints(pen);
  drawEdges(pen);
  drawGutter(pen, firstRow, lastRow);
  pen.restore();
  drawBand(pen);
  pen.fillStyle = colour.raised;
  pen.fillRect(0, 0, width, AXIS);
  drawTicks(pen, false);
  pen.fillStyle = colour.line;
  pen.fillRect(0, AXIS - 1, width, 1);
  stage.dataset.drawn = drawn;
  stage.dataset.rows = view.rows.length;
  stage.dataset.scale = scale.toFixed(4);
  stage.dataset.left = left.toFixed(2);
  drawOverview();
}

/** The first of the row that does not end before the place. */
function firstFrom(row, place) {
  let low = 0, high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle].to < place) low = middle + 1; else high = middle;
  }
  return low;
}

function drawRow(pen, number) {
  const row = view.rows[number];
  const y = AXIS + number * ROW - top + (ROW - BAR) / 2;
  const until = placeOf(width);
  let drawn = 0, covered = -1;
  const tail = row.find(item => item.open);
  if (tail && tail.from < until) drawTail(pen, tail, y);
  for (let i = firstFrom(row, placeOf(GUTTER)); i < row.length && row[i].from <= until; i++) {
    const item = row[i];
    const right = Math.max(xOf(item.from) + 2, xOf(item.to) - (scale > 8 ? 2 : 0));
    // Thousands of bars within one pixel are one bar, unless they matter.
    if (right < covered && !(item.o.mark & MINIMAL)) continue;
    covered = right;
    const before = i > 0 ? xOf(row[i - 1].to) : GUTTER, after = i + 1 < row.length ? xOf(row[i + 1].from) : width;
    drawBar(pen, item, xOf(item.from), right, y, Math.max(GUTTER, before), Math.min(width, after));
    drawn++;
  }
  return drawn;
}

/** What has an unknown outcome may still happen, also after its process went on. */
function drawTail(pen, item, y) {
  pen.strokeStyle = colour['open-edge'];
  pen.setLineDash([2, 4]);
  pen.beginPath();
  pen.moveTo(Math.max(GUTTER, xOf(item.from)), y + BAR + 3);
  pen.lineTo(Math.min(width, xOf(view.span)), y + BAR + 3);
  pen.stroke();
  pen.setLineDash([]);
}

function drawBar(pen, item, from, right, y, before, after) {
  const { o } = item;
  const x = Math.max(from, GUTTER - 20), w = Math.max(2, Math.min(right, width + 20) - x);
  const failing = (o.mark & FAILING) !== 0, gone = o.outcome === 'fail';
  const kind = gone ? 'gone' : item.open ? 'open' : o.call === 'get' ? 'read' : 'write';
  const tiny = w < 5;
  pen.globalAlpha = key.verdict === 'bad' && !(o.mark & MINIMAL) ? 0.55 : 1;
  pen.fillStyle = failing ? colour.bad : tiny ? colour[kind + '-edge'] : kind === 'open' ? hatch : colour[kind];
  pen.beginPath();
  if (tiny) pen.rect(x, y, w, BAR);
  else pen.roundRect(x, y, w, BAR, item.open && !failing ? [6, 0, 0, 6] : 6);
  pen.fill();
  if (!tiny) {
    const warns = part !== 'minimal' && o.mark & MINIMAL;
    pen.strokeStyle = failing ? colour.bad : warns ? colour.warn : colour[kind + '-edge'];
    pen.lineWidth = warns ? 2.5 : 1;
    pen.setLineDash(gone ? [3, 3] : []);
    outline(pen, x, y, w, item.open && !failing);
    pen.setLineDash([]);
  }
  if (chosen === item) {
    pen.strokeStyle = colour.focus;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.roundRect(x - 3, y - 3, w + 6, BAR + 6, 8);
    pen.stroke();
  }
  drawLabel(pen, item, x, w, y, before, after);
  pen.globalAlpha = 1;
  pen.lineWidth = 1;
}

/** An open bar has no right side. */
function outline(pen, x, y, w, open) {
  pen.beginPath();
  if (open) {
    pen.moveTo(x + w, y);
    pen.lineTo(x + 6, y);
    pen.arcTo(x, y, x, y + 6, 6);
    pen.lineTo(x, y + BAR - 6);
    pen.arcTo(x, y + BAR, x + 6, y + BAR, 6);
    pen.lineTo(x + w, y + BAR);
  } else {
    pen.roundRect(x, y, w, BAR, 6);
  }
  pen.stroke();
}

/** Inside the bar if it fits there, beside it if it fits there, and otherwise cut short. */
function drawLabel(pen, item, x, w, y, before, after) {
  const failing = (item.o.mark & FAILING) !== 0;
  const start = Math.max(x, GUTTER) + 8;
  const space = x + w - start - 6;
  const middle = y + BAR / 2 + 0.5;
  let text = label(item.o).slice(0, 80);
  pen.fillStyle = failing ? colour['bad-ink'] : item.o.outcome === 'fail' ? colour.soft : colour.ink;
  if (pen.measureText(text).width > space) {
    const brief = label(item.o, value => abbreviated(plain(value)));
    const needed = pen.measureText(brief).width + 8;
    const beside = after - x - w > needed + 6 ? x + w + 6 : x - before > needed + 6 ? x - needed : null;
    if (beside !== null) {
      if (failing) pen.fillStyle = colour.bad;
      pen.fillText(brief, beside, middle);
      return;
    }
    if (space < 14) return;
    while (text.length > 0 && pen.measureText(text + '…').width > space) text = text.slice(0, -1);
    if (text.length < 2) return;
    text += '…';
  }
  if (item.open && !failing) {
    const ink = pen.fillStyle;
    pen.fillStyle = colour.open;
    pen.fillRect(start - 3, y + 3, pen.measureText(text).width + 6, BAR - 6);
    pen.fillStyle = ink;
  }
  pen.fillText(text, start, middle);
}

const abbreviated = text => text.length <= 24 ? text : text.slice(0, 11) + '…' + text.slice(-11);

/** The order that was found, as far as the points can be told from each other. */
function drawPoints(pen) {
  const from = placeOf(GUTTER), to = placeOf(width);
  const first = view.points.findIndex(point => point.x >= from);
  if (first < 0) return;
  const after = view.points.findIndex(point => point.x > to);
  const visible = view.points.slice(Math.max(0, first - 1), after < 0 ? view.points.length : after + 1);
  if (visible.length > POINTS_MAX) return;
  const y = point => AXIS + point.item.row * ROW - top + (ROW + BAR) / 2;
  pen.strokeStyle = pen.fillStyle = colour.ink;
  pen.globalAlpha = 0.45;
  pen.beginPath();
  visible.forEach((point, i) => { if (i) pen.lineTo(xOf(point.x), y(point)); else pen.moveTo(xOf(point.x), y(point)); });
  pen.stroke();
  pen.globalAlpha = 1;
  for (const point of visible) {
    pen.beginPath();
    pen.arc(xOf(point.x), y(point), 3.5, 0, 2 * Math.PI);
    pen.fill();
  }
  stage.dataset.points = visible.length;
}

function drawCut(pen) {
  if (!view.fails) return;
  const x = xOf(view.fails.fails);
  pen.strokeStyle = colour.bad;
  pen.setLineDash([4, 4]);
  pen.beginPath();
  pen.moveTo(x, AXIS);
  pen.lineTo(x, height);
  pen.stroke();
  pen.setLineDash([]);
}

function drawGutter(pen, firstRow, lastRow) {
  pen.fillStyle = colour.raised;
  pen.fillRect(0, AXIS, GUTTER, height - AXIS);
  pen.fillStyle = colour.line;
  pen.fillRect(GUTTER - 1, AXIS, 1, height - AXIS);
  pen.fillStyle = colour.soft;
  pen.textAlign = 'right';
  for (let row = firstRow; row <= lastRow; row++) {
    pen.fillText(view.processes[row], GUTTER - 12, AXIS + row * ROW - top + ROW / 2);
  }
  pen.textAlign = 'left';
}

function drawTicks(pen, lines) {
  const gap = 110 / scale;
  const places = [];
  if (axis === 'order') {
    const step = Math.max(1, Math.ceil(gap));
    const from = Math.max(0, Math.floor(placeOf(GUTTER) / step) * step);
    for (let i = from; i < view.events.length && xOf(i) < width; i += step) places.push([i, view.events[i].time]);
  } else {
    const power = 10 ** Math.floor(Math.log10(gap));
    const step = Math.max(1, [1, 2, 5, 10].find(m => m * power >= gap) * power);
    const from = Math.max(0, Math.floor(placeOf(GUTTER) / step) * step);
    for (let t = from; t <= view.span && xOf(t) < width; t += step) places.push([t, view.start + t]);
  }
  pen.fillStyle = lines ? colour.line : colour.soft;
  for (const [place, time] of places) {
    const x = Math.round(xOf(place));
    if (x < GUTTER) continue;
    if (lines) pen.fillRect(x, AXIS, 1, height);
    else pen.fillText(tick(time), x + 1, AXIS / 2);
  }
  if (!lines) pen.fillText('process', 10, AXIS / 2);
}

let backdrop = null;

function drawOverview() {
  const all = scale <= fitting() * 1.001;
  overview.hidden = all;
  if (all) return;
  if (!backdrop || backdrop.view !== view || backdrop.width !== width) backdrop = paintBackdrop();
  const pen = paper(overview, width, OVERVIEW);
  pen.drawImage(backdrop.image, 0, 0, width, OVERVIEW);
  const from = placeOf(GUTTER) / view.span * width, to = placeOf(width) / view.span * width;
  pen.strokeStyle = colour.focus;
  pen.lineWidth = 2;
  pen.strokeRect(Math.max(1, from), 1, Math.max(6, Math.min(width - 1, to) - Math.max(1, from)), OVERVIEW - 2);
}

function paintBackdrop() {
  const image = document.createElement('canvas');
  const pen = paper(image, width, OVERVIEW);
  pen.fillStyle = colour.stripe;
  pen.fillRect(0, 0, width, OVERVIEW);
  const lane = (OVERVIEW - 8) / view.rows.length;
  const paint = item => {
    const o = item.o;
    const x = item.from / view.span * width;
    const mark = o.mark & FAILING ? 'bad' : o.mark & MINIMAL ? 'warn' : null;
    pen.fillStyle = colour[mark || (o.outcome === 'fail' ? 'gone' : item.open ? 'open' : o.call === 'get' ? 'read' : 'write') + '-edge'];
    const h = Math.max(mark ? 6 : 1, lane * 0.8);
    pen.fillRect(x, 4 + Math.min(item.row * lane, OVERVIEW - 8 - h), Math.max(mark ? 3 : 1, (item.to - item.from) / view.span * width), h);
  };
  view.items.filter(item => !(item.o.mark & MINIMAL)).forEach(paint);
  view.items.filter(item => item.o.mark & MINIMAL).forEach(paint);
  return { image, view, width };
}
