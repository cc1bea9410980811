import { loudFrames } from '../alignment/ladder.ts';
import { meanAndDeviation } from '../frames.ts';
import { type Bank, pausePhone } from './bank.ts';

/**
 * Spread map: gives each cepstrum of the reader the mean and the variance of the person's, voiced and unvoiced frames apart. It needs
 * no pairs of frames, so that it is right on the whole where pairs found by sound alone are often wrong.
 */
export function createSpreadMap(bank: Bank): (cepstrum: Float32Array, voicing: number) => Float32Array {
  const isSpoken = loudFrames([{ cepstra: bank.source, count: bank.source.count }]);
  const statistics = [0, 1].map(voicing => {
    const isHeard = (frame: number) => bank.voiced[frame] === voicing && bank.context.phone[frame] !== pausePhone;
    return {
      source: meanAndDeviation(bank.source, frame => bank.sourceVoiced[frame] === voicing && isSpoken[frame] === 1),
      target: meanAndDeviation(bank.target, isHeard),
    };
  });
  return (cepstrum, voicing) => {
    const { source, target } = statistics[voicing];
    return cepstrum.map(
      (value, column) =>
        target.mean[column] + (target.deviation[column] / source.deviation[column]) * (value - source.mean[column]),
    );
  };
}
