// What the nodes knew in the end, side by side.
const ROWS_MAX = 40, BEFORE = 3, MISSING_MAX = 10, KEYS_MAX = 30;

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const entriesOf = node => node.decoded || (node.decoded = new Map(node.entries.map(([index, term, text, hash]) => [index, { index, term, text, hash }])));
const lastOf = node => node.entries.length ? node.entries[node.entries.length - 1][0] : node.snapshot;

function head(node, facts) {
  const number = nodes.indexOf(node.name);
  const role = element('span', { className: 'role ' + node.role, textContent: node.role === 'down' ? 'down' : node.role + ' ' + node.term });
  const cell = element('th', { className: spoken.nodes.has(number) && report.violated ? 'named' : '' }, node.name, role);
  for (const [text, odd] of facts) cell.append(element('small', { textContent: text, className: odd ? 'odd' : '' }));
  return cell;
}

function logFacts(node) {
  const [diskTerm, diskLast] = node.onDisk.split(' ').map(Number);
  const nothing = node.onDisk === 'nothing' && node.durable === 0;
  const behind = node.role !== 'down' && !nothing && (!(diskLast >= node.durable) || !(diskTerm >= 0));
  const vote = node.vote ? 'voted ' + node.vote : 'no vote';
  if (node.role === 'down') return [['on disk: term ' + node.term + ', ' + vote], ['entries up to ' + node.durable]];
  const facts = [[vote + ' · commit ' + node.commit + ' · applied ' + node.applied]];
  if (node.snapshot) facts.push(['snapshot up to ' + node.snapshot]);
  if (diskTerm !== node.term || diskLast !== lastOf(node)) {
    facts.push([/^\d+ \d+$/.test(node.onDisk) ? 'on disk: term ' + diskTerm + ', entries up to ' + diskLast : 'on disk: ' + node.onDisk, behind]);
  }
  if (node.durable !== lastOf(node) || behind) facts.push(['takes for durable: entries up to ' + node.durable, behind]);
  return facts;
}

/** Whether nodes that have an entry at the index have different ones. */
function differs(index) {
  const found = report.nodes.map(node => entriesOf(node).get(index)).filter(entry => entry);
  return found.some(entry => entry.term !== found[0].term || entry.hash !== found[0].hash);
}

function cellOf(node, index) {
  const entry = entriesOf(node).get(index);
  if (!entry) return element('td', { className: 'none', textContent: index <= node.snapshot ? 'in its snapshot' : '' });
  const open = node.role !== 'down' && index > node.commit, volatile = node.role !== 'down' && index > node.durable;
  const kind = (open ? 'open ' : '') + (volatile ? 'volatile' : '');
  return element('td', { className: kind.trim() }, element('i', { textContent: entry.term, title: 'term' }), entry.text);
}

function logs() {
  const last = Math.max(...report.nodes.map(lastOf)), first = Math.min(...report.nodes.map(node => node.snapshot)) + 1;
  const all = [];
  for (let index = first; index <= last; index++) all.push(index);
  const shared = Math.min(...report.nodes.filter(node => node.role !== 'down').map(lastOf));
  const telling = all.filter(index => differs(index) || index > Math.max(shared, last - MISSING_MAX) || (report.violated && spoken.entries.has(index)));
  const start = Math.max(first, Math.min(...telling, last) - BEFORE, telling.length ? first : last - 9);
  const rows = all.filter(index => index >= start).slice(-ROWS_MAX);
  const body = element('tbody');
  if (rows.length && rows[0] > first) {
    const equal = all.filter(index => index < rows[0]).every(index => !differs(index));
    body.append(element('tr', { className: 'equal' }, element('th', { textContent: '…' }),
      element('td', { colSpan: nodes.length, textContent: 'entries ' + first + '–' + (rows[0] - 1) + (equal ? ' are equal wherever they are' : '') })));
  }
  for (const index of rows) {
    const kind = (differs(index) ? 'differs ' : '') + (report.violated && spoken.entries.has(index) ? 'spoken' : '');
    body.append(element('tr', { className: kind.trim() }, element('th', { textContent: index }), ...report.nodes.map(node => cellOf(node, index))));
  }
  const top = element('tr', {}, element('th', { textContent: 'index' }), ...report.nodes.map(node => head(node, logFacts(node))));
  return table('The logs' + moment(), top, body, 'In italics: not known there to be committed. The number before a command is its term.');
}

const moment = () => report.violated && !failing ? ' when it was violated' : ' at the end of the run';

/** Only nodes that have applied the same entries must agree. */
function keys() {
  const maps = report.nodes.map(node => new Map(node.items.map(([key, value, revision, hash]) => [key, { value, revision, hash }])));
  const names = [...new Set(maps.flatMap(map => [...map.keys()]))].sort();
  const odd = name => report.nodes.some((node, i) => report.nodes.some((other, j) => node.applied === other.applied && node.role !== 'down'
    && other.role !== 'down' && same(maps[i].get(name)) !== same(maps[j].get(name))));
  const rows = names.filter(name => names.length <= KEYS_MAX || odd(name)).slice(0, KEYS_MAX);
  const body = element('tbody');
  for (const name of rows) {
    body.append(element('tr', { className: odd(name) ? 'differs' : '' }, element('th', { textContent: name }), ...maps.map(map => {
      const item = map.get(name);
      return item ? element('td', {}, element('i', { textContent: item.revision, title: 'revision: the index of the entry' }), item.value)
        : element('td', { className: 'none', textContent: 'absent' });
    })));
  }
  const top = element('tr', {}, element('th', { textContent: 'key' }),
    ...report.nodes.map(node => head(node, [[(node.role === 'down' ? 'its last snapshot, up to ' : 'applied ') + node.applied]])));
  return table('The states' + moment(), top, body, 'The number before a value is its revision, the index of the entry that put it.');
}

const same = item => item ? item.revision + ' ' + item.hash : '';

function table(title, top, body, words) {
  if (!body.children.length) body.append(element('tr', {}, element('th'), element('td', { colSpan: nodes.length, className: 'none', textContent: 'empty' })));
  return [element('h3', { textContent: title }), element('div', { className: 'wide' }, element('table', {}, element('thead', {}, top), body)),
    element('p', { className: 'words', textContent: words })];
}

const TOLD = new Set(['boot', 'crash', 'truncate', 'install']);

/** The moments that tell the story; messages are left to the timeline. */
function story() {
  const lines = [];
  for (const role of roles) {
    if (role.role === 'leader') lines.push({ item: role, time: role.from, kind: 'leader', text: nodes[role.node] + ' leads term ' + role.term });
  }
  for (const mark of marks) {
    if (TOLD.has(mark.kind)) lines.push({ item: mark, time: mark.from, kind: mark.kind, text: nodes[mark.node] + ' ' + mark.text });
  }
  for (const band of bands) {
    const name = (band.node >= 0 ? nodes[band.node] + ' ' : '') + band.name + (band.node < 0 && band.text ? ': ' + band.text : '');
    lines.push({ item: band, time: band.from, kind: 'fault', text: name });
    if (band.node < 0 && !band.open && band.to < report.end && band.to - band.from > 1e6) lines.push({ item: band, time: band.to, kind: 'faultend', text: 'over: ' + name });
  }
  if (report.violated) lines.push({ time: focus, kind: 'violation', text: report.invariant });
  lines.sort((a, b) => a.time - b.time);
  $('story').replaceChildren(...lines.map(each => {
    const button = element('button', { type: 'button', className: each.kind === 'violation' ? 'violation' : '' },
      element('i', { className: each.kind }), element('b', { textContent: each.text }), element('small', { textContent: briefly(each.time) }));
    button.addEventListener('click', () => each.kind === 'violation' ? home() : goTo(each.time, each.item));
    return element('li', {}, button);
  }));
  const last = $('story').querySelector('.violation');
  if (last) last.scrollIntoView({ block: 'nearest' });
}
