/** ParseLine: what a line of the console means. Unknown ones are said to be so; nothing is guessed. */
export type Line =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly name: string; readonly words: string; readonly inBackground: boolean }
  | { readonly kind: 'press'; readonly which: number | string }
  | { readonly kind: 'voice'; readonly path: string; readonly forwarded: boolean; readonly of?: string }
  | { readonly kind: 'as'; readonly person: string }
  | { readonly kind: 'in'; readonly place: string }
  | { readonly kind: 'admin'; readonly person: string; readonly place: string; readonly isAdmin: boolean }
  | { readonly kind: 'role'; readonly person: string; readonly place: string; readonly role: string; readonly given: boolean }
  | { readonly kind: 'speaks'; readonly person: string; readonly locale: string }
  | { readonly kind: 'channel'; readonly person: string; readonly isIn: boolean }
  | { readonly kind: 'wait' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'unknown' };

export interface ParsedLine {
  /** "ada@den> ..." says who and where; both stay until another line says otherwise. */
  readonly person?: string;
  readonly place?: string;
  readonly line: Line;
}

export function parseLine(text: string): ParsedLine {
  const prompt = /^([\p{L}\p{N}_-]+)@([\p{L}\p{N}_-]+)>(?: |$)/u.exec(text);
  const rest = prompt ? text.slice(prompt[0].length) : text;
  return { ...(prompt ? { person: prompt[1], place: prompt[2] } : {}), line: parseRest(rest.trim()) };
}

function parseRest(text: string): Line {
  if (text === '' || text.startsWith('#')) return { kind: 'nothing' };
  for (const [pattern, make] of shapes) {
    const match = pattern.exec(text);
    if (match) return make(match.groups ?? {});
  }
  return { kind: 'unknown' };
}

const name = String.raw`[\p{L}\p{N}_-]+`;

const shapes: readonly (readonly [RegExp, (groups: Record<string, string>) => Line])[] = [
  [/^(?:quit|exit|\/quit|\/exit)$/, () => ({ kind: 'quit' })],
  [/^(?:\?|syntax)$/, () => ({ kind: 'help' })],
  [/^wait$/, () => ({ kind: 'wait' })],
  [/^press (?<number>\d{1,4})$/, ({ number }) => ({ kind: 'press', which: Number(number) })],
  [/^press (?<label>.+)$/, ({ label }) => ({ kind: 'press', which: label! })],
  [
    /^(?:\((?<forwarded>forwarded )?voice (?<path>[^)]+?)(?: of (?<of>[^) ]+))?\))$/,
    ({ path, forwarded, of }) => ({ kind: 'voice', path: path!, forwarded: forwarded !== undefined, ...(of ? { of } : {}) }),
  ],
  [/^\/voice (?<path>.+)$/, ({ path }) => ({ kind: 'voice', path: path!, forwarded: false })],
  [new RegExp(`^/as (?<person>${name})$`, 'u'), ({ person }) => ({ kind: 'as', person: person! })],
  [new RegExp(`^/in (?<place>${name})$`, 'u'), ({ place }) => ({ kind: 'in', place: place! })],
  [
    new RegExp(`^(?<person>${name}) is (?<not>not )?admin of (?<place>${name})$`, 'u'),
    ({ person, place, not }) => ({ kind: 'admin', person: person!, place: place!, isAdmin: not === undefined }),
  ],
  [
    new RegExp(`^(?<person>${name}) (?<verb>has|loses) role (?<role>${name}) in (?<place>${name})$`, 'u'),
    ({ person, role, place, verb }) => ({ kind: 'role', person: person!, role: role!, place: place!, given: verb === 'has' }),
  ],
  [
    new RegExp(`^(?<person>${name}) speaks (?<locale>[A-Za-z-]{2,12})$`, 'u'),
    ({ person, locale }) => ({ kind: 'speaks', person: person!, locale: locale! }),
  ],
  [
    new RegExp(`^(?<person>${name}) (?<verb>joins|leaves) the voice channel$`, 'u'),
    ({ person, verb }) => ({ kind: 'channel', person: person!, isIn: verb === 'joins' }),
  ],
  [
    /^\/(?<command>[\p{L}\p{N}_-]+)(?:\s+(?<words>[\s\S]*?))?(?<background>\s+&)?$/u,
    ({ command, words = '', background }) => ({
      kind: 'command',
      name: command!.toLowerCase(),
      words,
      inBackground: background !== undefined,
    }),
  ],
];

export const syntax = `Lines that the console understands:
  /say hello there               a command, with its options in order or as name:value ("..." around blanks)
  /say hello there &             the same, without waiting for its end; "wait" waits for all of these
  ada@den> /say hello            as Ada, in the place "den"; both stay until you say otherwise
  /as ada   /in den              switch the person, the place; /in private is a conversation with the bot alone
  (voice FILE)                   post a voice message: the answer to a challenge
  (forwarded voice FILE)         the same, forwarded
  (voice FILE of bob)            a message of Bob's, chosen for cloning
  /verify file:FILE              a command with a file (also /voices add, /report)
  press 2                        press the button [2]; or "press Report", by how its label begins
  ada is admin of den            (or: is not admin of)
  bob has role friends in den    (or: loses role)
  ada speaks de                  the language of her app
  ada joins the voice channel    (or: leaves)
  wait   quit`;
