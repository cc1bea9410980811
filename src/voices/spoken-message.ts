import type { Notice } from '../consent/consent.ts';
import { Refusal } from '../errors.ts';
import type { SpokenMessage } from './enrolling.ts';

/** What can be told of a voice message before anybody listens to it. */
export const spokenMessageDefaults = { maximumBytes: 20 * 1024 * 1024 } as const;

/** Refuses with 'message-of-another', 'message-forwarded', 'audio-too-large'. */
export function requireOwnMessage({ personId, authorId, forwarded, bytes }: SpokenMessage): void {
  if (authorId !== personId) {
    throw new Refusal(
      'message-of-another',
      'This message was recorded by somebody else. Everybody can clone only their own voice.',
    );
  }
  if (forwarded) {
    throw new Refusal(
      'message-forwarded',
      'This message was forwarded, so nobody can tell who recorded it. Record a new one here yourself.',
    );
  }
  const { maximumBytes } = spokenMessageDefaults;
  if (bytes.length <= maximumBytes) return;
  const [size, maximum] = [bytes.length, maximumBytes].map(count => Math.ceil(count / 1_048_576));
  throw new Refusal(
    'audio-too-large',
    `This recording has ${size} MiB; at most ${maximum} are taken. Record one minute at most.`,
    {
      values: { size, maximum },
    },
  );
}

/** Refuses with 'attestation-missing'. */
export function requireAttestation(notice: Notice | undefined): void {
  if (notice?.version && /^[0-9a-f]{64}$/.test(notice.hash)) return;
  throw new Refusal(
    'attestation-missing',
    'First read what is kept of you, and confirm that you are 18 and that it is your voice. Begin with /clone.',
  );
}
