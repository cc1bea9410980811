/**
 * Corpus: the sentences of the quality benchmark. Harvard sentences are from "IEEE Recommended Practice for Speech Quality
 * Measurements", 1969; the chat sentences are ours. No sentence is in two of the three sets.
 */

/** Of Harvard lists 1 and 2: 17 to 20 s of speech. The reference that the engine hears. */
export const referenceSentences: readonly string[] = [
  'The birch canoe slid on the smooth planks.',
  'Glue the sheet to the dark blue background.',
  'These days a chicken leg is a rare dish.',
  'A large size in stockings is hard to sell.',
  'The boy was there when the sun rose.',
  'A rod is used to catch pink salmon.',
  'The source of the huge river is the clear spring.',
];

/** Harvard list 3, half of list 4, six chat sentences, and lists 7 and 8: what is spoken and compared. The first ten are the short
 * set; the last twenty were never looked at while the engine was tuned.
 */
export const testSentences: readonly string[] = [
  'The small pup gnawed a hole in the sock.',
  'The fish twisted and turned on the bent hook.',
  'Press the pants and sew a button on the vest.',
  'The swan dive was far short of perfect.',
  'The beauty of the view stunned the young boy.',
  'Two blue fish swam in the tank.',
  'Her purse was full of useless trash.',
  'The colt reared and threw the tall rider.',
  'It snowed, rained, and hailed the same morning.',
  'I will be there in about ten minutes, please wait for me.',
  'Read verse out loud for pleasure.',
  'Hoist the load to your left shoulder.',
  'Take the winding path to reach the lake.',
  'Note closely the size of the gas tank.',
  'Wipe the grease off his dirty face.',
  'Mend the coat before you go out.',
  'Thanks for the message, I will call you back tonight.',
  'Does anyone want to play another round?',
  'That was the best game we had all week.',
  'Sorry, my microphone was off the whole time.',
  'We talked of the side show in the circus.',
  'Use a pencil to write the first draft.',
  'He ran half way to the hardware store.',
  'The clock struck to mark the third period.',
  'A small creek cut across the field.',
  'Cars and busses stalled in snow drifts.',
  'The set of china hit the floor with a crash.',
  'This is a grand season for hikes on the road.',
  'The dune rose from the edge of the water.',
  'Those words were the cue for the actor to leave.',
  'A yacht slid around the point into the bay.',
  'The two met while playing on the sand.',
  'The ink stain dried on the finished page.',
  'The walled town was seized without a fight.',
  'The lease ran out in sixteen weeks.',
  'A tame squirrel makes a nice pet.',
  'The horn of the car woke the sleeping cop.',
  'The heart beat strongly and with firm strokes.',
  'The pearl was worn in a thin silver ring.',
  'The fruit peel was cut in thick slices.',
];

/** Harvard lists 5 and 6: what the speaker models are trained on, always as the true voice says them. */
export const enrolmentSentences: readonly string[] = [
  'A king ruled the state in the early days.',
  'The ship was torn apart on the sharp reef.',
  'Sickness kept him home the third week.',
  'The wide road shimmered in the hot sun.',
  'The lazy cow lay in the cool grass.',
  'Lift the square stone over the fence.',
  'The rope will bind the seven books at once.',
  'Hop over the fence and plunge in.',
  'The friendly gang left the drug store.',
  'Mesh wire keeps chicks inside.',
  'The frosty air passed through the coat.',
  'The crooked maze failed to fool the mouse.',
  'Adding fast leads to wrong sums.',
  'The show was a flop from the very start.',
  'A saw is a tool used for making boards.',
  'The wagon moved on well oiled wheels.',
  'March the soldiers past the next hill.',
  'A cup of sugar makes sweet fudge.',
  'Place a rosebush near the porch steps.',
  'Both lost their lives in the raging storm.',
];

/** Lower-case words without punctuation; apostrophes stay. */
export function words(sentence: string): string[] {
  return sentence.toLowerCase().match(/[a-z']+/g) ?? [];
}
