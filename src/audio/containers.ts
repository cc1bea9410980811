/**
 * Containers: the sound files that Consonant opens, as ffmpeg's demuxers name them. Everything else is refused before decoding:
 * playlists, concatenations, pictures and subtitles make ffmpeg open other files, or pretend to be sound.
 */
const DEMUXERS: readonly (readonly [demuxer: string, shownAs: string])[] = [
  ['ogg', 'Ogg/Opus'],
  ['mp3', 'MP3'],
  ['mov', 'M4A'],
  ['aac', 'AAC'],
  ['wav', 'WAV'],
  ['matroska', 'WebM'],
  ['flac', 'FLAC'],
  ['aiff', 'AIFF'],
  ['caf', 'CAF'],
  ['amr', 'AMR'],
];

/** For ffmpeg's -format_whitelist. */
export const ALLOWED_DEMUXERS = DEMUXERS.map(([demuxer]) => demuxer).join(',');

/** For messages: "Ogg/Opus, MP3, M4A". */
export const ALLOWED_CONTAINERS = DEMUXERS.map(([, shownAs]) => shownAs).join(', ');
