import type { Audio } from '../../../audio/audio.ts';
import { trackPitch } from '../../../audio/pitch.ts';
import type { CepstralAxis } from './cepstrum.ts';
import { createCepstralAxis } from './cepstrum.ts';
import { hopSeconds } from './frames.ts';
import type { Reading } from './reading/espeak.ts';
import type { Phone } from './reading/phones.ts';
import type { LabelledTrack, Track } from './track.ts';
import { analyze } from './vocoder/analysis.ts';

/** Sound to parameters, for both sides: the person's recording and the reader's reading. */
export function trackOf(audio: Audio, bandHz: number): Track {
  const analysis = analyze(audio, { hopSeconds, f0Hz: trackPitch(audio, { hopSeconds }).f0Hz });
  const axis = axisFor(bandHz, analysis.sampleRateHz, analysis.fftSize);
  return {
    count: analysis.frames,
    cepstra: axis.fromLogEnvelope(analysis.logEnvelope, analysis.frames),
    f0Hz: analysis.f0Hz,
    aperiodicity: { data: analysis.aperiodicity, count: analysis.frames, width: analysis.bandEdgesHz.length - 1 },
  };
}

export function trackOfReading(reading: Reading, bandHz: number): LabelledTrack {
  const track = trackOf(reading.audio, bandHz);
  return { ...track, phones: reading.phones, phoneOfFrame: phonesOfFrames(reading.phones, track.count) };
}

function phonesOfFrames(phones: readonly Phone[], count: number): Int16Array {
  let phone = 0;
  return Int16Array.from({ length: count }, (_, frame) => {
    while (phone < phones.length - 1 && phones[phone].endSeconds <= frame * hopSeconds) phone++;
    return phone;
  });
}

const axes = new Map<string, CepstralAxis>();

/** Axes are tables of a few hundred kB that depend only on these numbers. */
export function axisFor(bandHz: number, sampleRateHz: number, fftSize: number): CepstralAxis {
  const key = `${bandHz}/${sampleRateHz}/${fftSize}`;
  let axis = axes.get(key);
  if (!axis) axes.set(key, (axis = createCepstralAxis({ bandHz, sampleRateHz, fftSize })));
  return axis;
}
