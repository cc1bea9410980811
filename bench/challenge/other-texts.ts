import type { SpokenChallenge } from '../../src/engine/verifiers/verifier.ts';

/** Other texts: what somebody might read instead of the statement, most with the right words at the end. */
export const otherTexts: Readonly<Record<string, (challenge: SpokenChallenge) => string>> = {
  'another text': ({ words }) =>
    'The quick brown fox jumps over the lazy dog, while seven old sailors row their boat across the windy bay and sing about home. ' +
    `The rain had stopped before the first guests came. ${words.join(', ')}.`,
  'the first sentence replaced': ({ statement, words }) =>
    `${statement.replace(/^[^.]*\./, 'Please bring me a cup of tea with milk, and two biscuits from the kitchen.')} ${words.join(', ')}.`,
  'the second sentence replaced': ({ statement, words }) =>
    `${statement.replace(/I know [^.]*\./, 'We went to the market for some apples, and then it began to rain all afternoon.')} ${words.join(', ')}.`,
  'the sentences swapped': ({ statement, words }) => {
    const [first, second, last] = statement.split(/(?<=\.) /);
    return `${second} ${first} ${last} ${words.join(', ')}.`;
  },
  'the words alone': ({ words }) => `${words.join(', ')}.`,
};

/** Not a bar: too like the statement to be told apart for certain. */
export const oppositeText = ({ statement, words }: SpokenChallenge): string =>
  `${statement.replace('I agree', 'I disagree').replace('may clone', 'may not clone')} ${words.join(', ')}.`;
