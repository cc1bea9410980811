import { createHash } from 'node:crypto';
import type { Trace } from '../audio/trace.ts';
import type { FoundMark } from '../audio/watermark/watermark.ts';
import type { Consent, NamedUse } from '../consent/consent.ts';
import type { Texts } from './texts.ts';

/** Origin: where a sound file comes from, by the log of uses, the mark in the sound and the tags of the file. */
export type Origin = {
  /** Marks were looked for in so much of its beginning only. */
  readonly listenedSeconds?: number;
} & (
  | {
      readonly kind: 'made';
      /** One at least, the best first. */
      readonly by: readonly Evidence[];
      readonly made: Made;
      /** Its tags are ours, and the sound is no longer what was signed. */
      readonly isChanged: boolean;
      /** As far as they are in the log, newest first. */
      readonly uses: readonly NamedUse[];
      /** Where the mark is, if it is not all over. */
      readonly place?: Place;
      /** Numbers of other speech that is in it, too. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'changed'; readonly made: Made }
  | { readonly kind: 'unknown'; readonly tags: 'none' | 'false' | 'foreign' }
);

type Place = Pick<FoundMark, 'startSeconds' | 'endSeconds'>;

type Evidence =
  | { readonly kind: 'file' }
  | { readonly kind: 'mark'; readonly falseAlarmRate: number }
  | { readonly kind: 'tags' };

/** What is known of the making; no generation: the mark is there and cannot be read. */
interface Made {
  readonly generationId?: string;
  readonly atMs?: number;
  readonly engine?: string;
}

export interface SoundFile {
  readonly source: Uint8Array;
  readonly name: string;
}

export interface OriginParts {
  /** Left out: there is no log to look into. */
  readonly log?: Pick<Consent, 'useOfAudio' | 'usesOfMark'>;
  trace(file: SoundFile, signal: AbortSignal): Promise<Trace>;
}

/** Refuses what is no sound, unless it is the very file that was handed out. */
export async function originOf(file: SoundFile, { log, trace }: OriginParts, signal: AbortSignal): Promise<Origin> {
  const same = await log?.useOfAudio(hashOf(file.source));
  if (same) {
    const uses = (await log?.usesOfMark(same.mark ?? same.generationId)) ?? [same];
    return {
      kind: 'made',
      by: [{ kind: 'file' }],
      made: madeOf(same.mark ?? same.generationId, uses),
      isChanged: false,
      uses,
      others: [],
    };
  }
  const { marks, tags, ...heard } = await trace(file, signal);
  const listened = heard.isWhole ? {} : { listenedSeconds: heard.listenedSeconds };
  const [mark] = marks;
  const facts = 'facts' in tags ? tags.facts : undefined;
  if (!mark && tags.kind !== 'unchanged') {
    return tags.kind === 'changed'
      ? {
          ...listened,
          kind: 'changed',
          made: { generationId: tags.facts.generationId, atMs: tags.facts.madeAtMs, engine: tags.facts.engine },
        }
      : { ...listened, kind: 'unknown', tags: tags.kind };
  }
  const generationId = mark?.generationId ?? facts?.generationId;
  const uses = (generationId !== undefined && (await log?.usesOfMark(generationId))) || [];
  // They are true of that generation, also where the sound was cut since.
  const signed = facts && facts.generationId === generationId ? { atMs: facts.madeAtMs, engine: facts.engine } : {};
  const isTagged = tags.kind === 'unchanged' && tags.facts.generationId === generationId;
  const by: Evidence[] = [
    ...(isTagged ? [{ kind: 'tags' as const }] : []),
    ...(mark ? [{ kind: 'mark' as const, falseAlarmRate: mark.falseAlarmRate }] : []),
  ];
  return {
    ...listened,
    kind: 'made',
    by,
    made: { ...signed, ...madeOf(generationId, uses) },
    isChanged: tags.kind === 'changed',
    uses,
    ...placeOf(mark, heard.listenedSeconds),
    others: marks.flatMap(({ generationId: other }) => (other === undefined || other === generationId ? [] : [other])),
  };
}

/** Pauses at both ends are not worth a word. */
const edgeSeconds = 3;

function placeOf(mark: FoundMark | undefined, listenedSeconds: number): { place?: Place } {
  if (!mark || (mark.startSeconds < edgeSeconds && mark.endSeconds > listenedSeconds - edgeSeconds)) return {};
  return { place: { startSeconds: mark.startSeconds, endSeconds: mark.endSeconds } };
}

/** In sentences. `isStanding`: whether the consent of the voice's owner holds. */
export function tellOrigin(origin: Origin, texts: Texts, isStanding: (use: NamedUse) => boolean): string {
  const { listenedSeconds } = origin;
  const listened =
    listenedSeconds === undefined ? [] : [texts.say('verify-listened', { minutes: Math.round(listenedSeconds / 60) })];
  return [...sentencesOf(origin, texts, isStanding), ...listened].join(' ');
}

function sentencesOf(origin: Origin, texts: Texts, isStanding: (use: NamedUse) => boolean): string[] {
  if (origin.kind === 'unknown')
    return [texts.say('verify-unknown'), ...(origin.tags === 'none' ? [] : [texts.say(`verify-${origin.tags}-tags`)])];
  if (origin.kind === 'changed') {
    const { generationId: id = '', atMs = 0 } = origin.made;
    return [texts.say('verify-changed', { id, time: texts.date(atMs) })];
  }
  const { uses, place, others } = origin;
  const consent = uses.length === 0 ? 'verify-unlogged' : isStanding(uses[0]) ? 'verify-standing' : 'verify-ended';
  return [
    madeSentence(origin.made, texts),
    texts.say(consent),
    ...(uses.length > 1 ? [texts.say('verify-count', { count: uses.length })] : []),
    ...origin.by.map(each => evidenceSentence(each, texts)),
    ...(place ? [texts.say('verify-place', { from: clock(place.startSeconds), to: clock(place.endSeconds) })] : []),
    ...(others.length > 0 ? [texts.say('verify-others', { numbers: others.join(', ') })] : []),
    ...(origin.isChanged ? [texts.say('verify-changed-since')] : []),
  ];
}

/** "1:07". */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of the first use: later ones got the same file. */
function madeOf(generationId: string | undefined, uses: readonly NamedUse[]): Made {
  const first = uses.at(-1);
  return {
    ...(generationId !== undefined && { generationId }),
    ...(first && { atMs: first.atMs }),
    ...(first?.engine !== undefined && { engine: first.engine }),
  };
}

function madeSentence({ generationId, atMs, engine = 'none' }: Made, texts: Texts): string {
  if (generationId === undefined) return texts.say('verify-made-unread');
  if (atMs === undefined) return texts.say('verify-made-once', { id: generationId });
  return texts.say('verify-made', { time: texts.date(atMs), id: generationId, engine });
}

function evidenceSentence(evidence: Evidence, texts: Texts): string {
  if (evidence.kind !== 'mark') return texts.say(evidence.kind === 'file' ? 'verify-by-file' : 'verify-by-tags');
  return texts.say('verify-by-mark', { times: timesPerFalseAlarm(evidence.falseAlarmRate) });
}

/** A power of ten, for nobody needs to read more; beyond 10^12 a mistake of ours is likelier than chance. */
export function timesPerFalseAlarm(falseAlarmRate: number): number {
  return 10 ** Math.min(12, Math.floor(-Math.log10(Math.max(falseAlarmRate, 1e-300))));
}
