import type { MeterRow, Values } from './meter-row.ts';

/**
 * Thresholds: what each reading means for a voice that is to be cloned. To add a meter: add its id in report.ts, its value in
 * measure.ts, and its row here.
 */
const isHissing = (values: Values) => values['noise-whiteness'] >= 0.6 && values['snr-db'] < 25;
const INAUDIBLE_SNR_DECIBELS = 45;
const withUnit = (unit: string, digits = 0) => {
  return (value: number) => `${value.toFixed(digits).replace('-', '−')} ${unit}`;
};
const NEEDS_SPEECH = 'Not measured: no speech was found.';

export const meterRows: readonly MeterRow[] = [
  {
    id: 'speech-seconds',
    label: 'Speech',
    reading: withUnit('s', 1),
    scale: [
      [0, 0],
      [3, 0.2],
      [6, 0.5],
      [10, 0.72],
      [15, 0.9],
      [30, 1],
    ],
    steps: [
      {
        when: values => !(values['speech-seconds'] > 0),
        verdict: 'refused',
        advice: 'No speech was found; record one person talking, without music, close to the microphone.',
      },
      {
        when: values => values['speech-seconds'] < 3,
        verdict: 'refused',
        advice: 'There is too little speech to learn a voice from; talk for at least 3 seconds, better 15.',
      },
      {
        when: values => values['speech-seconds'] < 10,
        verdict: 'fair',
        advice: 'This is enough to start, but a longer reference sounds better: talk for 15 seconds.',
      },
      { verdict: 'good', advice: 'There is plenty of speech to learn from.' },
    ],
    unmeasured: NEEDS_SPEECH,
  },
  {
    id: 'snr-db',
    label: 'Voice over noise',
    reading: value => (value >= 60 ? 'over 60 dB' : `${value.toFixed(value < 20 ? 1 : 0).replace('-', '−')} dB`),
    scale: [
      [0, 0],
      [10, 0.2],
      [18, 0.4],
      [28, 0.7],
      [45, 1],
    ],
    steps: [
      {
        // The tail of an echo fills the pauses and looks like noise; the voice is still usable.
        when: values => values['snr-db'] < 10 && !(values['snr-db'] > 6 && values['reverberation-seconds'] > 0.8),
        verdict: 'refused',
        advice: 'The noise is almost as loud as the voice; record again in a quiet place, close to the microphone.',
      },
      {
        when: values => values['snr-db'] < 18,
        verdict: 'poor',
        advice: 'There is much noise behind the voice; turn off fans and music, or move closer to the microphone.',
      },
      {
        when: values => values['snr-db'] < 28,
        verdict: 'fair',
        advice: 'Some noise can be heard behind the voice; a quieter room or a closer microphone would help.',
      },
      { verdict: 'good', advice: 'The background is quiet.' },
    ],
    unmeasured: NEEDS_SPEECH,
  },
  {
    id: 'noise-whiteness',
    label: 'Hiss',
    reading: (value, values) =>
      values['snr-db'] >= INAUDIBLE_SNR_DECIBELS ? 'inaudible' : `${(100 * value).toFixed(0)} % white`,
    // Whiteness matters as far as the noise can be heard: not at all at 45 dB, fully at 20.
    amount: values => values['noise-whiteness'] * Math.max(0, Math.min(1, (INAUDIBLE_SNR_DECIBELS - values['snr-db']) / 25)),
    scale: [
      [0, 1],
      [0.2, 0.7],
      [0.5, 0.4],
      [1, 0],
    ],
    steps: [
      {
        when: isHissing,
        verdict: 'poor',
        advice:
          'A steady hiss covers the fine detail of the voice; lower the microphone gain, speak closer, or try another microphone or cable.',
      },
      {
        when: values => values['noise-whiteness'] >= 0.5 && values['snr-db'] < 35,
        verdict: 'fair',
        advice: 'A faint hiss lies over the voice; speaking closer to the microphone would hide it.',
      },
      { verdict: 'good', advice: 'No hiss that would matter.' },
    ],
    unmeasured: 'No background noise to judge.',
  },
  {
    id: 'clipping-percent',
    label: 'Distortion',
    reading: value => (value < 0.1 ? 'none' : `${value.toFixed(1)} %`),
    scale: [
      [0.1, 1],
      [0.3, 0.7],
      [1.5, 0.4],
      [8, 0.2],
      [20, 0],
    ],
    steps: [
      {
        when: values => values['clipping-percent'] > 8,
        verdict: 'refused',
        advice: 'The recording is heavily overdriven; lower the microphone gain or move back, and record again.',
      },
      {
        when: values => values['clipping-percent'] > 1.5,
        verdict: 'poor',
        advice: 'Loud moments are cut off flat; lower the microphone gain or move back a little.',
      },
      {
        when: values => values['clipping-percent'] > 0.3,
        verdict: 'fair',
        advice: 'A few loud moments are cut off flat; a little less microphone gain would be safer.',
      },
      { verdict: 'good', advice: 'Nothing is overdriven.' },
    ],
    unmeasured: NEEDS_SPEECH,
  },
  {
    id: 'bandwidth-hz',
    label: 'Bandwidth',
    reading: value => `${(value / 1000).toFixed(1)} kHz`,
    scale: [
      [2000, 0],
      [5000, 0.4],
      [7000, 0.6],
      [9000, 0.75],
      [12_000, 1],
    ],
    steps: [
      {
        when: values => values['bandwidth-hz'] < 9000 && isHissing(values),
        verdict: 'fair',
        advice: 'Noise hides the brightest sounds of the voice; less noise will bring them back.',
      },
      {
        when: values => values['bandwidth-hz'] < 5000,
        verdict: 'poor',
        advice:
          'It sounds like a telephone; use a voice message instead of a call, or a microphone that is not a Bluetooth headset.',
      },
      {
        when: values => values['bandwidth-hz'] < 9000,
        verdict: 'fair',
        advice: 'The brightest sounds are missing; a better microphone or a higher quality setting would keep them.',
      },
      { verdict: 'good', advice: 'Bright and dark sounds are all there.' },
    ],
    unmeasured: NEEDS_SPEECH,
  },
  {
    id: 'reverberation-seconds',
    label: 'Echo of the room',
    reading: withUnit('s', 2),
    scale: [
      [0.15, 1],
      [0.35, 0.7],
      [0.7, 0.4],
      [1.5, 0],
    ],
    steps: [
      {
        when: values => values['reverberation-seconds'] > 0.7,
        verdict: 'poor',
        advice: 'The room echoes strongly; record close to the microphone, in a room with curtains, carpets or clothes.',
      },
      {
        when: values => values['reverberation-seconds'] > 0.35,
        verdict: 'fair',
        advice: 'The room can be heard; move closer to the microphone or into a room with soft furniture.',
      },
      { verdict: 'good', advice: 'The room does not disturb.' },
    ],
    unmeasured: 'Not measured: the recording has too few clear endings of words.',
  },
  {
    id: 'level-lufs',
    label: 'Loudness',
    reading: withUnit('LUFS'),
    scale: [
      [-60, 0],
      [-48, 0.4],
      [-36, 0.7],
      [-24, 1],
      [-14, 1],
      [-8, 0.7],
      [0, 0.4],
    ],
    steps: [
      {
        when: values => values['level-lufs'] < -48,
        verdict: 'poor',
        advice: 'The voice is very faint; move closer to the microphone or raise its gain.',
      },
      {
        when: values => values['level-lufs'] < -36,
        verdict: 'fair',
        advice: 'The voice is rather faint; move a little closer to the microphone.',
      },
      {
        when: values => values['level-lufs'] > -8,
        verdict: 'fair',
        advice: 'The recording is very loud; a little less microphone gain would be safer.',
      },
      { verdict: 'good', advice: 'The level is comfortable.' },
    ],
    unmeasured: 'Not measured: the recording is silent or shorter than 0.4 seconds.',
  },
  {
    id: 'pitch-hz',
    label: 'Pitch',
    reading: withUnit('Hz'),
    scale: [
      [50, 0.4],
      [75, 0.8],
      [90, 1],
      [300, 1],
      [400, 0.7],
      [500, 0.4],
    ],
    steps: [
      {
        when: values => values['pitch-hz'] > 400,
        verdict: 'fair',
        advice: 'This is an unusually high voice; speak as you normally do.',
      },
      { verdict: 'good', advice: 'The pitch of the voice can be followed well.' },
    ],
    unmeasured: 'Not measured: no voiced sounds were found.',
  },
  {
    id: 'pitch-spread-semitones',
    label: 'Liveliness',
    reading: value => `± ${value.toFixed(1)} semitones`,
    scale: [
      [0, 0.4],
      [0.6, 0.7],
      [2, 0.95],
      [3, 1],
      [5, 0.9],
      [7, 0.7],
      [12, 0.4],
    ],
    steps: [
      {
        when: values => values['pitch-spread-semitones'] < 0.6,
        verdict: 'fair',
        advice: 'The voice stays on one note; talk as if to a friend and the clone will sound livelier.',
      },
      {
        when: values => values['pitch-spread-semitones'] > 7,
        verdict: 'fair',
        advice: 'The pitch varies very much; make sure that only one person talks, and does not sing.',
      },
      { verdict: 'good', advice: 'The melody of the voice is natural.' },
    ],
    unmeasured: 'Not measured: no voiced sounds were found.',
  },
];
