/** Names of emoji in a language, from emojibase-data; read from disk when a language is asked for the first time, then kept. */
import { readFileSync } from 'node:fs';
import { baseLanguage } from '../words.ts';

interface Row {
  readonly label?: string;
  readonly unicode?: string;
}
type Names = ReadonlyMap<string, string>;

/** The languages of the package that are a base language of their own. */
const known = new Set('bn da de en es et fi fr hi hu it ja ko lt ms nb nl pl pt ru sv th uk vi zh'.split(' '));
const loaded = new Map<string, Names>();

/** Undefined for what the package does not know. A skin tone is not said. */
export function emojiName(emoji: string, language: string): string | undefined {
  const names = namesIn(fileOf(language));
  const key = keyOf(emoji);
  return (
    names.get(key) ??
    key
      .split('\u200D')
      .map(part => names.get(part))
      .find(name => name !== undefined)
  );
}

function fileOf(language: string): string {
  if (/^zh-(?:hant|tw|hk|mo)/iu.test(language)) return 'zh-hant';
  return known.has(baseLanguage(language)) ? baseLanguage(language) : 'en';
}

function namesIn(file: string): Names {
  const names = loaded.get(file) ?? read(file);
  loaded.set(file, names);
  return names;
}

function read(file: string): Names {
  const rows = JSON.parse(readFileSync(new URL(import.meta.resolve(`emojibase-data/${file}/compact.json`)), 'utf8')) as Row[];
  return new Map(rows.flatMap(row => (row.unicode && row.label ? [[keyOf(row.unicode), readable(row.label)]] : [])));
}

/** Without selectors and skin tones, so that every spelling of an emoji finds its name. */
function keyOf(emoji: string): string {
  return emoji.replace(/[\uFE0E\uFE0F\p{Emoji_Modifier}]/gu, '');
}

/** "keycap: 1" is "1", "flag: Chad" stays with a comma: a colon makes some voices stop. */
function readable(label: string): string {
  const keycap = /^\P{L}*[\p{L} ]+[:：]\s*([0-9]{1,2}|#|\*)$/u.exec(label);
  return keycap ? keycap[1] : label.replace(/\s*[:：]\s*/gu, ', ').replace(/[“”"«»„()（）]/gu, '');
}
