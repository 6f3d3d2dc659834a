// Moving about, pointing, and choosing what is shown.

function settle() {
  const visible = room() / scale;
  left = Math.max(Math.min(left, view.span - visible), 0);
}

function move(by) {
  left += by / scale;
  hideTip();
  settle();
  draw();
}

function zoom(factor, x = GUTTER + room() / 2) {
  const place = placeOf(x);
  const finest = axis === 'order' ? 200 : Math.max(fitting(), 1e-1);
  scale = Math.max(fitting(), Math.min(scale * factor, Math.max(finest, fitting())));
  left = place - (x - GUTTER - PAD) / scale;
  hideTip();
  settle();
  draw();
}

function fit() {
  scale = fitting();
  left = 0;
  draw();
}

/** Everything where it is readable, otherwise the last steps up to the violation. */
function home() {
  const readable = axis === 'order' ? 30 : room() / 4e8;
  scale = Math.max(fitting(), axis === 'order' && fitting() > 13 ? fitting() : readable);
  left = placeAt(focus) - room() / scale * (focus === report.end ? 0.94 : 0.7);
  chosen = null;
  hideTip();
  settle();
  draw();
}

function goTo(time, item) {
  left = placeAt(time) - room() / scale / 3;
  chosen = item || null;
  hideTip();
  settle();
  draw();
}

function measure() {
  const style = getComputedStyle(stage.parentElement);
  width = Math.max(240, stage.parentElement.clientWidth - parseFloat(style.paddingLeft) * 2 - 2);
  height = view.height;
}

function reshape() {
  const time = view ? timeAt(left + room() / scale / 2) : 0, before = view && view.span / (room() / scale);
  const same = view && view.axis === axis;
  arrange();
  view.axis = axis;
  measure();
  if (!same) {
    home();
  } else {
    scale = Math.max(fitting(), axis === 'order' ? scale : room() / (view.span / before));
    left = placeAt(time) - room() / scale / 2;
    settle();
    draw();
  }
  $('fit').disabled = false;
  for (const button of $('axes').querySelectorAll('button')) button.setAttribute('aria-pressed', String(button.dataset.axis === axis));
}

function distance(hit, x, y) {
  if (hit.w !== undefined) return x >= hit.x && x <= hit.x + hit.w && y >= hit.y && y <= hit.y + hit.h ? 0 : Infinity;
  const dx = hit.x2 - hit.x1, dy = hit.y2 - hit.y1;
  const t = Math.max(0, Math.min(1, ((x - hit.x1) * dx + (y - hit.y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - hit.x1 - t * dx, y - hit.y1 - t * dy);
}

const RANK = { mark: 0, work: 1, touch: 3, flight: 2, role: 4, band: 5 };

function hitAt(x, y) {
  if (x < GUTTER) return null;
  const near = hits.filter(hit => distance(hit, x, y) < 5);
  near.sort((a, b) => RANK[a.item.is] - RANK[b.item.is] || distance(a, x, y) - distance(b, x, y));
  return near[0] || null;
}

const FATES = { FLYING: 'still under way', ARRIVED: 'arrived', LOST: 'lost', HELD: 'about to leave when the run ended' };
const OUTCOMES = { ok: 'succeeded', fail: 'failed: never took effect', unknown: 'unknown: any time after its beginning, or never', '': 'still open' };

function told(item) {
  const span = [['from', seconds(item.from)], ['until', seconds(item.to) + ' (' + ((item.to - item.from) / 1e6).toFixed(3) + ' ms)']];
  switch (item.is) {
    case 'mark': return { title: nodes[item.node] + ': ' + (item.all ? item.all.map(mark => mark.text).join('; ') : item.text), facts: [['at', seconds(item.from)]] };
    case 'flight': return { title: item.text, facts: [['from', nodes[item.node] + ', ' + seconds(item.from)],
      ['to', nodes[item.target] + (item.fate === ARRIVED ? ', ' + seconds(item.to) : '')], ['fate', FATES[item.fate]],
      ...(item.fate === ARRIVED ? [['took', ((item.to - item.from) / 1e6).toFixed(3) + ' ms']] : [])] };
    case 'touch': return { title: item.text, facts: [[item.answer ? 'answer' : 'request', (item.answer ? nodes[item.node] + ' to client' + item.client
      : 'client' + item.client + ' to ' + nodes[item.node])], ['at', seconds(item.from)]] };
    case 'work': return { title: workLabel(item), facts: [['client', item.client], ['outcome', OUTCOMES[item.outcome]], ...span] };
    case 'role': return { title: nodes[item.node] + ': ' + (item.role === 'down' ? 'down' : item.role + ' in term ' + item.term), facts: span };
    default: return { title: item.name + (item.text ? ': ' + item.text : ''), facts: span };
  }
}

function showTip(item, x, y) {
  const { title, facts } = told(item);
  const list = element('dl');
  for (const [name, value] of facts) list.append(element('dt', { textContent: name }), element('dd', { textContent: value }));
  tip.replaceChildren(element('strong', { textContent: title }), list);
  tip.hidden = false;
  tip.style.left = Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
  tip.style.top = (y + 18 + tip.offsetHeight > innerHeight ? Math.max(8, y - tip.offsetHeight - 24) : y + 18) + 'px';
}

function hideTip() {
  tip.hidden = true;
}

function showChosen(pen) {
  const hit = hits.find(each => each.item === chosen || (each.item.all && each.item.all.includes(chosen)));
  if (!hit) return;
  pen.strokeStyle = colour.focus;
  pen.lineWidth = 2;
  const box = canvas.getBoundingClientRect();
  if (hit.w !== undefined) {
    const x = Math.max(GUTTER + 1, hit.x - 2), right = Math.min(width - 1, hit.x + hit.w + 2);
    pen.strokeRect(x, hit.y - 2, right - x, hit.h + 4);
    showTip(hit.item, box.left + Math.max(GUTTER, hit.x), box.top + hit.y + hit.h);
  } else {
    line(pen, hit.x1, hit.y1, hit.x2, hit.y2);
    showTip(hit.item, box.left + hit.x1, box.top + Math.max(hit.y1, hit.y2));
  }
}

function step(by) {
  const items = [...view.marks, ...view.flights, ...view.works].sort((a, b) => a.from - b.from);
  if (!items.length) return;
  let at = items.indexOf(chosen);
  if (at < 0) {
    const from = timeAt(placeOf(by > 0 ? GUTTER : width));
    at = by > 0 ? items.findIndex(item => item.from >= from) : items.findLastIndex(item => item.from <= from);
  } else {
    at += by;
  }
  const item = items[Math.max(0, Math.min(items.length - 1, at))];
  const x = xOf(item.from);
  chosen = item;
  if (x < GUTTER + 40 || x > width - 80) left = placeAt(item.from) - room() / scale / 3;
  settle();
  draw();
}

function toggle(set, value) {
  if (set.has(value)) set.delete(value); else set.add(value);
}

function choices() {
  $('groups').replaceChildren(...GROUPS.map(([group, name]) => {
    const button = element('button', { type: 'button', textContent: name });
    button.dataset.group = group;
    button.addEventListener('click', () => show(group));
    return button;
  }));
  $('lanes').replaceChildren(...nodes.map((name, node) => {
    const button = element('button', { type: 'button', textContent: name });
    button.addEventListener('click', () => {
      if (!hiddenNodes.has(node) && hiddenNodes.size === nodes.length - 1) return;
      toggle(hiddenNodes, node);
      mark();
      reshape();
    });
    return button;
  }));
  mark();
}

function show(group) {
  toggle(shown, group);
  mark();
  reshape();
}

function mark() {
  for (const button of $('groups').children) button.setAttribute('aria-pressed', String(shown.has(button.dataset.group)));
  [...$('lanes').children].forEach((button, node) => button.setAttribute('aria-pressed', String(!hiddenNodes.has(node))));
}

let drag = null, screen = null;

function dragging() {
  stage.addEventListener('pointerdown', event => {
    drag = event.clientX;
    stage.setPointerCapture(event.pointerId);
    stage.classList.add('dragging');
  });
  stage.addEventListener('pointermove', event => {
    if (drag !== null) {
      move(drag - event.clientX);
      drag = event.clientX;
      return;
    }
    const box = canvas.getBoundingClientRect();
    const hit = hitAt(event.clientX - box.left, event.clientY - box.top);
    if (hit) showTip(hit.item, event.clientX, event.clientY); else hideTip();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    stage.addEventListener(end, () => { drag = null; stage.classList.remove('dragging'); });
  }
  stage.addEventListener('pointerleave', hideTip);
  stage.addEventListener('wheel', event => {
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(event.deltaX || event.deltaY);
    else zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - canvas.getBoundingClientRect().left);
  }, { passive: false });
  const jump = event => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const x = event.clientX - overview.getBoundingClientRect().left;
    left = (x - GUTTER - PAD) / room() * view.span - room() / scale / 2;
    settle();
    draw();
  };
  overview.addEventListener('pointerdown', jump);
  overview.addEventListener('pointermove', jump);
}

const KEYS = {
  ArrowLeft: () => move(-120), ArrowRight: () => move(120), '+': () => zoom(1.4), '=': () => zoom(1.4), '-': () => zoom(1 / 1.4),
  0: fit, v: home, n: () => step(1), p: () => step(-1), h: () => show('beat'), o: () => { axis = axis === 'order' ? 'clock' : 'order'; reshape(); },
  Escape: () => { chosen = null; hideTip(); draw(); },
};

function listen() {
  dragging();
  document.addEventListener('keydown', event => {
    const act = KEYS[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); act(); }
  });
  $('in').addEventListener('click', () => zoom(1.6));
  $('out').addEventListener('click', () => zoom(1 / 1.6));
  $('fit').addEventListener('click', fit);
  $('end').addEventListener('click', home);
  $('end').hidden = !report.violated;
  $('axes').addEventListener('click', event => { axis = event.target.dataset.axis || axis; reshape(); });
  $('copy').addEventListener('click', () => {
    getSelection().selectAllChildren($('command'));
    if (document.execCommand('copy')) $('copy').textContent = 'Copied';
  });
  addEventListener('resize', () => { measure(); scale = Math.max(scale, fitting()); settle(); draw(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(false); draw(); });
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
}

/** On paper the picture has the width of the page. */
function print(begins) {
  if (begins) {
    screen = { scale, left };
    const right = left + room() / scale;
    width = 1000;
    left = right - room() / scale;
  } else {
    measure();
    ({ scale, left } = screen);
  }
  settle();
  readColours(begins);
  draw();
}

readColours(false);
choices();
listen();
$('states').append(...logs(), ...keys());
story();
reshape();
