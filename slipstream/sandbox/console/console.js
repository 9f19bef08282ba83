// The console of the sandbox. It reads the state once a second and brings the page up to date.
// Whatever comes from the service becomes text or the value of an attribute, never markup.
'use strict';

const INTERVAL = 1000;
const SEQUENCE = ['Initializing', 'Provisioning', 'Executing', 'SendingReports', 'Ready'];
const TONES = {
  Ready: 'green', STARTED: 'green', running: 'green',
  Done: 'grey', Cancelled: 'grey', STOPPED: 'grey', CREATED: 'grey',
  terminated: 'grey', unknown: 'grey',
  Aborted: 'red', ERROR: 'red', failed: 'red', stopping: 'amber', STOPPING: 'amber',
};
const $ = (id) => document.getElementById(id);
let token = '';
let shown = null;

// -- elements ---------------------------------------------------------------------------------

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function setText(node, text) {
  if (node.textContent !== String(text)) node.textContent = text;
}

function setClass(node, name) {
  if (node.className !== name) node.className = name;
}

/** Bring the children of a node in line with items: each keeps its nodes while it has its key. */
function list(parent, items, key, make) {
  parent.kept = parent.kept || new Map();
  const former = parent.kept;
  parent.kept = new Map();
  let next = parent.firstElementChild;
  for (const item of items) {
    const row = former.get(key(item)) || make(item);
    parent.kept.set(key(item), row);
    former.delete(key(item));
    row.update(item);
    for (const node of row.nodes) {
      if (node === next) next = next.nextElementSibling;
      else parent.insertBefore(node, next);
    }
  }
  for (const row of former.values()) row.nodes.forEach((node) => node.remove());
}

function pill(state) {
  const node = element('span');
  const update = (name, tone) => {
    setText(node, name);
    const color = tone || TONES[name] || 'blue';
    setClass(node, `pill state ${color}${color === 'blue' ? ' moving' : ''}`);
  };
  if (state) update(state);
  return {node, update};
}

/** A table row: `cells` gets its cells, and returns the function that fills them. */
function row(classes, cells) {
  return (item) => {
    const tds = classes.map((name, index) => (index ? element('td', {class: name})
      : element('th', {class: name, scope: 'row'})));
    const update = cells(tds, item);
    return {nodes: [element('tr', {}, ...tds)], update};
  };
}

function copyButton(label, source) {
  const button = element('button', {type: 'button', class: 'copy', 'aria-label': label}, 'Copy');
  button.addEventListener('click', () => copy(source));
  return button;
}

/** A line of Python, with a button that copies it. */
function pythonLine(text) {
  const code = element('code');
  const node = element('div', {class: 'line'}, code, copyButton('Copy the Python line', code));
  const update = (line) => {
    // It may break after an argument.
    const parts = line.split(/(?<=[(,])/).flatMap((part) => [part, element('wbr')]);
    if (code.textContent !== line) code.replaceChildren(...parts);
  };
  update(text || '');
  return {node, update};
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    say('Copied');
  } catch (error) {
    getSelection().selectAllChildren(source);
    say('The browser does not let this page copy. The line is selected: press Ctrl-C', true);
  }
}

let silence = 0;
function say(text, bad) {
  setText($('said'), text);
  setClass($('said'), bad ? 'said shown bad' : 'said shown');
  clearTimeout(silence);
  silence = setTimeout(() => setClass($('said'), 'said'), 6000);
}

// -- text -------------------------------------------------------------------------------------

const moment = (seconds) => new Date(seconds * 1000).toISOString();
const day = (seconds) => moment(seconds).slice(0, 10);
const hour = (seconds) => moment(seconds).slice(11, 19);
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

function lasting(seconds) {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A value as Python writes it. */
function python(value) {
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  return `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

/** A call in Python: positional arguments, and named ones, without those that are undefined. */
function call(name, positional, named) {
  const given = Object.entries(named || {}).filter(([, value]) => value !== undefined);
  const options = given.map(([key, value]) => `${key}=${python(value)}`);
  return `${name}(${positional.map(python).concat(options).join(', ')})`;
}

// -- deployments ------------------------------------------------------------------------------

/** The states of a deployment in their order, those to come included. */
function stepsOf(item) {
  const reached = new Map(item.steps.map((step) => [step.state, step.at]));
  const others = [...reached.keys()].filter((name) => !SEQUENCE.includes(name));
  const last = item.steps.length ? item.steps[item.steps.length - 1].state : '';
  return (item.steps.length ? SEQUENCE.concat(others) : []).map((name) => {
    const current = name === last;
    const bad = current && (name === 'Aborted' || item.abort !== '');
    const moving = current && item.active && name !== 'Ready' && !bad;
    const at = reached.has(name) ? `+${lasting(reached.get(name) - item.created)}` : '';
    const style = at ? `reached${bad ? ' bad' : ''}${moving ? ' moving' : ''}` : '';
    return {name, at, current, style};
  });
}

function step(first) {
  const time = element('time');
  const name = first.name === 'SendingReports' ? 'Reporting' : first.name;
  const node = element('li', {}, element('span', {class: 'name'}, name), time);
  const update = (item) => {
    setClass(node, item.style);
    setText(time, item.at);
    if (item.current) node.setAttribute('aria-current', 'step');
    else node.removeAttribute('aria-current');
  };
  return {nodes: [node], update};
}

function instances(node, item) {
  list(node, item.instances, (instance) => instance.name, row(['', '', 'mono', ''], (cells) => {
    const state = pill();
    const note = element('span', {class: 'soft'});
    cells[1].append(state.node);
    cells[3].append(note);
    return (instance) => {
      setText(cells[0], instance.name);
      state.update(instance.state);
      setText(cells[2], instance.address);
      setText(note, instance.note);
    };
  }));
}

/** The forms that abort and terminate a deployment. */
function stopping(id) {
  const message = element('input', {
    name: 'message', type: 'text', value: 'Aborted on the page', required: ''});
  const abort = pythonLine();
  const line = () => abort.update(
    call('api.set_deployment_parameter', [id, 'ss:abort', message.value]));
  message.addEventListener('input', line);
  line();
  const aborting = element('form', {class: 'abort-form'}, element('label', {}, 'Message', message),
    element('button', {type: 'submit'}, 'Abort'), abort.node);
  const ending = element('form', {class: 'terminate-form'},
    element('span', {class: 'soft'}, 'End it and stop its machines'),
    element('button', {type: 'submit'}, 'Terminate'), pythonLine(call('api.terminate', [id])).node);
  submits(aborting, 'abort', () => ({deployment: id, message: message.value}));
  submits(ending, 'terminate', () => ({deployment: id}));
  return element('details', {}, element('summary', {}, 'Abort or terminate'),
    element('div', {class: 'stop'}, aborting, ending));
}

function deployment(first) {
  const title = element('h3', {}, first.module.split('/').pop());
  const state = pill();
  const meta = element('p', {class: 'meta'});
  const progress = element('ol', {class: 'steps', 'aria-label': 'States'});
  const abort = element('p', {class: 'abort'});
  const machines = element('tbody');
  const table = element('table', {class: 'instances', 'aria-label': 'Machines'}, machines);
  const link = element('a', {rel: 'noopener noreferrer', target: '_blank'}, 'Open the service');
  const foot = element('footer', {}, link);
  if (first.kind !== 'CIMI') foot.append(stopping(first.id));
  const node = element('li', {}, element('article', {class: 'card deployment', 'data-id': first.id},
    element('header', {}, title, state.node), meta, progress, abort, table, foot));
  const update = (item) => {
    const aborted = item.abort && item.active ? ', aborted' : '';
    state.update(item.state + aborted, item.abort ? 'red' : '');
    const version = item.version ? ` ${item.version}` : '';
    const created = `${day(item.created)} ${hour(item.created)}`;
    const facts = [item.module + version, item.owner, item.clouds.join(', '), created];
    setText(meta, facts.filter(Boolean).join(' · '));
    list(progress, stepsOf(item), (one) => one.name, step);
    setText(abort, item.abort);
    abort.hidden = !item.abort;
    instances(machines, item);
    table.hidden = !item.active || !item.instances.length;
    link.hidden = !/^https?:\/\//.test(item.url);
    if (!link.hidden) link.href = item.url;
    const stop = foot.querySelector('details');
    if (stop) stop.hidden = !item.active;
    foot.hidden = link.hidden && (!stop || stop.hidden);
  };
  return {nodes: [node], update};
}

function showDeployments(state) {
  const {items, active, total} = state.deployments;
  setText($('deployments-count'), total ? `${active} running, ${total} in all` : '');
  $('nothing-runs').hidden = total > 0;
  const user = state.accounts.find((account) => account.password && !account.privileged);
  const module = state.store[state.store.length - 1];
  setText($('first-lines'), ['from slipstream.api import Api', call('api = Api', [state.endpoint])]
    .concat(user ? [call('api.login_internal', [user.username, user.password])] : [])
    .concat(module ? [call('api.deploy', [module.path])] : []).join('\n'));
  list($('deployments-list'), items, (item) => item.id, deployment);
}

// -- clouds -----------------------------------------------------------------------------------

const cloud = row(['', 'wide soft', 'number wide', '', 'use'], (cells) => {
  const states = element('span', {class: 'pills'});
  const bar = element('span', {class: 'bar', 'aria-hidden': 'true'}, element('span'));
  const use = element('span', {class: 'figures'});
  cells[3].append(states);
  cells[4].append(bar, use);
  return (item) => {
    setText(cells[0], item.name);
    setText(cells[1], item.kind);
    setText(cells[2], item.deployments);
    list(states, Object.entries(item.machines).sort(), ([name]) => name, () => {
      const one = pill();
      const update = ([name, count]) => one.update(`${count} ${name}`, TONES[name] || 'blue');
      return {nodes: [one.node], update};
    });
    const total = Object.values(item.machines).reduce((sum, count) => sum + count, 0);
    bar.hidden = !item.quota;
    bar.firstChild.style.width = item.quota ? `${Math.min(100, 100 * total / item.quota)}%` : '0';
    setClass(bar, item.quota && total >= item.quota ? 'bar full' : 'bar');
    setText(use, item.quota === null ? `${total}` : `${total} of ${item.quota}`);
  };
});

const machine = row(['', '', 'mono', 'wide', 'wide', 'wide'], (cells) => {
  const state = pill();
  cells[1].append(state.node);
  return (item) => {
    setText(cells[0], item.instance || item.id.split('/').pop());
    state.update(item.state);
    const values = [item.address, item.size, item.cloud, item.owner];
    values.forEach((text, index) => setText(cells[index + 2], text));
  };
});

// -- exchanges --------------------------------------------------------------------------------

function statusPill(node, status) {
  setText(node, status === null ? 'broken' : status);
  const tones = {2: 'green', 3: 'blue', 4: 'amber'};
  setClass(node, `pill ${status === null ? 'red' : tones[Math.floor(status / 100)] || 'red'}`);
}

function side(title, message) {
  const heading = element('h4', {}, title);
  const node = element('div', {class: 'side'}, heading);
  if (!message) {
    node.append(element('p', {class: 'note'}, 'The connection broke.'));
    return node;
  }
  heading.append(`, ${plural(message.length, 'byte')}`);
  const fields = element('dl');
  for (const [name, value] of message.headers) {
    fields.append(element('dt', {}, name), element('dd', {}, value));
  }
  node.append(fields);
  const label = `Body of the ${title.toLowerCase()}`;
  if (message.body) node.append(element('pre', {tabindex: '0', 'aria-label': label}, message.body));
  return node;
}

function exchange(first) {
  const id = `exchange-${first.number}`;
  const open = element('button', {
    type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': id});
  const status = element('span');
  const time = element('time');
  const columns = [
    ['wide', time], ['method'], ['path', open], ['', status], ['soft'], ['number wide soft']];
  const cells = columns.map(([name, ...children]) => element('td', {class: name}, ...children));
  const sides = element('div', {class: 'sides'});
  const detail = element('tr', {class: 'detail', id}, element('td', {colspan: '6'}, sides));
  detail.hidden = true;
  open.addEventListener('click', async () => {
    if (!sides.firstChild) {
      const kept = await read(`/sandbox/exchanges/${first.number}`);
      if (!kept) return;
      sides.replaceChildren(side('Request', kept.request), side('Response', kept.response));
    }
    detail.hidden = !detail.hidden;
    open.setAttribute('aria-expanded', String(!detail.hidden));
  });
  setText(time, hour(first.at));
  setText(cells[1], first.method);
  setText(open, first.target);
  statusPill(status, first.status);
  setText(cells[4], first.who);
  setText(cells[5], first.elapsed_ms.toFixed(1));
  return {nodes: [element('tr', {}, ...cells), detail], update: () => {}};
}

function showExchanges(state) {
  const words = $('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (item) => `${item.method} ${item.target} ${item.status} ${item.who}`.toLowerCase();
  const items = state.exchanges.filter((item) => words.every((word) => text(item).includes(word)));
  setText($('exchanges-count'), state.exchanges.length ? `the last ${state.exchanges.length}` : '');
  setText($('no-exchanges'), state.exchanges.length ? 'No exchange has these words.'
    : 'No program has called the service yet.');
  $('no-exchanges').hidden = items.length > 0;
  list($('exchanges-list'), items, (item) => item.number, exchange);
}

// -- modules and accounts ---------------------------------------------------------------------

function module(first) {
  const description = element('p');
  const kind = first.kind === 'Deployment' ? 'Application' : 'Component';
  const node = element('li', {class: 'card'}, element('h3', {}, first.path.split('/').pop()),
    element('span', {class: 'meta'}, `${kind} · ${first.path} ${first.version}`), description,
    pythonLine(call('api.deploy', [first.path])).node);
  return {nodes: [node], update: (item) => setText(description, item.description)};
}

const account = row(['', 'mono', 'number', 'wide'], (cells, first) => {
  const name = element('span');
  const role = element('span', {class: 'pill amber'}, 'privileged');
  const login = pythonLine();
  cells[0].append(name, ' ', role);
  cells[3].append(login.node);
  return (item) => {
    setText(name, item.username);
    role.hidden = !item.privileged;
    setText(cells[1], item.password === null ? 'not public' : item.password);
    setText(cells[2], item.sessions);
    login.node.hidden = item.password === null;
    login.update(call('api.login_internal', [item.username, item.password]));
  };
});

const apiKey = row(['mono', 'mono', ''], (cells) => (item) => {
  [item.key, item.secret, item.username].forEach((text, index) => setText(cells[index], text));
});

// -- controls ---------------------------------------------------------------------------------

const states = (given) => (given.last === 'Ready' ? []
  : SEQUENCE.slice(0, SEQUENCE.indexOf(given.last) + 1));
const status = (given) => (given.status === undefined ? null : given.status);
const which = (given) => ({
  times: given.times === 1 ? undefined : given.times, path: given.path, method: given.method,
});
/** The Python line of each control. */
const LINES = {
  advance: (given) => call('sandbox.advance', [given.seconds]),
  speed: (given) => `sandbox.clock.speed = ${python(given.speed)}`,
  'fail-launch': (given) => call('sandbox.fail_next_launch', [given.message], {
    state: given.state, node: given.node}),
  'launch-states': (given) => call('sandbox.set_launch_states', states(given)),
  'fail-request': (given) => call('sandbox.fail_next_request', [], {
    status: status(given), ...which(given), retry_after: given.retry_after}),
  'delay-request': (given) => call('sandbox.delay_next_request', [given.seconds], which(given)),
  'clear-faults': () => 'sandbox.faults.clear()',
  'expire-sessions': () => 'sandbox.expire_sessions()',
};

/** What the fields of a form say: an empty one nothing, or null if that means something. */
function fieldsOf(form) {
  const given = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    const isNumber = field.type === 'number' || field.dataset.type === 'number';
    if (field.value !== '') given[field.name] = isNumber ? Number(field.value) : field.value;
    else if (field.dataset.empty) given[field.name] = null;
  }
  return given;
}

function argumentsOf(control, given) {
  if (control === 'launch-states') return {states: states(given)};
  if (control === 'fail-request') return {...given, status: status(given)};
  return given;
}

function submits(form, control, given) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await use(control, given());
  });
}

for (const form of document.querySelectorAll('.control')) {
  const control = form.dataset.control;
  const line = pythonLine();
  const update = () => line.update(LINES[control](fieldsOf(form)));
  form.append(line.node);
  form.addEventListener('input', update);
  update();
  submits(form, control, () => argumentsOf(control, fieldsOf(form)));
  for (const button of form.querySelectorAll('[data-seconds]')) {
    button.addEventListener('click', () => {
      form.elements.seconds.value = button.dataset.seconds;
      update();
      form.requestSubmit();
    });
  }
}

/** Offer the speed that the clock has, until somebody chooses another one. */
function offerSpeed(speed) {
  const select = document.querySelector('[data-control="speed"] select');
  if (select.dataset.offered || ![...select.options].some((item) => Number(item.value) === speed)) {
    return;
  }
  select.dataset.offered = 'yes';
  select.value = String(speed);
  select.dispatchEvent(new Event('input', {bubbles: true}));
}

function fault(item) {
  const response = item.status === null ? '' : `Response ${item.status}`;
  const what = item.kind === 'reset' ? 'The connection breaks' : response;
  const wait = item.delay ? `${what ? 'after' : 'Wait'} ${item.delay} s` : '';
  const where = `${item.method} ${item.path}`.trim() || 'any request';
  const left = item.left === null ? 'always' : plural(item.left, 'time');
  return `${[what, wait].filter(Boolean).join(' ')}: ${where}, ${left}`;
}

const entry = (text) => () => {
  const node = element('li');
  return {nodes: [node], update: (item) => setText(node, text(item))};
};

function showTrouble(state) {
  $('no-faults').hidden = state.faults.length > 0;
  const faults = state.faults.map((item, index) => ({...item, index}));
  list($('faults-list'), faults, (item) => item.index, entry(fault));
  list($('failures-list'), state.failures, (item) => item.number,
    entry((item) => `${item.state}${item.node ? `, ${item.node}` : ''}: ${item.message}`));
}

// -- talking to the sandbox -------------------------------------------------------------------

async function read(path) {
  try {
    const response = await fetch(path, {cache: 'no-store'});
    if (response.ok) return await response.json();
    if (response.status === 404) say('This exchange is no longer stored', true);
    return null;
  } catch (error) {
    return null;
  }
}

async function use(control, given) {
  try {
    const response = await fetch(`/sandbox/controls/${control}`, {
      method: 'POST', body: JSON.stringify(given),
      headers: {'Content-Type': 'application/json', 'X-Sandbox-Token': token}});
    const result = await response.json();
    say(response.ok ? 'Done' : result.error, !response.ok);
  } catch (error) {
    say('The sandbox does not respond', true);
  }
  await refresh();
}

function show(state) {
  setText($('version'), state.version);
  setText($('endpoint'), state.endpoint);
  setText($('now'), `${day(state.clock.now)} ${hour(state.clock.now)}`);
  setText($('speed'), state.clock.speed ? `${state.clock.speed}×` : 'stopped');
  offerSpeed(state.clock.speed);
  showDeployments(state);
  list($('clouds-list'), state.clouds, (item) => item.name, cloud);
  list($('machines-list'), state.machines, (item) => item.id, machine);
  $('machines').hidden = !state.machines.length;
  showExchanges(state);
  list($('store-list'), state.store, (item) => `${item.path}/${item.version}`, module);
  list($('accounts-list'), state.accounts, (item) => item.username, account);
  list($('keys-list'), state.api_keys, (item) => item.key, apiKey);
  $('keys').hidden = !state.api_keys.length;
  showTrouble(state);
}

let turns = 0;
async function refresh() {
  const turn = ++turns;
  const state = await read('/sandbox/state');
  if (turn !== turns) return;  // somebody has asked again meanwhile
  $('trouble').hidden = state !== null;
  if (state === null) {
    setText($('trouble'), 'The sandbox does not respond. This page tries again every second.');
    return;
  }
  token = state.token;
  shown = state;
  show(state);
}

async function follow() {
  if (!document.hidden) await refresh();
  setTimeout(follow, INTERVAL);
}

$('nothing-runs').querySelector('.copy').addEventListener('click', () => copy($('first-lines')));
$('filter').addEventListener('input', () => shown && showExchanges(shown));
document.addEventListener('visibilitychange', () => document.hidden || refresh());
follow();
