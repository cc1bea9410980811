import type { TagFacts } from './tags/signed-tags.ts';
import type { FoundMark } from './watermark/watermark.ts';

/** Trace: what a file says of where it comes from. */
export interface Trace {
  /** In the sound; the surest first. */
  readonly marks: readonly FoundMark[];
  readonly tags: TracedTags;
  /** Marks were looked for in so much of the beginning. Tags are compared with the whole sound. */
  readonly listenedSeconds: number;
  /** Whether that was all. */
  readonly isWhole: boolean;
}

/**
 * none: no tags of this kind. false: such tags, and not what was signed. foreign: signed with a key that is not ours. unchanged: the sound is what was signed, coded again or not. changed: the tags
 * are ours, and the sound is not what they were made for.
 */
export type TracedTags =
  | { readonly kind: 'none' | 'false' | 'foreign' }
  | { readonly kind: 'unchanged' | 'changed'; readonly facts: TagFacts };

/** Whether the sound was made here, whatever its tags say. */
export function isMadeHere({ marks, tags }: Trace): boolean {
  return marks.length > 0 || tags.kind === 'unchanged';
}
