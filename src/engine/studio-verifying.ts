import type { Audio } from '../audio/audio.ts';
import { decode } from '../audio/decode.ts';
import { fingerprintInSteps } from '../audio/fingerprint.ts';
import { Refusal } from '../errors.ts';
import { distanceBetween, likenessDefaults, type Traits, traitsInSteps } from './likeness.ts';
import { cosine, createEmbedder, type Embed, sameSpeakerCosine } from './sherpa/embedding.ts';
import { findSpeechModels } from './sherpa/models.ts';
import { isSherpaInstalled } from './sherpa/package.ts';
import type { Likeness, Recording, Studio, Verdict } from './studio.ts';
import type { StudioSettings } from './studio-settings.ts';
import { inTurns, nextTurn } from './turn.ts';
import { createVerifier } from './verifiers/index.ts';
import { adviceFor, type Judgement, type SpokenChallenge, type Verifier } from './verifiers/verifier.ts';

/** Verifying: recordings in; whether they are the challenge, and one speaker, out. */
export interface Listener extends Pick<Studio, 'verify' | 'compare'> {
  /** Gets the verifiers ready for a list of words. */
  warm(list: readonly string[], signal: AbortSignal): Promise<void>;
}

/** Enough for voices, and what every recognizer takes. */
const sampleRateHz = 16_000;
/** As much as may be cloned from; a verifier refuses a challenge far earlier. */
const maximumSeconds = 120;
const mostRecordings = 20;

/** Where verifiers and the speaker model come from; other ones in tests. */
export interface Ears {
  verifiers(settings: StudioSettings): Promise<readonly Verifier[]>;
  embedder(settings: StudioSettings): Promise<Embed | undefined>;
}

export function createListener(
  settings: StudioSettings,
  ears: Ears = { verifiers: openVerifiers, embedder: openEmbedder },
): Listener {
  let verifiers: Promise<readonly Verifier[]> | undefined;
  const ready = () => {
    verifiers ??= ears.verifiers(settings);
    // What was missing may be there with the next request.
    verifiers.catch(() => {
      verifiers = undefined;
    });
    return verifiers;
  };
  let embedder: Promise<Embed | undefined> | undefined;
  const speakers = () => {
    embedder ??= ears.embedder(settings);
    embedder.catch(() => {
      embedder = undefined;
    });
    return embedder;
  };

  return {
    async warm(list, signal) {
      for (const verifier of await ready()) await verifier.warm(list, signal);
    },

    async verify(recording, challenge, signal) {
      const audio = await hear(recording, signal);
      const fingerprint = await inTurns(fingerprintInSteps(audio), signal);
      return { ...(await verdictOf(await ready(), { audio, challenge }, signal)), fingerprint };
    },

    async compare(recordings, signal) {
      if (recordings.length < 2 || recordings.length > mostRecordings) {
        throw new Refusal(
          recordings.length < 2 ? 'recordings-too-few' : 'recordings-too-many',
          `There are ${recordings.length} recordings to compare; give 2 to ${mostRecordings}.`,
          { values: { recordings: recordings.length, least: 2, maximum: mostRecordings } },
        );
      }
      const embed = await speakers();
      return embed ? compareEmbeddings(embed, recordings, signal) : compareTraits(recordings, signal);
    },
  };
}

/** Every row has to accept: one that refuses says why, whatever the others heard. */
async function verdictOf(
  verifiers: readonly Verifier[],
  { audio, challenge }: { audio: Audio; challenge: SpokenChallenge },
  signal: AbortSignal,
): Promise<Omit<Verdict, 'fingerprint'>> {
  const judgements: { readonly id: string; readonly judgement: Judgement }[] = [];
  for (const verifier of verifiers) {
    const judgement = await verifier.verify(audio, challenge, signal);
    judgements.push({ id: verifier.id, judgement });
    if (!judgement.accepted) break;
  }
  const refused = judgements.find(({ judgement }) => !judgement.accepted)?.judgement;
  const reason = refused?.reason;
  const named = (which: 'scores' | 'thresholds') =>
    Object.assign(
      {},
      ...judgements.map(({ id, judgement }) =>
        judgements.length === 1
          ? judgement[which]
          : Object.fromEntries(Object.entries(judgement[which]).map(([name, value]) => [`${id}.${name}`, value])),
      ),
    ) as Readonly<Record<string, number>>;
  return {
    accepted: refused === undefined,
    ...(reason && { reason, advice: adviceFor(reason) }),
    scores: named('scores'),
    thresholds: named('thresholds'),
    verifier: judgements.map(({ id }) => id).join('+'),
  };
}

async function openVerifiers({ verifier = 'auto', cacheFolder, speechModels }: StudioSettings): Promise<readonly Verifier[]> {
  const options = { cacheFolder, speechModels };
  if (verifier !== 'auto') return [await createVerifier(verifier, options)];
  const { recognition } = isSherpaInstalled() ? await findSpeechModels(speechModels) : {};
  // The one that understands words first: it says best what was wrong.
  const ids = recognition ? ['sherpa', 'embedded'] : ['embedded'];
  return Promise.all(ids.map(id => createVerifier(id, options)));
}

async function openEmbedder({ speechModels }: StudioSettings): Promise<Embed | undefined> {
  const { speaker } = isSherpaInstalled() ? await findSpeechModels(speechModels) : {};
  return speaker === undefined ? undefined : createEmbedder(speaker);
}

async function compareEmbeddings(embed: Embed, recordings: readonly Recording[], signal: AbortSignal): Promise<Likeness> {
  const vectors: Float32Array[] = [];
  for (const recording of recordings) {
    vectors.push(embed(await hear(recording, signal)));
    await nextTurn();
    signal.throwIfAborted();
  }
  const score = Math.min(...pairs(vectors).map(([a, b]) => cosine(a, b)));
  return { alike: score >= sameSpeakerCosine, score, threshold: sameSpeakerCosine };
}

async function compareTraits(recordings: readonly Recording[], signal: AbortSignal): Promise<Likeness> {
  const traits: Traits[] = [];
  for (const recording of recordings) traits.push(await inTurns(traitsInSteps(await hear(recording, signal)), signal));
  const distance = Math.max(...pairs(traits).map(([a, b]) => distanceBetween(a, b)));
  const scoreAt = (far: number) => 1 / (1 + far);
  const threshold = scoreAt(likenessDefaults.distance);
  return { alike: scoreAt(distance) >= threshold, score: scoreAt(distance), threshold };
}

async function hear({ source, name }: Recording, signal: AbortSignal): Promise<Audio> {
  const { audio } = await decode({ source, name }, { sampleRateHz, maximumSeconds, signal });
  await nextTurn();
  signal.throwIfAborted();
  return audio;
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, index) => items.slice(index + 1).map(b => [a, b] as [T, T]));
}
