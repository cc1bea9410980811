import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { encodeOgg } from '../../src/audio/encode.ts';
import { createOggDemuxer, demuxOggFile, demuxOggStream } from '../../src/audio/ogg.ts';
import { opusPacketMilliseconds } from '../../src/audio/opus-packet.ts';
import { buzz, createSoundFolder, type SoundFolder, sineInput } from './sounds.ts';

const signal = new AbortController().signal;

describe('demuxing Ogg', () => {
  let folder: SoundFolder;
  let file: Uint8Array;
  before(async () => {
    folder = createSoundFolder();
    file = await encodeOgg(buzz(1.23, 24_000), {}, signal);
  });
  after(() => folder.remove());

  it('gives the same packets whole, byte by byte and as a stream', async () => {
    const whole = demuxOggFile(file);
    assert.equal(whole.packetCount, 62);
    assert.equal(whole.durationSeconds, 1.23);

    const demuxer = createOggDemuxer();
    const pieces = Array.from(file, byte => Uint8Array.of(byte));
    assert.deepEqual(
      pieces.flatMap(piece => demuxer.push(piece)),
      whole.packets,
    );
    assert.deepEqual({ ...demuxer.facts(), packets: whole.packets }, whole);

    const streamed: Uint8Array[] = [];
    for await (const packet of demuxOggStream(inPieces(file, 777))) streamed.push(packet);
    assert.deepEqual(streamed, whole.packets);
  });

  it('knows a file that was cut', () => {
    const cut = demuxOggFile(file.subarray(0, file.length - 1));
    assert.equal(cut.isComplete, false);
    assert.equal(demuxOggFile(file).isComplete, true);
  });

  it('counts the duration of a stream that does not begin at zero from where it begins', () => {
    const late = Uint8Array.from(file);
    for (const { offset } of granules(late)) {
      const view = new DataView(late.buffer, offset + 6, 8);
      if (view.getBigInt64(0, true) > 0n) view.setBigInt64(0, view.getBigInt64(0, true) + 480_000n, true);
    }
    const first = demuxOggFile(file).durationSeconds;
    assert.ok(Math.abs(demuxOggFile(late).durationSeconds - first) <= 0.02, `${demuxOggFile(late).durationSeconds} s`);
  });

  const refused: [title: string, message: RegExp, make: () => Uint8Array][] = [
    ['60 ms packets', /a packet of 60 ms/, () => ogg(folder, ['-c:a', 'libopus', '-frame_duration', '60'])],
    ['a packet over several pages', /over several pages/, () => spanning(file)],
    ['a chain of two streams', /several streams/, () => new Uint8Array([...file, ...file])],
    ['another codec', /no Opus stream/, () => ogg(folder, ['-c:a', 'flac'])],
    ['no Ogg at all', /does not begin with "OggS"/, () => new TextEncoder().encode('x'.repeat(100))],
    ['nothing', /no Opus stream/, () => new Uint8Array(0)],
  ];
  for (const [title, message, make] of refused) {
    it(`throws for ${title}, rather than losing sound`, () => {
      assert.throws(() => demuxOggFile(make()), message);
    });
  }
});

describe('opusPacketMilliseconds', () => {
  // Configurations and frame counts of RFC 6716, tables 2 and 3.
  const packets: [bytes: number[], milliseconds: number][] = [
    [[0 << 3], 10],
    [[3 << 3], 60],
    [[13 << 3], 20],
    [[16 << 3], 2.5],
    [[31 << 3], 20],
    [[(30 << 3) | 1], 20],
    [[(31 << 3) | 3, 6], 120],
    [[], 0],
  ];
  for (const [bytes, milliseconds] of packets) {
    it(`reads ${milliseconds} ms from [${bytes}]`, () => {
      assert.equal(opusPacketMilliseconds(Uint8Array.from(bytes)), milliseconds);
    });
  }
});

async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += length) yield bytes.subarray(offset, offset + length);
}

function ogg(folder: SoundFolder, options: string[]): Uint8Array {
  return new Uint8Array(readFileSync(folder.make('other.ogg', ...sineInput(1), ...options)));
}

function granules(bytes: Uint8Array): { offset: number }[] {
  const text = Buffer.from(bytes);
  const found: { offset: number }[] = [];
  for (let offset = text.indexOf('OggS'); offset >= 0; offset = text.indexOf('OggS', offset + 4)) found.push({ offset });
  return found;
}

/** Marks the first page of sound as going on from the page before. */
function spanning(file: Uint8Array): Uint8Array {
  const marked = Uint8Array.from(file);
  marked[granules(file)[2].offset + 5] |= 1;
  return marked;
}
