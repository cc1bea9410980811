import { avatarOf } from './avatar.js';
import { byId, element } from './element.js';

/** Places: who one is and which chat one looks at, as two groups of radio buttons, with what was not seen yet. */

/** @typedef {{ name: string, shown: string }} Person */

/**
 * @param {{ onChange: () => void }} parts
 */
export function createPlaces({ onChange }) {
  const people = byId('people', HTMLFieldSetElement);
  const chats = byId('chats', HTMLFieldSetElement);
  /** @type {Person[]} */
  let known = [];
  let person = '';
  let isPrivate = false;
  /** Of a person in a chat. @type {Map<string, number>} */
  const unread = new Map();

  const chat = () => (isPrivate ? `private/${person}` : 'den');

  /**
   * @param {{ group: string, value: string, label: string, sign: Node, checked: boolean, count: number, onChoose: () => void }} facts
   */
  function row({ group, value, label, sign, checked, count, onChoose }) {
    const input = element('input', { type: 'radio', name: group, value, checked, onchange: onChoose });
    const badge = count > 0 ? [element('span', { className: 'unread', title: `${count} new` }, String(count))] : [];
    return element('label', { className: 'row choice' }, input, sign, element('span', {}, label), ...badge);
  }

  /** @param {string} who @param {string} where */
  const countOf = (who, where) => unread.get(`${who} ${where}`) ?? 0;

  function draw() {
    unread.delete(`${person} ${chat()}`);
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : undefined;
    redraw(
      people,
      known.map(({ name, shown }) =>
        row({
          group: 'person',
          value: name,
          label: shown,
          sign: avatarOf(shown),
          checked: name === person,
          count: countOf(name, 'den') + countOf(name, `private/${name}`),
          onChoose: () => choose(name, isPrivate),
        }),
      ),
    );
    redraw(
      chats,
      [false, true].map(option =>
        row({
          group: 'chat',
          value: option ? 'private' : 'den',
          label: option ? 'Alone with the bot' : 'The den',
          sign: element('span', { className: 'sign', ariaHidden: 'true' }, option ? '@' : '#'),
          checked: option === isPrivate,
          count: countOf(person, option ? `private/${person}` : 'den'),
          onChoose: () => choose(person, option),
        }),
      ),
    );
    if (focused) document.querySelector(/** @type {any} */ (`input[type=radio][value="${CSS.escape(focused)}"]`))?.focus();
  }

  /** @param {string} name @param {boolean} isAlone */
  function choose(name, isAlone) {
    person = name;
    isPrivate = isAlone;
    draw();
    onChange();
  }

  return {
    who: () => ({ person, chat: chat() }),
    /** @param {string} name */
    nameOf: name => known.find(one => one.name === name)?.shown ?? name,
    /** @param {Person[]} all @param {string} [as] */
    setPeople(all, as = person || all[0].name) {
      known = all;
      choose(as, isPrivate);
    },
    /** @param {import('./messages.js').Message} message Somebody has not seen it yet. */
    count(message) {
      for (const { name } of known) {
        const isTheirs = message.chat === 'den' || message.chat === `private/${name}`;
        // What is for everybody is in sight of whoever one is, so it counts for that one only.
        const isFor = message.to === name || (message.to === undefined && name === person);
        const isSeen = name === person && message.chat === chat();
        if (isFor && isTheirs && !isSeen && message.from !== name)
          unread.set(`${name} ${message.chat}`, countOf(name, message.chat) + 1);
      }
      draw();
    },
    get title() {
      return isPrivate ? `${known.find(one => one.name === person)?.shown ?? ''}, alone with the bot` : 'The den';
    },
  };
}

/** @param {HTMLFieldSetElement} group @param {HTMLElement[]} rows */
function redraw(group, rows) {
  const legend = /** @type {HTMLElement} */ (group.querySelector('legend'));
  group.replaceChildren(legend, ...rows);
}
