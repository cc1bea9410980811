import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { durationSeconds } from '../../src/audio/audio.ts';
import { decode } from '../../src/audio/decode.ts';
import { probe } from '../../src/audio/probe.ts';
import { createSoundFolder, rootMeanSquare, type SoundFolder, sineInput } from './sounds.ts';

const signal = new AbortController().signal;
const decodeAt = (source: string | Uint8Array, name: string, sampleRateHz = 24_000) =>
  decode({ source, name }, { sampleRateHz, signal });
/** The same in both channels; '-ac 2' would turn it down. */
const TWICE = ['-af', 'pan=stereo|c0=c0|c1=c0'];
const temporaryFolders = () => readdirSync(tmpdir()).filter(name => /^consonant-(?!test-)/.test(name)).length;

describe('decode', () => {
  let folder: SoundFolder;
  const usualTemporaryFolder = process.env.TMPDIR;
  before(() => {
    folder = createSoundFolder();
    // What is left behind shows here, whatever else runs on the machine.
    process.env.TMPDIR = folder.path;
  });
  after(() => {
    if (usualTemporaryFolder === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usualTemporaryFolder;
    folder.remove();
  });

  const formats: [file: string, options: string[]][] = [
    ['voice.ogg', ['-c:a', 'libopus', '-ac', '1']],
    ['stereo.ogg', [...TWICE, '-c:a', 'libopus']],
    ['music.mp3', [...TWICE, '-ar', '44100']],
    ['phone.m4a', ['-c:a', 'aac', '-ar', '22050']],
    ['studio.wav', ['-ar', '96000', '-c:a', 'pcm_s24le']],
    ['narrow.wav', ['-ar', '8000', '-c:a', 'pcm_u8']],
    ['browser.webm', ['-c:a', 'libopus']],
    ['lossless.flac', TWICE],
  ];
  for (const [file, options] of formats) {
    it(`reads ${file} from a path and from bytes`, async () => {
      const path = folder.make(file, ...sineInput(2), ...options);
      const fromPath = await decodeAt(path, file);
      const fromBytes = await decodeAt(new Uint8Array(readFileSync(path)), file, 16_000);
      assert.equal(fromPath.audio.sampleRateHz, 24_000);
      assert.equal(fromBytes.audio.sampleRateHz, 16_000);
      for (const { audio, notes } of [fromPath, fromBytes]) {
        assert.ok(Math.abs(durationSeconds(audio) - 2) < 0.06, `${durationSeconds(audio)} s`);
        // The generator's sine has an amplitude of 1/8.
        assert.ok(Math.abs(rootMeanSquare(audio.samples) - 0.125 / Math.SQRT2) < 0.01, `level ${rootMeanSquare(audio.samples)}`);
        assert.deepEqual(notes, []);
      }
    });
  }

  it('reads the beginning alone, where more is not asked for, and says so', async () => {
    const path = folder.make('beginning.ogg', ...sineInput(4), '-c:a', 'libopus', '-ac', '1');
    const read = (firstSeconds: number) => decode({ source: path, name: 'a' }, { sampleRateHz: 16_000, firstSeconds, signal });
    const [part, whole] = [await read(1.5), await read(60)];
    assert.deepEqual([part.audio.samples.length, part.isWhole, part.notes], [24_000, false, []]);
    assert.ok(Math.abs(durationSeconds(whole.audio) - 4) < 0.06 && whole.isWhole);
  });

  it('gives the other channel as well where it is not the same', async () => {
    const read = async (file: string, filter: string) => {
      const tones = [...sineInput(2, 300), ...sineInput(2, 500)];
      return decodeAt(
        folder.make(file, ...tones, '-filter_complex', `${filter}join=inputs=2:channel_layout=stereo`),
        file,
        16_000,
      );
    };
    const { audio, otherChannel } = await read('two.wav', '[0:a][1:a]');
    assert.equal(otherChannel?.length, audio.samples.length);
    assert.ok(Math.abs(rootMeanSquare(otherChannel!) - 0.125 / Math.SQRT2) < 0.01);
    for (const gain of ['0.3', '-1', '0']) {
      const same = await read('same.wav', `[1:a]anullsink;[0:a]asplit[a][b];[b]pan=mono|c0=${gain}*c0[c];[a][c]`);
      assert.equal(same.otherChannel, undefined, gain);
    }
  });

  it('keeps the pitch at another rate', async () => {
    const { audio } = await decodeAt(folder.make('pitch.wav', ...sineInput(1, 440), '-ar', '44100'), 'pitch.wav');
    let crossings = 0;
    for (let sample = 1; sample < audio.samples.length; sample++) {
      if (audio.samples[sample - 1] < 0 && audio.samples[sample] >= 0) crossings++;
    }
    assert.ok(Math.abs(crossings - 440) <= 1, `${crossings} crossings`);
  });

  it('takes the sound of a round video message', async () => {
    const picture = ['-f', 'lavfi', '-i', 'testsrc=duration=2:size=384x384:rate=10'];
    const { audio } = await decodeAt(folder.make('round.mp4', ...picture, ...sineInput(2), '-shortest'), 'round.mp4');
    assert.ok(Math.abs(durationSeconds(audio) - 2) < 0.15, `${durationSeconds(audio)} s`);
  });

  it('takes a sound with cover art', async () => {
    const cover = folder.make('cover.png', '-f', 'lavfi', '-i', 'testsrc=duration=1', '-frames:v', '1');
    const file = folder.make(
      'cover.mp3',
      ...sineInput(2),
      '-i',
      cover,
      '-map',
      '0',
      '-map',
      '1',
      '-disposition:v',
      'attached_pic',
    );
    assert.ok(Math.abs(durationSeconds((await decodeAt(file, 'cover.mp3')).audio) - 2) < 0.06);
  });

  const stereo: [title: string, filter: string, notes: RegExp[], kept: 'first' | 'second'][] = [
    [
      'two people in turns',
      "[0]volume='lt(mod(t,2),1)':eval=frame[a];[1]volume='gte(mod(t,2),1)':eval=frame[b]",
      [/different voices/],
      'first',
    ],
    ['one voice, nearer to the first', '[0]volume=0.5[a];[0]volume=0.2[b];[1]anullsink', [], 'first'],
    ['a voice in the second channel only', '[0]volume=0.0005[a];[1]anull[b]', [/first channel .* silent/], 'second'],
  ];
  for (const [title, filter, notes, kept] of stereo) {
    it(`stereo: ${title}`, async () => {
      const join =
        '[a]aformat=channel_layouts=mono[c];[b]aformat=channel_layouts=mono[d];[c][d]join=inputs=2:channel_layout=stereo';
      const file = folder.make('two.wav', ...sineInput(4, 200), ...sineInput(4, 2_000), '-filter_complex', `${filter};${join}`);
      const decoded = await decodeAt(file, 'two.wav');
      assert.equal(decoded.notes.length, notes.length, decoded.notes.join());
      for (const [index, note] of notes.entries()) assert.match(decoded.notes[index], note);
      const [low, high] = [200, 2_000].map(frequencyHz => levelAt(decoded.audio.samples, frequencyHz / 24_000));
      assert.ok(kept === 'first' ? low > 10 * high : high > 10 * low, `low ${low}, high ${high}`);
    });
  }

  const cut: [file: string, options: string[]][] = [
    ['cut.ogg', ['-c:a', 'libopus', '-page_duration', '200000']],
    ['cut.wav', ['-ar', '24000']],
    ['cut.mp3', []],
  ];
  for (const [file, options] of cut) {
    it(`uses what is there of a truncated file, and says so: ${file}`, async () => {
      const whole = readFileSync(folder.make(file, ...sineInput(6), ...options));
      const decoded = await decodeAt(new Uint8Array(whole.subarray(0, whole.length * 0.6)), file);
      const seconds = durationSeconds(decoded.audio);
      assert.ok(seconds > 2 && seconds < 5, `${seconds} s`);
      assert.match(decoded.notes.join(), new RegExp(`"${file}" was cut off; the \\d\\.\\d s`));
    });
  }

  it('takes a WAV whose length nobody knew when it was begun as whole', async () => {
    const bytes = new Uint8Array(readFileSync(folder.make('live.wav', ...sineInput(2))));
    new DataView(bytes.buffer).setUint32(4, 0xffff_ffff, true);
    assert.deepEqual((await decodeAt(bytes, 'live.wav')).notes, []);
  });

  it('makes samples that are no numbers silent, and clips the rest', async () => {
    const raw = join(folder.path, 'odd.f32');
    writeFileSync(
      raw,
      new Uint8Array(Float32Array.from({ length: 24_000 }, (_, index) => [Number.NaN, 1e30, -0.5][index % 3]).buffer),
    );
    const { audio } = await decodeAt(
      folder.make('odd.wav', '-f', 'f32le', '-ar', '24000', '-ac', '1', '-i', raw, '-c:a', 'pcm_f32le'),
      'odd.wav',
    );
    assert.deepEqual([...audio.samples.subarray(0, 3)], [0, 1, -0.5]);
  });

  const refused: [title: string, code: string, message: RegExp, make: () => string | Uint8Array][] = [
    ['no such file', 'file-missing', /There is no file "x"/, () => join(folder.path, 'nowhere.ogg')],
    ['a folder', 'file-is-directory', /"x" is a folder/, () => folder.path],
    ['a device', 'file-unreadable', /a device or a pipe/, () => '/dev/zero'],
    ['an empty file', 'file-empty', /0 bytes/, () => new Uint8Array(0)],
    ['text', 'not-audio', /Allowed are Ogg\/Opus/, () => new TextEncoder().encode('hello '.repeat(100))],
    ['a short text', 'not-audio', /not a sound file/, () => new TextEncoder().encode('hi')],
    [
      'a playlist',
      'not-audio',
      /not a sound file/,
      () => new TextEncoder().encode('#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n'),
    ],
    ['a concatenation', 'not-audio', /not a sound file/, () => new TextEncoder().encode("ffconcat version 1.0\nfile 'a.wav'\n")],
    [
      'a picture',
      'not-audio',
      /not a sound file/,
      () => folder.make('p.png', '-f', 'lavfi', '-i', 'testsrc=duration=1', '-frames:v', '1'),
    ],
    [
      'a video',
      'video-not-accepted',
      /is a video/,
      () => folder.make('v.mp4', '-f', 'lavfi', '-i', 'testsrc=duration=1', ...sineInput(1)),
    ],
    ...['v.avi', 'v.ts', 'v.mpg', 'v.flv', 'v.wmv', 'v.mkv'].map((file): (typeof refused)[number] => [
      `a video: ${file}`,
      'video-not-accepted',
      /is a video/,
      () => folder.make(file, '-f', 'lavfi', '-i', 'testsrc=duration=1:rate=25', ...sineInput(1), '-ar', '44100'),
    ]),
    ['a silent video', 'video-not-accepted', /is a video/, () => folder.make('s.mp4', '-f', 'lavfi', '-i', 'testsrc=duration=1')],
    ['subtitles only', 'audio-missing', /no sound/, () => subtitlesOnly(folder)],
    ['too many bytes', 'file-too-large', /20\.0 MB; at most 20\.0 MB/, () => new Uint8Array(20_000_001)],
    ['a stump of an Ogg', 'audio-truncated', /was cut off/, () => stump(folder, 'a.ogg', ['-c:a', 'libopus'], 3_000)],
    ['an M4A without its index', 'audio-truncated', /was cut off/, () => stump(folder, 'a.m4a', ['-c:a', 'aac'], 9_000)],
    ['a WAV of no samples', 'audio-empty', /0 s long/, () => folder.make('none.wav', ...sineInput(1), '-t', '0')],
  ];
  for (const [title, code, message, make] of refused) {
    it(`refuses ${title}: ${code}`, async () => {
      const source = make();
      const before = temporaryFolders();
      await assert.rejects(decodeAt(source, 'x'), { name: 'Refusal', code, message });
      assert.equal(temporaryFolders(), before);
    });
  }

  it('refuses hours of silence in a small file by its header, and by its sound where the header lies', async () => {
    const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono'];
    const minute = folder.make('minute.ogg', ...silence, '-t', '60', '-c:a', 'libopus', '-b:a', '6k', '-frame_duration', '60');
    const honest = folder.make('bomb.ogg', '-stream_loop', '299', '-i', minute, '-c', 'copy');
    await assert.rejects(decodeAt(honest, 'bomb.ogg'), {
      code: 'audio-too-long',
      message: /"bomb.ogg" is 18\d{3} s long; at most 600 s/,
    });

    // A live WebM tells no length.
    const silent = folder.make('bomb.webm', ...silence, '-t', '60', '-c:a', 'libopus', '-b:a', '6k', '-live', '1');
    assert.equal((await probe(silent, 'bomb.webm', signal)).durationSeconds, undefined);
    await assert.rejects(decode({ source: silent, name: 'bomb.webm' }, { sampleRateHz: 24_000, maximumSeconds: 5, signal }), {
      code: 'audio-too-long',
      message: /more than 5 s long/,
    });
  });

  it('shows no control characters of a name', async () => {
    await assert.rejects(decodeAt(join(folder.path, 'no'), 'a\n\u001b[31mb'), { message: /There is no file "a\?\?\[31mb"/ });
  });

  it('stops when its signal aborts', async () => {
    const file = folder.make('long.flac', ...sineInput(500));
    const controller = new AbortController();
    const before = temporaryFolders();
    const decoding = decode(
      { source: new Uint8Array(readFileSync(file)), name: 'long.flac' },
      { sampleRateHz: 48_000, signal: controller.signal },
    );
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(decoding, /enough/);
    assert.equal(temporaryFolders(), before);
    await assert.rejects(
      decode({ source: file, name: 'long.flac' }, { sampleRateHz: 48_000, signal: controller.signal }),
      /enough/,
    );
  });
});

/** Size of one frequency's part, by correlation. */
function levelAt(samples: Float32Array, cyclesPerSample: number): number {
  let [real, imaginary] = [0, 0];
  samples.forEach((sample, index) => {
    real += sample * Math.cos(2 * Math.PI * cyclesPerSample * index);
    imaginary += sample * Math.sin(2 * Math.PI * cyclesPerSample * index);
  });
  return Math.hypot(real, imaginary) / samples.length;
}

function stump(folder: SoundFolder, file: string, options: string[], bytes: number): Uint8Array {
  return new Uint8Array(readFileSync(folder.make(file, ...sineInput(3), ...options)).subarray(0, bytes));
}

function subtitlesOnly(folder: SoundFolder): string {
  mkdirSync(folder.path, { recursive: true });
  const text = join(folder.path, 'words.srt');
  writeFileSync(text, '1\n00:00:00,000 --> 00:00:01,000\nhello\n');
  return folder.make('words.mkv', '-i', text);
}
