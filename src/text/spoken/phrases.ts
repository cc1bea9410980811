/** Phrases: what is said in place of what cannot be read out, by language. A language without a row is announced in English. */
import { baseLanguage } from '../words.ts';

export interface Phrases {
  readonly spoiler: string;
  readonly code: string;
  readonly codeBlock: string;
  readonly link: string;
  readonly linkTo: (host: string) => string;
  readonly person: string;
  readonly role: string;
  readonly channel: string;
  readonly everyone: string;
  readonly here: string;
  readonly command: (name: string) => string;
  readonly times: (count: number) => string;
}

const en: Phrases = {
  spoiler: 'spoiler',
  code: 'code',
  codeBlock: 'a block of code',
  link: 'a link',
  linkTo: host => `a link to ${host}`,
  person: 'someone',
  role: 'a role',
  channel: 'a channel',
  everyone: 'everyone',
  here: 'everyone here',
  command: name => `the command ${name}`,
  times: count => `${count} times`,
};

const rows: Readonly<Record<string, Phrases>> = {
  en,
  de: {
    spoiler: 'Spoiler',
    code: 'Code',
    codeBlock: 'ein Block Code',
    link: 'ein Link',
    linkTo: host => `ein Link zu ${host}`,
    person: 'jemand',
    role: 'eine Rolle',
    channel: 'ein Kanal',
    everyone: 'alle',
    here: 'alle hier',
    command: name => `der Befehl ${name}`,
    times: count => `${count} Mal`,
  },
  es: {
    spoiler: 'espóiler',
    code: 'código',
    codeBlock: 'un bloque de código',
    link: 'un enlace',
    linkTo: host => `un enlace a ${host}`,
    person: 'alguien',
    role: 'un rol',
    channel: 'un canal',
    everyone: 'todos',
    here: 'todos los presentes',
    command: name => `el comando ${name}`,
    times: count => `${count} veces`,
  },
  fr: {
    spoiler: 'spoiler',
    code: 'code',
    codeBlock: 'un bloc de code',
    link: 'un lien',
    linkTo: host => `un lien vers ${host}`,
    person: 'quelqu’un',
    role: 'un rôle',
    channel: 'un salon',
    everyone: 'tout le monde',
    here: 'tout le monde ici',
    command: name => `la commande ${name}`,
    times: count => `${count} fois`,
  },
  pt: {
    spoiler: 'spoiler',
    code: 'código',
    codeBlock: 'um bloco de código',
    link: 'um link',
    linkTo: host => `um link para ${host}`,
    person: 'alguém',
    role: 'um cargo',
    channel: 'um canal',
    everyone: 'todos',
    here: 'todos aqui',
    command: name => `o comando ${name}`,
    times: count => `${count} vezes`,
  },
  ru: {
    spoiler: 'спойлер',
    code: 'код',
    codeBlock: 'блок кода',
    link: 'ссылка',
    linkTo: host => `ссылка на ${host}`,
    person: 'кто-то',
    role: 'роль',
    channel: 'канал',
    everyone: 'все',
    here: 'все, кто здесь',
    command: name => `команда ${name}`,
    times: count => `${count} ${/(?:^|[^1])[234]$/u.test(String(count)) ? 'раза' : 'раз'}`,
  },
  zh: {
    spoiler: '剧透',
    code: '代码',
    codeBlock: '一段代码',
    link: '一个链接',
    linkTo: host => `一个链接，${host}`,
    person: '某人',
    role: '某个身份组',
    channel: '某个频道',
    everyone: '所有人',
    here: '在线的所有人',
    command: name => `命令 ${name}`,
    times: count => `${count}次`,
  },
};

export function phrasesOf(language: string): Phrases {
  return rows[baseLanguage(language)] ?? en;
}
