/** Writer: puts words, asides and sentences together so that a voice pauses where a reader would. */
export interface Writer {
  /** As written, spaces included. */
  words(text: string): void;
  /** Words of its own, with a space to its neighbours where they are letters. */
  insert(text: string): void;
  /** Set off by commas. */
  aside(text: string): void;
  /** A comma before what comes next, if a sentence is open. */
  pause(): void;
  /** Ends the sentence, if one is open. */
  endSentence(): void;
  finish(): string;
}

/** "," and "." as the language writes them, with the space behind. */
export interface Points {
  readonly comma: string;
  readonly stop: string;
}

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}"'’”)）]$/u;
const STARTS_WORD = /^[\p{L}\p{N}]/u;
/** A sign of punctuation follows an aside as it follows a word. */
const STARTS_WITH_POINT = /^\s*[\p{Po}\p{Pe}\p{Pd}]/u;
const SENTENCE_END = /[.!?…:。！？：][\p{Pe}\p{Pf}"'”’]*$/u;

export function createWriter({ comma, stop }: Points): Writer {
  let text = '';
  let next: 'as-written' | 'comma' | 'space' = 'as-written';

  /** What the last part left open, closed for what comes now. */
  const join = (added: string): string => {
    if (added.trim() === '') return next === 'comma' ? '' : added;
    const open = next;
    next = 'as-written';
    if (open === 'comma' && !STARTS_WITH_POINT.test(added)) {
      text = text.trimEnd() + comma;
      return added.trimStart();
    }
    return open === 'space' && STARTS_WORD.test(added) ? ` ${added}` : added;
  };
  return {
    words(added) {
      // In two steps: join changes the text too.
      const words = join(added);
      text += words;
    },
    insert(added) {
      if (added === '') return;
      const words = join(added);
      text += `${/[\p{L}\p{N}\p{Po}]$/u.test(text) && STARTS_WORD.test(words) && !text.endsWith(comma) ? ' ' : ''}${words}`;
      next = 'space';
    },
    aside(added) {
      const words = join(added);
      const before = text.trimEnd();
      if (ENDS_IN_WORD.test(before)) text = `${before}${comma}${words.trimStart()}`;
      else text += `${/[\s(（]$|^$/u.test(text) || text.endsWith(comma) ? '' : ' '}${words}`;
      next = 'comma';
    },
    pause() {
      if (ENDS_IN_WORD.test(text.trimEnd())) next = 'comma';
    },
    endSentence() {
      next = 'as-written';
      const before = text.trimEnd().replace(/[,;，；、]+$/u, '');
      text = before === '' ? '' : `${before}${SENTENCE_END.test(before) ? '' : stop} `;
    },
    finish: () => text.trim(),
  };
}
