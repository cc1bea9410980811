/**
 * Channels: takes interleaved stereo apart while it is decoded and chooses the one that is kept: the first, unless it is silent.
 * Never a mix: two microphones on one voice cancel each other in places, and two people are two voices.
 */
export interface ChannelSplitter {
  /** Interleaved samples; may end in the middle of a pair. */
  push(interleaved: Float32Array): void;
  finish(): ChosenChannel;
}

export interface ChosenChannel {
  readonly samples: Float32Array;
  /** 0 is the first. */
  readonly channel: number;
  /** The channels hold different sounds: probably different people. */
  readonly hasOtherSound: boolean;
  /** The one that is not kept, unless it is the same but for its loudness, or silent. */
  readonly other?: Float32Array;
}

/** Parts of a second over which levels are compared. */
const WINDOWS_PER_SECOND = 20;
const SILENT_POWER = 1e-6; // -60 dBFS
/** One channel louder by this factor (10 dB) in a window means that only it speaks there. */
const DOMINANCE = 10;
/** Share of the sounding windows in which the balance must differ from the usual one. */
const DIFFERENT_SHARE = 0.15;
const SILENT_CHANNEL_RATIO = 1e-4; // 40 dB below the other
/** Of a channel's power, what is not in the other. */
const SAME_SHARE = 0.01;

export function createChannelSplitter(channelCount: 1 | 2, sampleRateHz: number): ChannelSplitter {
  const windowLength = Math.round(sampleRateHz / WINDOWS_PER_SECOND);
  const pieces: Float32Array[][] = Array.from({ length: channelCount }, () => []);
  const windowPowers: number[][] = Array.from({ length: channelCount }, () => []);
  const sums = new Float64Array(channelCount);
  const totals = new Float64Array(channelCount);
  let product = 0;
  let first = 0;
  let windowFill = 0;
  let phase = 0;

  const closeWindow = () => {
    for (let channel = 0; channel < channelCount; channel++) windowPowers[channel].push(sums[channel] / windowFill);
    sums.fill(0);
    windowFill = 0;
  };

  const isOther = (kept: number) => {
    if (channelCount === 1 || totals[1 - kept] <= totals[kept] * SILENT_CHANNEL_RATIO) return false;
    return totals[0] * totals[1] - product * product > SAME_SHARE * totals[0] * totals[1];
  };

  return {
    push(interleaved) {
      const lengths = Array.from({ length: channelCount }, (_, channel) =>
        Math.ceil((interleaved.length - ((channel - phase + channelCount) % channelCount)) / channelCount),
      );
      const separate = lengths.map(length => new Float32Array(Math.max(0, length)));
      const filled = new Int32Array(channelCount);
      for (const sample of interleaved) {
        const clean = Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0;
        separate[phase][filled[phase]++] = clean;
        sums[phase] += clean * clean;
        totals[phase] += clean * clean;
        if (phase === 0) first = clean;
        else product += first * clean;
        phase = (phase + 1) % channelCount;
        if (phase === 0 && ++windowFill === windowLength) closeWindow();
      }
      separate.forEach((samples, channel) => {
        pieces[channel].push(samples);
      });
    },
    finish() {
      if (windowFill > windowLength / 2) closeWindow();
      const channel = channelCount === 2 && totals[0] <= totals[1] * SILENT_CHANNEL_RATIO && totals[1] > 0 ? 1 : 0;
      return {
        samples: join(pieces[channel]),
        channel,
        hasOtherSound: channelCount === 2 && channel === 0 && haveOtherSounds(windowPowers[0], windowPowers[1]),
        ...(isOther(channel) && { other: join(pieces[1 - channel]) }),
      };
    },
  };
}

/** One voice keeps its balance between two microphones, near or far, in phase or not; two people take turns. */
function haveOtherSounds(first: readonly number[], second: readonly number[]): boolean {
  const balances: number[] = [];
  first.forEach((power, window) => {
    if (Math.max(power, second[window]) > SILENT_POWER) {
      balances.push((power + SILENT_POWER / 100) / (second[window] + SILENT_POWER / 100));
    }
  });
  if (balances.length === 0) return false;
  const usual = balances.toSorted((one, other) => one - other)[balances.length >> 1];
  const different = balances.filter(balance => balance > usual * DOMINANCE || balance < usual / DOMINANCE).length;
  return different > DIFFERENT_SHARE * balances.length;
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
