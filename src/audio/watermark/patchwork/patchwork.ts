import type { WatermarkMethod } from '../watermark.ts';
import { findMarks } from './find.ts';
import { createMarker } from './marker.ts';

/**
 * Patchwork: signs of a secret pattern in the differences between neighbouring bands, spread over the whole of speech and repeated. Bender, Gruhl,
 * Morimoto and Lu 1996, "Techniques for data hiding" (patchwork); Yeo and Kim 2003, "Modified patchwork algorithm" (in the frequency domain);
 * Kirovski and Malvar 2003, "Spread-spectrum watermarking of audio signals" (logarithmic magnitudes, blocks that repeat, removing the host);
 * Malvar and Florencio 2003, "Improved spread spectrum"; Steinebach 2004, "Digitale Wasserzeichen für Audiodaten" (error correction).
 */
export const patchwork: WatermarkMethod = {
  createMarker,
  *find(samples, keys, looks) {
    const marks = yield* findMarks(samples, keys, looks);
    return marks.map(mark => ({ method: 'patchwork', ...mark }));
  },
};
