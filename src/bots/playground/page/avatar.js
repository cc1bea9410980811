import { element } from './element.js';

/** Avatar: the first letter of a name in a circle of a colour that stays theirs. @param {string} name */
export function avatarOf(name) {
  const node = element('span', { className: 'avatar', ariaHidden: 'true' }, [...name][0]?.toUpperCase() ?? '');
  let sum = 0;
  for (const letter of name.toLowerCase()) sum = (sum * 7 + (letter.codePointAt(0) ?? 0) * 137) % 360;
  node.style.setProperty('--hue', String(sum));
  return node;
}
