import type { SigningKey, VerifyingKey } from './tags/signed-tags.ts';
import type { MarkKey } from './watermark/watermark.ts';

/** MarkingKeys: what speech is marked and signed with, and what marks and signatures of earlier times are known by. */
export interface MarkingKeys {
  /** The first one marks. */
  readonly marks: readonly [MarkKey, ...MarkKey[]];
  readonly signing: SigningKey;
  readonly verifying: readonly VerifyingKey[];
}
