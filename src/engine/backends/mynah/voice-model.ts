import type { Bank, PhoneNames } from './mapping/bank.ts';
import type { BankKind } from './mapping/converter.ts';
import type { Predictor } from './mapping/predictor.ts';
import type { Melody } from './prosody/melody.ts';
import type { Rhythm } from './prosody/rhythm.ts';

/** Everything that mynah knows of a person's voice; packed into a print by voice-codec.ts. */
export interface VoiceModel {
  /** How its frames found their source frames: by the words, or by sound alone. */
  readonly kind: BankKind;
  readonly bandHz: number;
  /** How much further along frequency the reader's formants lie: tract.ts. */
  readonly tractFactor: number;
  readonly names: PhoneNames;
  readonly bank: Bank;
  readonly predictor: Predictor;
  readonly rhythm: Rhythm;
  readonly melody: Melody;
}
