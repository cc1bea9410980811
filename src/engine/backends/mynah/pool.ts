import { joinTracks, type LabelledTrack } from './track.ts';

/** Readings end to end, as one. */
export function poolReadings(readings: readonly LabelledTrack[]): LabelledTrack {
  const joined = joinTracks(readings);
  const phoneOfFrame = new Int16Array(joined.count);
  let frames = 0;
  let phones = 0;
  for (const reading of readings) {
    phoneOfFrame.set(
      reading.phoneOfFrame.map(phone => phone + phones),
      frames,
    );
    frames += reading.count;
    phones += reading.phones.length;
  }
  return { ...joined, phones: readings.flatMap(reading => reading.phones), phoneOfFrame };
}
