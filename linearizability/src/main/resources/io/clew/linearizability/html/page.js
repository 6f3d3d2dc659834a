// Moving about, pointing, and choosing what is shown.

function settle() {
  const visible = room() / scale;
  left = Math.max(Math.min(left, view.span - visible), 0);
  top = Math.max(0, Math.min(top, view.rows.length * ROW - fieldHeight()));
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
    top = view.fails.row * ROW - fieldHeight() / 2;
  }
  settle();
  draw();
}

function measure() {
  width = Math.max(240, stage.parentElement.clientWidth
    - parseFloat(getComputedStyle(stage.parentElement).paddingLeft) * 2 - 2);
  const available = Math.max(200, stage.parentElement.clientHeight - (part === 'minimal' ? 320 : 230));
  height = AXIS + Math.min(Math.max(1, view.rows.length) * ROW + 6, available) + bandHeight();
}

function itemAt(x, y) {
  if (x < GUTTER || y < AXIS || y > AXIS + fieldHeight()) return null;
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
  const before = valuesAfter(o.begin), after = item.over ? null : valuesAfter(o.end + 1);
  if (before) facts.push(['before it', valuesText(before)]);
  if (after) facts.push(['after it', valuesText(after)]);
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
  if (y < top || y + ROW > top + fieldHeight()) top = y - fieldHeight() / 2;
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

let drag = null, screen = null;

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
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
}

/** On paper the picture has the width of the page, and as many rows as fit on one. */
function print(begins) {
  if (begins) {
    screen = { scale, left, top };
    const visible = room() / scale;
    width = PRINT_WIDTH;
    height = AXIS + Math.min(view.rows.length, PRINT_ROWS) * ROW + 6 + bandHeight();
    scale = room() / visible;
  } else {
    measure();
    ({ scale, left, top } = screen);
  }
  settle();
  repaint(begins);
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
