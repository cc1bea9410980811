import type { Challenge, ChallengePurpose, Challenges } from '../consent/challenge.ts';
import { challengeWords } from '../consent/challenge-words.ts';
import type { Consent, Notice } from '../consent/consent.ts';
import type { PersonId, VoiceId } from '../consent/identity.ts';
import { voiceUnknown } from '../consent/refusals.ts';
import { sentenceOf, statementLanguage } from '../consent/statement.ts';
import { Refusal } from '../errors.ts';
import type { Store } from '../stores/stores.ts';
import type { RunningVoices } from './create-voices.ts';
import type { Cloned, Ear, Enrolled, Enrolling, HeardRecording, SpokenMessage, Verdict } from './enrolling.ts';
import { createHeardBefore } from './heard-before.ts';
import { cleanName, skeletonOf } from './name.ts';
import { requireAttestation, requireOwnMessage } from './spoken-message.ts';
import { type Replacement, type StoredRecording, type Voice, voicesDefaults } from './voices.ts';

export interface EnrollingParts {
  readonly voices: RunningVoices;
  readonly consent: Consent;
  readonly challenges: Challenges;
  /** The store "fingerprints". */
  readonly fingerprints: Store<unknown>;
  readonly ear: Ear;
}

/** A recording that answered its challenge. */
interface Proven {
  readonly spoken: SpokenMessage;
  readonly notice: Notice;
  readonly challenge: Challenge;
  readonly verdict: Verdict;
  readonly recording: HeardRecording;
  readonly signal: AbortSignal;
}

/** Everything that can refuse comes before the first thing that is kept. */
export function createEnrolling({ voices, consent, challenges, fingerprints, ear }: EnrollingParts): Enrolling {
  const heardBefore = createHeardBefore(fingerprints);

  async function ownVoice(voiceId: VoiceId, owner: PersonId): Promise<Voice> {
    const voice = (await voices.owned(owner)).find(({ id }) => id === voiceId);
    if (!voice) throw voiceUnknown();
    if (voice.designed)
      throw new Refusal(
        'voice-designed',
        'This voice is invented and of nobody, so it cannot be recorded. Make your own with /clone.',
      );
    return voice;
  }

  /** What would be refused at the end is refused before anybody reads a sentence aloud. */
  async function checkPurpose(personId: PersonId, purpose: ChallengePurpose): Promise<ChallengePurpose> {
    if (purpose.kind !== 'enrol') {
      await ownVoice(purpose.voiceId, personId);
      return purpose;
    }
    const name = cleanName(purpose.name);
    const owned = await voices.owned(personId);
    const taken = owned.find(voice => skeletonOf(voice.name) === skeletonOf(name));
    if (taken) {
      const message = `You have a voice "${taken.name}" already, which is the same or looks the same. Choose another name.`;
      throw new Refusal('name-taken', message, { values: { name: taken.name } });
    }
    return { ...purpose, name };
  }

  async function prove(spoken: SpokenMessage, notice: Notice, signal: AbortSignal): Promise<Proven> {
    requireOwnMessage(spoken);
    requireAttestation(notice);
    const challenge = await challenges.take(spoken.personId, spoken.placeId, spoken.sentAtMs);
    const recording = { source: spoken.bytes, name: spoken.name, transcript: sentenceOf(challenge), language: statementLanguage };
    const { statement, words } = challenge;
    const verdict = await ear.verify(recording, { statement, words, list: challengeWords }, signal);
    signal.throwIfAborted();
    if (!verdict.accepted) throw failed(verdict);
    await requireUnmarked(recording, signal);
    await heardBefore.requireNew(verdict.fingerprint, signal);
    return { spoken, notice, challenge, verdict, recording, signal };
  }

  /** What a voice of ours has spoken proves nobody's wish, and is nobody's voice. */
  async function requireUnmarked(recording: HeardRecording, signal: AbortSignal): Promise<void> {
    const isMarked = await ear.isMarked(recording, signal);
    signal.throwIfAborted();
    if (!isMarked) return;
    throw new Refusal(
      'recording-marked',
      'This recording carries the mark of speech that was made here by a machine. Record yourself in a new voice message.',
    );
  }

  async function enrol({ spoken, notice, challenge, verdict, recording, signal }: Proven): Promise<Enrolled> {
    const { purpose } = challenge;
    const stored = purpose.kind === 'enrol' ? [] : await voices.recordings(purpose.voiceId, spoken.personId);
    await requireOneSpeaker([...stored.map(asHeard), recording], signal);
    const cloned = await ear.clone([recording], signal);
    const card = await ear.picture(recording, signal);
    signal.throwIfAborted();
    const content = contentOf(cloned, [], recording);
    const enrolment = { placeId: spoken.placeId, notice, verification: verdict.verification };

    const takeBack = await heardBefore.remember(spoken.personId, verdict.fingerprint);
    try {
      const voice = await keep(purpose, content, enrolment);
      return { voice, report: cloned.reports[0], card };
    } catch (error) {
      await takeBack();
      throw error;
    }

    function keep(purpose: ChallengePurpose, content: Content, enrolment: Required<Replacement>['enrolment']): Promise<Voice> {
      const owner = spoken.personId;
      if (purpose.kind === 'enrol') {
        return voices.create(
          owner,
          { ...content, name: purpose.name, language: purpose.language, designed: false, enrolment },
          signal,
        );
      }
      if (purpose.kind === 'reconfirm')
        return consent.reconfirm(purpose.voiceId, owner, notice).then(() => ownVoice(purpose.voiceId, owner));
      return ownVoice(purpose.voiceId, owner).then(({ language }) =>
        voices.replace(purpose.voiceId, owner, { ...content, language, enrolment }, signal),
      );
    }
  }

  type Content = Pick<Replacement, 'engine' | 'print' | 'recordings' | 'quality'>;

  /** The newest recording is the last one of `cloned`; older ones are kept as they are, for each encoding loses a little. */
  function contentOf(cloned: Cloned, older: readonly StoredRecording[], { transcript, language }: HeardRecording): Content {
    const report = cloned.reports.at(-1)!;
    const newest = { audio: cloned.kept.at(-1)!, language, ...(transcript === undefined ? {} : { transcript }) };
    const verdict = report.verdict === 'refused' ? 'poor' : report.verdict;
    const quality = { verdict, durationSeconds: report.durationSeconds } as const;
    return { engine: ear.engine, print: cloned.print, recordings: [...older, newest], quality };
  }

  async function requireOneSpeaker(recordings: readonly HeardRecording[], signal: AbortSignal): Promise<void> {
    if (recordings.length < 2) return;
    const { alike } = await ear.compare(recordings, signal);
    signal.throwIfAborted();
    if (alike) return;
    const advice = 'Record yourself alone, as for the first recording, or make another voice with /clone.';
    throw new Refusal(
      'speaker-differs',
      `This sounds like another person than the recordings of the voice. Nothing was changed. ${advice}`,
    );
  }

  async function addTo(voice: Voice, recording: HeardRecording, signal: AbortSignal): Promise<Enrolled> {
    const stored = await voices.recordings(voice.id, voice.owner);
    const { recordingsPerVoice: maximum } = voicesDefaults;
    if (stored.length >= maximum) {
      throw new Refusal(
        'recordings-too-many',
        `This voice has ${maximum} recordings, which is the most. To begin anew with one, use /clone.`,
        {
          values: { maximum },
        },
      );
    }
    const all = [...stored.map(asHeard), recording];
    await requireOneSpeaker(all, signal);
    await requireUnmarked(recording, signal);
    // The challenge was read in English. A voice that speaks another language is better made of recordings in that one alone.
    const cloned = await ear.clone(
      all.filter(({ language }) => language === recording.language),
      signal,
    );
    const card = await ear.picture(recording, signal);
    const content = contentOf(cloned, stored, recording);
    const changed = await voices.replace(voice.id, voice.owner, { ...content, language: voice.language }, signal);
    return { voice: changed, report: cloned.reports.at(-1)!, card };
  }

  return {
    challenge: async (personId, placeId, purpose) => challenges.issue(personId, placeId, await checkPurpose(personId, purpose)),
    answer: (spoken, notice, signal) =>
      voices.forgettings.during(spoken.personId, signal, async either => enrol(await prove(spoken, notice, either))),
    add: (voiceId, spoken, transcript, signal) =>
      voices.forgettings.during(spoken.personId, signal, async either => {
        requireOwnMessage(spoken);
        const voice = await ownVoice(voiceId, spoken.personId);
        const { bytes: source, name } = spoken;
        return addTo(voice, { source, name, language: voice.language, ...(transcript ? { transcript } : {}) }, either);
      }),
  };
}

function asHeard({ audio, transcript, language }: StoredRecording): HeardRecording {
  return { source: audio, name: 'an earlier recording', transcript, language };
}

function failed({ reason = 'unclear', advice }: Verdict): Refusal {
  const message = `${advice ?? 'The sentence was not recognised. Read it exactly as it is written.'} Ask for a new sentence with /clone.`;
  return new Refusal('challenge-failed', message, { values: { reason } });
}
