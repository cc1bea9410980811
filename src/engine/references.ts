import { Refusal } from '../errors.ts';
import type { Engine, Reference } from './engine.ts';

/** More than anybody says in the longest recording that is taken; a backend reads all of it before it can tell that it does not fit. */
const maximumTranscriptCharacters = 5_000;

/** What every backend asks of references before it looks at the sound: at least one, one language that it reads, words if needed. */
export function requireReferences(
  references: readonly Pick<Reference, 'language' | 'transcript'>[],
  engine: Pick<Engine, 'id' | 'languages' | 'transcript'>,
): void {
  if (references.length === 0) {
    throw new Refusal('reference-missing', 'There is no recording to clone a voice from. Give at least one.');
  }
  const { language } = references[0];
  for (const reference of references) {
    if (reference.language !== language) {
      throw new Refusal(
        'languages-differ',
        `The recordings are in "${language}" and "${reference.language}"; all recordings of a voice must be in one language.`,
      );
    }
    if (engine.transcript === 'required' && !reference.transcript?.trim()) {
      throw new Refusal(
        'transcript-missing',
        `The engine "${engine.id}" needs the words of each recording. Write down what is said in it.`,
      );
    }
    const characters = reference.transcript?.length ?? 0;
    if (characters > maximumTranscriptCharacters) {
      throw new Refusal(
        'transcript-too-long',
        `The transcript of a recording has ${characters} characters; at most ${maximumTranscriptCharacters} are allowed. ` +
          'Write down only what is said in the recording.',
      );
    }
  }
  if (!readsLanguage(engine, language)) {
    throw new Refusal(
      'language-unknown',
      `The engine "${engine.id}" does not read the language "${language}". It reads: ${engine.languages.join(', ')}.`,
    );
  }
}

/** BCP 47 prefix matching (RFC 4647, basic filtering): "en" covers "en-GB". */
export function readsLanguage({ languages }: Pick<Engine, 'languages'>, tag: string): boolean {
  const wanted = tag.toLowerCase();
  return languages.some(language => wanted === language.toLowerCase() || wanted.startsWith(`${language.toLowerCase()}-`));
}
