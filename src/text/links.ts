/** Links: addresses in a text, and what of an address is worth saying. */
import { LinkifyIt } from 'linkify-it';

export interface FoundLink {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/** Endings that make a bare "name.ending" an address; the others are too often file names ("read.me") or a missing space ("ok.so"). */
const bareEndings = new Set(
  'com net org edu gov info io dev app gg tv xyz online site store shop blog wiki cloud eu de fr es pt ru cn br uk ch at nl pl jp kr mx ar'.split(
    ' ',
  ),
);

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false });
linkify.add('mailto:', null).tlds([...bareEndings], true);

/** In order, not overlapping. E-mail addresses are no links: they are read. */
export function findLinks(text: string): FoundLink[] {
  return (linkify.match(text) ?? [])
    .filter(match => match.schema !== 'mailto:' && (match.schema !== '' || isBareAddress(match.raw)))
    .map(match => ({ start: match.index, end: match.lastIndex, url: match.url }));
}

function isBareAddress(text: string): boolean {
  const [host, ...path] = text.split(/[/?#:]/u);
  return path.length > 0 || /^www\./iu.test(host) || bareEndings.has(host.split('.').at(-1)!.toLowerCase());
}

/** "https://www.example.com/x" -> "example.com"; undefined where the address has no name worth saying. */
export function spokenHost(url: string): string | undefined {
  const host = URL.parse(url)?.hostname ?? URL.parse(`https://${url}`)?.hostname;
  if (!host?.includes('.') || /^[\d.]+$|^\[|xn--/u.test(host)) return undefined;
  return host.replace(/^www\./u, '');
}
