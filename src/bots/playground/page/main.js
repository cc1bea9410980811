import { follow, get, post } from './api.js';
import { createComposer } from './composer.js';
import { byId, element } from './element.js';
import { canListen, createLive } from './live.js';
import { createMessages } from './messages.js';
import { stopNotes } from './note.js';
import { createPlaces } from './places.js';
import { createRecorder } from './recorder.js';

/** The page: puts its parts together. */

/** @type {import('./composer.js').Command[]} */
let commands = [];
/** Whether what comes is new, or was there before the page was opened. */
let isCaughtUp = false;
/** @type {File | undefined} */
let attached;
/** Whether somebody has written something: then they need no help to begin. */
let hasBegun = false;
/** Who is in the voice channel. @type {Set<string>} */
const inChannel = new Set();

const progress = byId('progress', HTMLParagraphElement);
const trouble = byId('trouble', HTMLParagraphElement);
const connection = byId('connection', HTMLParagraphElement);
const playing = byId('playing', HTMLParagraphElement);
const channelBox = byId('in-channel', HTMLInputElement);
const fileField = byId('file', HTMLInputElement);
const attachment = byId('attached', HTMLDivElement);
const starters = byId('starters', HTMLDivElement);
const list = byId('messages', HTMLOListElement);

const places = createPlaces({ onChange: look });
const messages = createMessages({
  nameOf: places.nameOf,
  onPress: ({ id }, button) => act(post('/api/press', { ...places.who(), message: id, button: String(button) })),
});
const composer = createComposer({ commands: () => commands, who: places.who, onSend: send });
const live = createLive({
  onSound: at => document.dispatchEvent(new CustomEvent('consonant-sound', { detail: at })),
  onBreak: () => setTimeout(listenIfThere, 1000),
});

createRecorder({
  button: byId('record', HTMLButtonElement),
  onRecording: recording => act(post('/api/send', { ...places.who(), kind: 'voice', file: recording })),
  onTrouble: tell,
});

/** @param {string} text */
function send(text) {
  const file = attached;
  attach(undefined);
  act(post('/api/send', { ...places.who(), text, file }));
}

/** As the program does. */
const maximumBytes = 25_000_000;

/** A file alone is a voice message; with a command it goes along. @param {File | undefined} file */
function attach(file) {
  attached = file;
  fileField.value = '';
  attachment.hidden = file === undefined;
  if (!file) return;
  if (file.size > maximumBytes) {
    attach(undefined);
    tell(`${file.name} is too large: at most 25 MB. Choose a shorter recording.`);
    return;
  }
  const asVoice = element('button', { type: 'button' }, 'Send as a voice message');
  asVoice.onclick = () => {
    attach(undefined);
    act(post('/api/send', { ...places.who(), kind: 'voice', file }));
  };
  const away = element('button', { type: 'button', onclick: () => attach(undefined) }, 'Remove');
  attachment.replaceChildren(`${file.name} goes with your next command, such as /verify. `, asVoice, ' ', away);
}

/** @param {Promise<unknown>} work */
function act(work) {
  tell('');
  work.catch(error => tell(error.message));
}

/** What could not be done, until somebody does something else. @param {string} text */
function tell(text) {
  trouble.textContent = text;
}

function look() {
  const { person } = places.who();
  messages.look(places.who());
  byId('chat-name', HTMLHeadingElement).textContent = places.title;
  channelBox.checked = inChannel.has(person);
  progress.textContent = '';
  tell('');
}

/** After a click or a key at the earliest: browsers let a page sound only then. */
function listenIfThere() {
  if (inChannel.size > 0) live.listen().catch(() => setTimeout(listenIfThere, 1000));
  else live.leave();
}
for (const name of ['pointerdown', 'keydown']) addEventListener(name, listenIfThere, { once: true });

channelBox.onchange = () => {
  const who = places.who();
  if (!canListen) {
    channelBox.checked = false;
    tell(
      'This browser cannot play live speech. A current Chrome, Edge, Firefox or Safari can; /say without as:live works everywhere.',
    );
    return;
  }
  if (channelBox.checked) inChannel.add(who.person);
  else inChannel.delete(who.person);
  listenIfThere();
  act(post('/api/channel', { ...who, in: String(channelBox.checked) }));
};

fileField.onchange = () => attach(fileField.files?.[0]);

for (const button of starters.querySelectorAll('button')) button.onclick = () => send(button.value);

addEventListener('dragover', event => {
  event.preventDefault();
  document.body.classList.toggle('dropping', event.dataTransfer?.types.includes('Files'));
});
for (const name of ['dragleave', 'drop']) addEventListener(name, () => document.body.classList.remove('dropping'));
addEventListener('drop', event => {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  attach(file);
  composer.offer('/verify ');
});

byId('add-person', HTMLFormElement).onsubmit = event => {
  event.preventDefault();
  const field = byId('new-person', HTMLInputElement);
  const name = field.value;
  field.value = '';
  act(post('/api/people', { name }).then(added => readWorld(added.name)));
};

/** @param {string} [as] */
async function readWorld(as) {
  const world = await get('/api/world');
  commands = world.commands;
  for (const { name, inChannel: isIn } of world.people) if (isIn && canListen) inChannel.add(name);
  places.setPeople(world.people, as);
}

const onEvent = {
  /** @param {{ message: import('./messages.js').Message }} event */
  message({ message }) {
    const isSeen = messages.add(message);
    if (isCaughtUp && !isSeen) places.count(message);
    hasBegun ||= message.from !== undefined;
    starters.hidden = hasBegun;
    list.dataset.empty = 'Nothing here yet.';
  },
  /** @param {{ id: string }} event */
  gone({ id }) {
    messages.remove(id);
  },
  /** @param {{ chat: string, to: string, text?: string }} event */
  progress({ chat, to, text = '' }) {
    const who = places.who();
    if (chat === who.chat && to === who.person) progress.textContent = text;
  },
  /** @param {{ state: 'starts' | 'ends' | 'cut', label: string }} event */
  live({ state, label }) {
    playing.textContent = state === 'starts' ? label : '';
    if (state === 'starts') stopNotes();
  },
};

await readWorld();
follow({
  onEvent: event => onEvent[/** @type {keyof typeof onEvent} */ (event.kind)](event),
  onOpen() {
    connection.textContent = '';
    isCaughtUp = false;
  },
  onReady() {
    isCaughtUp = true;
    document.documentElement.dataset.ready = 'true';
  },
  onBreak() {
    connection.textContent = 'The program does not answer. If it was started again, open the address that it printed.';
  },
});
