import type { Audio } from '../../src/audio/audio.ts';
import { measureQuality } from '../../src/audio/quality/measure.ts';

/** Whether the quality report of a recording calls its noise poor or refuses it, and says what to do about it. */
export function warnsAboutNoise(audio: Audio): boolean {
  return measureQuality(audio).meters.some(({ id, verdict, advice }) => {
    return (id === 'snr-db' || id === 'noise-whiteness') && (verdict === 'poor' || verdict === 'refused') && advice !== '';
  });
}
