import { avatarOf } from './avatar.js';
import { byId, element } from './element.js';
import { noteElement } from './note.js';

/** Messages: what the person who looks may see of a chat, oldest first. */

/**
 * @typedef {object} Message
 * @property {string} id
 * @property {number} atMs
 * @property {string} chat
 * @property {string} [from] Absent: the bot.
 * @property {string} [to] The only person who sees it.
 * @property {string} text
 * @property {string} [sentence]
 * @property {{ kind: 'note' | 'picture' | 'file', id: string, name: string, seconds?: number, waveform?: string, alt?: string }} [media]
 * @property {{ label: string, style: 'primary' | 'plain' | 'danger' }[]} [buttons]
 */

/**
 * @param {{ nameOf: (person: string) => string, onPress: (message: Message, button: number) => void }} parts
 */
export function createMessages({ nameOf, onPress }) {
  const list = byId('messages', HTMLOListElement);
  /** @type {Map<string, Message>} */
  const all = new Map();
  /** @type {{ person: string, chat: string }} */
  let looker = { person: '', chat: '' };

  /** @param {Message} message */
  const isSeen = ({ chat, to }) => chat === looker.chat && (to === undefined || to === looker.person);

  /** @param {Message} message */
  function nodeOf(message) {
    const { id, atMs, from, to, text, sentence, media, buttons = [] } = message;
    const name = from === undefined ? 'Consonant' : nameOf(from);
    const when = new Date(atMs);
    const who = element(
      'div',
      { className: 'who' },
      from === undefined ? element('span', { className: 'avatar bot', ariaHidden: 'true' }, 'C') : avatarOf(name),
      element('strong', {}, name),
      element('time', { dateTime: when.toISOString() }, when.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })),
      ...(to !== undefined && message.chat === 'den' ? ['Only you see this'] : []),
    );
    const node = element('li', { className: from === looker.person ? 'message own' : 'message', id: `message-${id}` }, who);
    if (text !== '') node.append(element('p', { className: 'text' }, text));
    if (sentence) node.append(element('p', { className: 'sentence' }, sentence));
    if (media) node.append(mediaOf(media, `the voice note of ${name}`));
    if (buttons.length > 0) node.append(buttonsOf(message, buttons));
    return node;
  }

  /**
   * @param {Message} message
   * @param {NonNullable<Message['buttons']>} buttons
   */
  function buttonsOf(message, buttons) {
    return element(
      'div',
      { className: 'buttons' },
      ...buttons.map(({ label, style }, index) =>
        element('button', { type: 'button', className: style, onclick: () => onPress(message, index) }, label),
      ),
    );
  }

  /** Whether the end stays in sight when something grows: a picture that has loaded, the list when the composer gets smaller. */
  let staysAtEnd = true;
  const toEnd = () => {
    if (staysAtEnd) list.scrollTop = list.scrollHeight;
  };
  list.addEventListener('scroll', () => {
    staysAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  });
  new ResizeObserver(toEnd).observe(list);
  list.addEventListener('load', toEnd, { capture: true });

  return {
    /** Whether the one who looks now sees it. @param {Message} message */
    add(message) {
      const known = all.has(message.id);
      all.set(message.id, message);
      if (!isSeen(message)) return false;
      if (message.from === looker.person) staysAtEnd = true;
      const node = nodeOf(message);
      const old = document.getElementById(node.id);
      if (old) old.replaceWith(node);
      else list.append(node);
      if (!known) toEnd();
      return true;
    },
    /** @param {string} id */
    remove(id) {
      all.delete(id);
      document.getElementById(`message-${id}`)?.remove();
    },
    /** @param {{ person: string, chat: string }} next */
    look(next) {
      looker = next;
      const seen = [...all.values()].filter(isSeen).sort((one, other) => one.atMs - other.atMs);
      list.replaceChildren(...seen.map(nodeOf));
      staysAtEnd = true;
      toEnd();
    },
  };
}

/**
 * @param {NonNullable<Message['media']>} media
 * @param {string} whose
 */
function mediaOf(media, whose) {
  if (media.kind === 'note') return noteElement(media, whose);
  if (media.kind === 'picture') return element('img', { src: `/media/${media.id}`, alt: media.alt ?? '' });
  const link = element('a', { href: `/media/${media.id}`, download: media.name }, media.name);
  if (!/\.(ogg|wav)$/.test(media.name)) return link;
  return element('div', {}, noteElement(media, `the file ${media.name}`), link);
}
