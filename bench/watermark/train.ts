import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish } from '../../src/audio/steps.ts';
import { layout } from '../../src/audio/watermark/patchwork/layout.ts';
import { framesPerSlot, type Levels, measureLevels } from '../../src/audio/watermark/patchwork/levels.ts';
import { describe, hidden, inputs, type Network, pack, taps } from '../../src/audio/watermark/patchwork/network.ts';
import { blockOf, firstSlotOf, patternOf } from '../../src/audio/watermark/patchwork/pattern.ts';
import { createRandom } from '../challenge/challenges.ts';
import { attackAll, attacks } from './attacks.ts';
import { createClips } from './clips.ts';
import { keyNumber, markClips } from './marked.ts';

/**
 * nice node bench/watermark/train.ts [CLIPS]: trains the network that looks at patches (src/audio/watermark/patchwork/network.ts), and writes
 * trained.ts beside it. Some 20 minutes on one core. To be repeated when the layout, the strength or the levels change.
 */
const clipsOfKind = Number(process.argv[2] ?? 32);
const epochs = 6;
const batchSize = 512;
const learningRate = 0.003;
const attackNames = [
  'none',
  'Opus 24 kbit/s audio',
  'Opus 24 kbit/s voip',
  'Opus 32 then 24 kbit/s',
  'white noise at 20 dB',
  'telephone band',
];

/** One clip after one attack. */
interface Recording {
  readonly levels: Levels;
  /** Of the block, [patchCount], and where in it the clip begins. */
  readonly block: Int8Array;
  readonly firstSlot: number;
  /** What the cut took from the beginning. */
  readonly cutSamples: number;
}

const random = createRandom(99);
const recordings = await record();
const network = train(recordings);
const file = join(import.meta.dirname, '../../src/audio/watermark/patchwork/trained.ts');
writeFileSync(file, sourceOf(pack(network)));
console.log(`Wrote ${file}.`);

async function record(): Promise<Recording[]> {
  const key = keyNumber(-1);
  const marked = markClips(await createClips('trained', clipsOfKind), key);
  const found: Recording[] = [];
  for (const name of attackNames) {
    const attacked = attackAll(
      attacks[name],
      marked.map(({ samples }) => samples),
    );
    for (const [index, { generationId }] of marked.entries()) {
      const cutSamples = Math.floor(random() * 80);
      const [levels] = finish(measureLevels(attacked[index].subarray(cutSamples), [1]));
      const block = blockOf(patternOf(key.bytes), Number.parseInt(generationId, 16));
      found.push({ levels, block, firstSlot: firstSlotOf(key.bytes, generationId), cutSamples });
    }
    console.log(`${name}: ${found.length} recordings`);
  }
  return found;
}

/** Adam (Kingma and Ba 2015) on the log-loss of the sign, every patch once an epoch. */
function train(from: readonly Recording[]): Network {
  const parameters = new Float32Array(hidden * inputs + 2 * hidden);
  const weights = parameters.subarray(0, hidden * inputs);
  const biases = parameters.subarray(hidden * inputs, hidden * inputs + hidden);
  const outputs = parameters.subarray(hidden * inputs + hidden);
  for (let index = 0; index < weights.length; index++) weights[index] = gaussian() / Math.sqrt(inputs);
  for (let index = 0; index < hidden; index++) outputs[index] = gaussian() / Math.sqrt(hidden);
  const gradient = new Float32Array(parameters.length);
  const mean = new Float32Array(parameters.length);
  const square = new Float32Array(parameters.length);
  const patches = from.flatMap((recording, index) => slotsOf(recording).map(slot => index * 1000 + slot));
  const batches = Math.floor((patches.length * layout.pairs) / batchSize);
  let step = 0;
  let inBatch = 0;
  const input = new Float32Array(inputs);
  const sums = new Float32Array(hidden);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(patches);
    let loss = 0;
    // Patches of one slot are alike: they are taken apart by walking through the slots pair by pair.
    for (let pair = 0; pair < layout.pairs; pair++) {
      for (const patch of patches) {
        const recording = from[Math.floor(patch / 1000)];
        const slot = patch % 1000;
        describe(recording.levels, frameOf(recording, slot), (pair + slot) % layout.pairs, input);
        loss += learn(
          recording.block[((pair + slot) % layout.pairs) * layout.slots + ((recording.firstSlot + slot) % layout.slots)],
        );
        if (++inBatch === batchSize) update();
      }
    }
    console.log(`epoch ${epoch + 1} of ${epochs}: loss ${(loss / patches.length / layout.pairs).toFixed(5)}`);
  }
  return { weights, biases, outputs };

  /** Adds to the gradient; returns the loss. */
  function learn(sign: number): number {
    let odds = 0;
    for (let unit = 0; unit < hidden; unit++) {
      let sum = biases[unit];
      const row = unit * inputs;
      for (let index = 0; index < inputs; index++) sum += weights[row + index] * input[index];
      sums[unit] = sum;
      odds += (outputs[unit] * sum) / (1 + Math.abs(sum));
    }
    const error = -sign / (1 + Math.exp(sign * odds));
    for (let unit = 0; unit < hidden; unit++) {
      const soft = 1 + Math.abs(sums[unit]);
      gradient[hidden * inputs + hidden + unit] += (error * sums[unit]) / soft;
      const back = (error * outputs[unit]) / (soft * soft);
      gradient[hidden * inputs + unit] += back;
      const row = unit * inputs;
      for (let index = 0; index < inputs; index++) gradient[row + index] += back * input[index];
    }
    return Math.log1p(Math.exp(-sign * odds));
  }

  function update(): void {
    step++;
    inBatch = 0;
    const share = Math.min(1, step / (epochs * batches));
    const rate = learningRate * Math.min(1, step / 200) * (0.5 + 0.5 * Math.cos(Math.PI * share));
    const [correctMean, correctSquare] = [1 - 0.9 ** step, 1 - 0.999 ** step];
    for (let index = 0; index < parameters.length; index++) {
      const slope = gradient[index] / batchSize;
      mean[index] = 0.9 * mean[index] + 0.1 * slope;
      square[index] = 0.999 * square[index] + 0.001 * slope * slope;
      parameters[index] -= (rate * (mean[index] / correctMean)) / (Math.sqrt(square[index] / correctSquare) + 1e-8);
    }
    gradient.fill(0);
  }
}

/** Slots whose surroundings are all there. */
function slotsOf(recording: Recording): number[] {
  const last = recording.levels.frames - 1 - taps.last;
  const slots: number[] = [];
  for (let slot = 1; frameOf(recording, slot) <= last; slot++) if (frameOf(recording, slot) >= -taps.first) slots.push(slot);
  return slots;
}

/** The frame whose middle, 16 ms after its beginning, is nearest to that of the slot's first half, 5 ms after the slot's. */
function frameOf({ cutSamples }: Recording, slot: number): number {
  const cutFrames = cutSamples / 80;
  return Math.round(framesPerSlot * slot - 2.2 - cutFrames);
}

function shuffle(items: number[]): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
  }
}

function gaussian(): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
}

function sourceOf(base64: string): string {
  const lines = base64.match(/.{1,120}/g) ?? [];
  return `/** Written by bench/watermark/train.ts: the network of network.ts. */\nexport const trained =\n${lines.map(line => `  '${line}'`).join(' +\n')};\n`;
}
