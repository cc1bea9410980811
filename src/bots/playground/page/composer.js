import { get } from './api.js';
import { byId, element } from './element.js';

/** Composer: the field where one types; it completes commands, their options, and what the bot suggests for an option. */

/**
 * @typedef {{ name: string, description: string, options: { name: string, description: string, kind: string }[] }} Command
 * @typedef {{ label: string, detail: string, text: string }} Suggestion `text`: what the field holds when it is chosen.
 */

/**
 * @param {{ commands: () => Command[], who: () => import('./api.js').Who, onSend: (text: string) => void }} parts
 */
export function createComposer({ commands, who, onSend }) {
  const field = byId('text', HTMLInputElement);
  const list = byId('suggestions', HTMLDivElement);
  /** @type {Suggestion[]} */
  let shown = [];
  let chosen = -1;
  let asking = new AbortController();

  /** @param {Suggestion[]} suggestions */
  function show(suggestions) {
    shown = suggestions;
    chosen = -1;
    list.replaceChildren(
      ...suggestions.map(({ label, detail }, index) => {
        const item = element(
          'li',
          { id: `suggestion-${index}`, role: 'option', ariaSelected: 'false' },
          element('strong', {}, label),
        );
        if (detail) item.append(element('span', {}, detail));
        item.onmousedown = event => {
          event.preventDefault();
          take(index);
        };
        return item;
      }),
    );
    list.hidden = suggestions.length === 0;
    field.ariaExpanded = String(suggestions.length > 0);
    field.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  function choose(index) {
    list.children[chosen]?.setAttribute('aria-selected', 'false');
    chosen = (index + shown.length) % shown.length;
    const item = /** @type {HTMLElement} */ (list.children[chosen]);
    item.ariaSelected = 'true';
    item.scrollIntoView({ block: 'nearest' });
    field.setAttribute('aria-activedescendant', item.id);
  }

  /** @param {number} index */
  function take(index) {
    field.value = shown[index].text;
    field.focus();
    void suggest();
  }

  async function suggest() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const found = await suggestionsFor(field.value, { commands: commands(), who: who(), signal }).catch(() => []);
    if (!signal.aborted) show(found);
  }

  function send() {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    show([]);
    onSend(text);
  }

  field.oninput = () => void suggest();
  field.onblur = () => show([]);
  field.onkeydown = event => {
    if (event.isComposing) return;
    if (event.key === 'Escape') show([]);
    else if (shown.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      choose(event.key === 'ArrowDown' ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (shown.length > 0 && ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && chosen >= 0))) {
      take(Math.max(0, chosen));
    } else if (event.key === 'Enter' && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };
  byId('composer', HTMLFormElement).onsubmit = event => {
    event.preventDefault();
    send();
  };

  return {
    /** Where nothing was typed yet. @param {string} text */
    offer(text) {
      field.value ||= text;
      field.focus();
    },
  };
}

/**
 * @param {string} text
 * @param {{ commands: Command[], who: import('./api.js').Who, signal: AbortSignal }} context
 * @returns {Promise<Suggestion[]>}
 */
async function suggestionsFor(text, { commands, who, signal }) {
  const name = /^\/(\S*)$/.exec(text)?.[1];
  if (name !== undefined) {
    return commands
      .filter(command => command.name.startsWith(name.toLowerCase()))
      .map(command => ({ label: `/${command.name}`, detail: command.description, text: `/${command.name} ` }));
  }
  const command = commands.find(one => text.startsWith(`/${one.name} `));
  if (!command) return [];
  const typed = /^(.*\s)([a-z]+):("?)([^"\s]*)$/s.exec(text);
  const option = typed && command.options.find(one => one.name === typed[2]);
  if (option) {
    const [, before, optionName, , value] = /** @type {string[]} */ (/** @type {unknown} */ (typed));
    const query = { ...who, command: command.name, option: optionName, typed: value };
    /** @type {{ label: string, value: string }[]} */
    const found = await get('/api/complete', query, signal);
    return found.map(one => ({
      label: one.label,
      detail: '',
      text: `${before}${optionName}:${/\s/.test(one.value) ? `"${one.value}"` : one.value} `,
    }));
  }
  const begun = /^(.*\s)([a-z]*)$/s.exec(text);
  if (!begun || (begun[2] === '' && text.trim() !== `/${command.name}`)) return [];
  return command.options
    .filter(one => one.name.startsWith(begun[2]) && !text.includes(` ${one.name}:`))
    .map(one => ({ label: `${one.name}:`, detail: one.description, text: `${begun[1]}${one.name}:` }));
}
