'use strict';
(() => {
  const PREFIX = 1, MINIMAL = 2, FAILING = 4;
  const ROW = 36, BAR = 24, GUTTER = 64, AXIS = 26, PAD = 14, OVERVIEW = 38, LIST_MAX = 40, POINTS_MAX = 300, KEYS_MAX = 2000;
  const $ = id => document.getElementById(id);
  const report = JSON.parse($('data').textContent);
  const base = BigInt(report.base);
  const stage = $('stage'), canvas = $('timeline'), overview = $('overview'), tip = $('tip');
  let colour = {}, hatch = null;
  let key = null, part = 'whole', axis = 'order', view = null;
  let scale = 1, left = 0, top = 0, width = 0, height = 0, chosen = null;

  // ---- Data -------------------------------------------------------------------------------

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
    view = { items, events, rows, processes, start, span, fails, closed: items.filter(i => !i.open), points: [] };
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

  // ---- Drawing ----------------------------------------------------------------------------

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
    const lastRow = Math.min(view.rows.length - 1, Math.floor((top + height - AXIS) / ROW));
    let drawn = 0;
    pen.save();
    pen.beginPath();
    pen.rect(0, AXIS, width, height - AXIS);
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
    drawGutter(pen, firstRow, lastRow);
    pen.restore();
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

  // ---- Overview ---------------------------------------------------------------------------

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

  // ---- Moving -----------------------------------------------------------------------------

  function settle() {
    const visible = room() / scale;
    left = Math.max(Math.min(left, view.span - visible), 0);
    top = Math.max(0, Math.min(top, view.rows.length * ROW - (height - AXIS)));
  }

  function move(dx, dy) {
    left += dx / scale;
    top += dy;
    hideTip();
    settle();
    draw();
  }

  function zoom(factor, x = GUTTER + room() / 2) {
    const place = placeOf(x);
    const finest = axis === 'order' ? 240 : Math.max(240, fitting() * 1e6);
    scale = Math.max(fitting(), Math.min(scale * factor, Math.max(finest, fitting())));
    left = place - (x - GUTTER - PAD) / scale;
    hideTip();
    settle();
    draw();
  }

  function fit() {
    scale = fitting();
    left = top = 0;
    draw();
  }

  /** Everything where it is readable, otherwise the place that matters at a readable scale. */
  function home() {
    const spans = view.closed.map(item => item.to - item.from).sort((a, b) => a - b);
    const usual = spans.length ? Math.max(spans[spans.length >> 1], view.span / 1e9) : 1;
    scale = Math.max(fitting(), Math.min(90 / usual, fitting() * 1e6));
    if (axis === 'order') scale = Math.min(scale, Math.max(fitting(), 60));
    left = top = 0;
    if (view.fails) {
      const first = view.items.reduce((min, item) => item.o.mark & MINIMAL ? Math.min(min, item.from) : min, view.fails.from);
      scale = Math.max(fitting(), scale / 3, Math.min(scale, room() * 0.7 / (view.fails.to - first || 1)));
      scale = Math.max(fitting(), Math.min(scale, room() * 0.4 / (view.fails.to - view.fails.from || 1)));
      left = view.fails.to - room() / scale * 0.75;
      top = view.fails.row * ROW - (height - AXIS) / 2;
    }
    settle();
    draw();
  }

  function measure() {
    width = Math.max(240, stage.parentElement.clientWidth
      - parseFloat(getComputedStyle(stage.parentElement).paddingLeft) * 2 - 2);
    const available = Math.max(200, stage.parentElement.clientHeight - (part === 'minimal' ? 320 : 230));
    height = AXIS + Math.min(Math.max(1, view.rows.length) * ROW + 6, available);
  }

  // ---- Pointing ---------------------------------------------------------------------------

  function itemAt(x, y) {
    if (x < GUTTER || y < AXIS) return null;
    const row = view.rows[Math.floor((y - AXIS + top) / ROW)];
    if (!row) return null;
    const i = firstFrom(row, placeOf(x - 2));
    const item = row[i];
    return item && xOf(item.from) <= x + 2 ? item : null;
  }

  function showTip(item, x, y) {
    const o = item.o;
    const facts = [['outcome', outcomeText(item)], ['process', o.process], ['invoked', moment(o.invoke)],
      ['completed', item.over || o.complete === null ? 'not yet' : moment(o.complete)], ['index', o.index + ' of this key’s ' + key.count]];
    if (item.place !== undefined) facts.push(['took effect', 'as number ' + (item.place + 1) + ' of ' + key.order.length + ' in the order found']);
    if (o.outcome === 'unknown' && o.complete !== null) facts[3][0] = 'gave up';
    const list = document.createElement('dl');
    for (const [name, value] of facts) {
      list.append(Object.assign(document.createElement('dt'), { textContent: name }),
        Object.assign(document.createElement('dd'), { textContent: value }));
    }
    tip.replaceChildren(Object.assign(document.createElement('strong'), { textContent: label(o, quoted) }), list);
    tip.hidden = false;
    tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = (y + 18 + tip.offsetHeight > innerHeight ? Math.max(8, y - tip.offsetHeight - ROW) : y + 18) + 'px';
  }

  function hideTip() {
    tip.hidden = true;
  }

  function choose(item) {
    chosen = item;
    const visible = room() / scale;
    if (item.from < left || Math.min(item.to, item.from + visible / 2) > left + visible) left = item.from - visible / 3;
    const y = item.row * ROW;
    if (y < top || y + ROW > top + height - AXIS) top = y - (height - AXIS) / 2;
    settle();
    draw();
    const box = stage.getBoundingClientRect();
    showTip(item, box.left + Math.max(GUTTER, xOf(item.from)), box.top + AXIS + y - top + ROW / 2);
  }

  function step(by) {
    if (!view.items.length) return;
    const at = chosen ? view.items.indexOf(chosen) + by : view.fails && by > 0 ? view.items.indexOf(view.fails) : by > 0 ? 0 : -1;
    choose(view.items[(at + view.items.length) % view.items.length]);
  }

  // ---- Choosing what is shown ---------------------------------------------------------------

  function show() {
    chosen = null;
    hideTip();
    arrange();
    const drawable = view.items.length > 0;
    stage.hidden = !drawable;
    $('name').textContent = 'Key ' + plain(key.key);
    $('parts').hidden = key.verdict !== 'bad' || !key.operations;
    $('order').hidden = !view.points.length;
    press('parts', 'part', part);
    press('axes', 'axis', axis);
    const shown = view.items.length;
    const all = key.count === 1 ? 'its only operation' : 'all ' + grouped(key.count) + ' operations';
    const count = shown === key.count ? all + ' on this key' : grouped(shown) + ' of ' + grouped(key.count) + ' operations on this key';
    $('why').textContent = !key.operations ? 'This key has ' + grouped(key.count) + ' operations, more than the page has room for.'
      : part === 'minimal' ? 'The smallest part found that has no valid order: ' + count + '.'
      : part === 'prefix' ? 'Everything until the first outcome that nothing explains: ' + count + '.'
      : key.verdict === 'unknown' ? key.why : 'Shown: ' + count + '.';
    writeWords();
    if (drawable) {
      measure();
      home();
    } else {
      overview.hidden = true;
    }
  }

  function press(group, name, value) {
    for (const button of $(group).querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset[name] === value));
    }
  }

  /** The few operations of a contradiction in words as well: for print, and for who cannot see. */
  function writeWords() {
    const few = part === 'minimal' && view.items.length <= LIST_MAX;
    $('words').hidden = !few;
    if (!few) return;
    $('words').querySelector('h3').textContent = 'These operations alone cannot be put in order';
    $('words').querySelector('ol').replaceChildren(...view.items.map(item => {
      const { o } = item;
      const line = document.createElement('li');
      if (o.mark & FAILING) line.className = 'failing';
      const when = document.createElement('small');
      when.textContent = 'process ' + o.process + ', ' + exact(o.invoke) + '–'
        + (item.over || o.complete === null ? '…' : exact(o.complete)) + (item.open ? ', outcome unknown' : '');
      line.append(label(o, quoted), when);
      return line;
    }));
  }

  function open(entry) {
    key = entry;
    part = entry.verdict === 'bad' ? 'minimal' : 'whole';
    operationsOf(entry);
    for (const button of $('keys').querySelectorAll('button')) {
      button.setAttribute('aria-current', String(button.entry === entry));
    }
    show();
  }

  function listKeys() {
    const wanted = $('find').value.toLowerCase();
    const found = report.keys.filter(entry => entry.key.toLowerCase().includes(wanted));
    const items = found.slice(0, KEYS_MAX).map(entry => {
      const button = document.createElement('button');
      button.type = 'button';
      button.entry = entry;
      button.title = plain(entry.key) + ': ' + { bad: 'not linearizable', unknown: 'unknown', ok: 'linearizable' }[entry.verdict];
      button.setAttribute('aria-current', String(entry === key));
      button.append(Object.assign(document.createElement('i'), { className: entry.verdict }),
        Object.assign(document.createElement('b'), { textContent: plain(entry.key) }),
        Object.assign(document.createElement('small'), { textContent: grouped(entry.count) }));
      button.addEventListener('click', () => open(entry));
      const item = document.createElement('li');
      item.append(button);
      return item;
    });
    if (found.length > KEYS_MAX) items.push(note(found.length - KEYS_MAX + ' more: use the search'));
    if (!found.length) items.push(note('No such key'));
    $('keys').replaceChildren(...items);
  }

  function note(text) {
    const item = document.createElement('li');
    item.append(Object.assign(document.createElement('p'), { textContent: text }));
    return item;
  }

  // ---- Events -----------------------------------------------------------------------------

  let drag = null;

  function dragging() {
    stage.addEventListener('pointerdown', event => {
      drag = { x: event.clientX, y: event.clientY };
      stage.setPointerCapture(event.pointerId);
      stage.classList.add('dragging');
    });
    stage.addEventListener('pointermove', event => {
      if (drag) {
        move(drag.x - event.clientX, drag.y - event.clientY);
        drag = { x: event.clientX, y: event.clientY };
        return;
      }
      const box = canvas.getBoundingClientRect();
      const item = itemAt(event.clientX - box.left, event.clientY - box.top);
      if (item) showTip(item, event.clientX, event.clientY); else hideTip();
    });
    for (const end of ['pointerup', 'pointercancel']) {
      stage.addEventListener(end, () => { drag = null; stage.classList.remove('dragging'); });
    }
    stage.addEventListener('pointerleave', hideTip);
    stage.addEventListener('wheel', event => {
      event.preventDefault();
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(event.deltaX || event.deltaY, 0);
      else zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - canvas.getBoundingClientRect().left);
    }, { passive: false });
    const jump = event => {
      if (event.type === 'pointermove' && event.buttons === 0) return;
      const x = event.clientX - overview.getBoundingClientRect().left;
      left = x / width * view.span - room() / scale / 2;
      settle();
      draw();
    };
    overview.addEventListener('pointerdown', jump);
    overview.addEventListener('pointermove', jump);
  }

  const KEYS = {
    ArrowLeft: () => move(-120, 0), ArrowRight: () => move(120, 0), ArrowUp: () => move(0, -ROW), ArrowDown: () => move(0, ROW),
    '+': () => zoom(1.4), '=': () => zoom(1.4), '-': () => zoom(1 / 1.4), 0: fit, n: () => step(1), p: () => step(-1),
    Escape: () => { chosen = null; hideTip(); draw(); },
  };

  function listen() {
    dragging();
    document.addEventListener('keydown', event => {
      const act = KEYS[event.key];
      const busy = event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === 'INPUT' || stage.hidden;
      if (act && !busy) { event.preventDefault(); act(); }
    });
    $('in').addEventListener('click', () => zoom(1.6));
    $('out').addEventListener('click', () => zoom(1 / 1.6));
    $('fit').addEventListener('click', fit);
    $('find').addEventListener('input', listKeys);
    $('parts').addEventListener('click', event => { part = event.target.dataset.part || part; show(); });
    $('axes').addEventListener('click', event => { axis = event.target.dataset.axis || axis; show(); });
    $('copy').addEventListener('click', () => {
      getSelection().selectAllChildren($('command'));
      if (document.execCommand('copy')) $('copy').textContent = 'Copied';
    });
    addEventListener('resize', () => { if (!stage.hidden) { measure(); scale = Math.max(scale, fitting()); settle(); draw(); } });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => repaint(false));
    addEventListener('beforeprint', () => repaint(true));
    addEventListener('afterprint', () => repaint(false));
  }

  function repaint(printing) {
    readColours(printing);
    backdrop = null;
    draw();
  }

  readColours(false);
  listKeys();
  if (report.keys.length) {
    listen();
    open(report.keys[0]);
  } else {
    $('keys').replaceChildren(note('The history names no key'));
    document.querySelector('section').hidden = true;
  }
})();
