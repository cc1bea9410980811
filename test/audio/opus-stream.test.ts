import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Audio } from '../../src/audio/audio.ts';
import type { OggFacts } from '../../src/audio/ogg.ts';
import { createOpusEncoder, type OpusEncoder } from '../../src/audio/opus-encoder.ts';
import { opusPacketMilliseconds } from '../../src/audio/opus-packet.ts';
import { createOpusEncoderPool } from '../../src/audio/opus-pool.ts';
import { encodeOpusStream } from '../../src/audio/opus-stream.ts';
import { buzz, isProcessRunning } from './sounds.ts';

const sampleRateHz = 24_000;
const never = new AbortController().signal;

describe('encodeOpusStream', () => {
  it('gives 20 ms packets and the exact duration, whatever the size of the chunks', async () => {
    const whole = buzz(2.345, sampleRateHz);
    const results: Uint8Array[][] = [];
    for (const chunkLength of [whole.samples.length, 7_001, 333]) {
      const { packets, facts } = await collect(encodeOpusStream(inChunks(whole, chunkLength), { sampleRateHz }, never));
      assert.ok(Math.abs(facts.durationSeconds - 2.345) < 1e-4, `${facts.durationSeconds} s`);
      assert.equal(facts.packetCount, packets.length);
      assert.ok(packets.every(packet => opusPacketMilliseconds(packet) === 20));
      results.push(packets);
    }
    assert.deepEqual(results[1], results[0]);
    assert.deepEqual(results[2], results[0]);
  });

  it('gives packets while the speech is still being made', async () => {
    const gate = Promise.withResolvers<void>();
    async function* speech(): AsyncGenerator<Audio> {
      yield buzz(0.2, sampleRateHz);
      await gate.promise;
      yield buzz(0.2, sampleRateHz);
    }
    const packets = encodeOpusStream(speech(), { sampleRateHz }, never);
    assert.equal((await packets.next()).done, false);
    gate.resolve();
    const { facts } = await collect(packets);
    assert.equal(facts.durationSeconds, 0.4);
  });

  it('gives no packets for no speech', async () => {
    const { packets, facts } = await collect(encodeOpusStream(inChunks(buzz(0, sampleRateHz), 1), { sampleRateHz }, never));
    assert.deepEqual([packets.length, facts.durationSeconds], [0, 0]);
  });

  it('does not run ahead of a slow reader without bound', async () => {
    let made = 0;
    async function* endless(): AsyncGenerator<Audio> {
      for (;;) {
        made++;
        yield buzz(1, sampleRateHz);
      }
    }
    const packets = encodeOpusStream(endless(), { sampleRateHz, bitrateKbps: 64 }, never);
    for (let heard = 0; heard < 500; heard++) {
      await packets.next();
      assert.ok(made < 0.02 * heard + 40, `${made} s were made for a reader of ${0.02 * heard} s`);
    }
    await packets.return({} as OggFacts);
  });

  const early: [
    title: string,
    leave: (packets: AsyncGenerator<Uint8Array, OggFacts>, controller: AbortController) => Promise<unknown>,
  ][] = [
    ['returns early', packets => packets.return({} as OggFacts)],
    [
      'aborts',
      async (packets, controller) => {
        const pending = (async () => {
          while (!(await packets.next()).done);
        })();
        controller.abort(new Error('enough'));
        await assert.rejects(pending, /enough/);
      },
    ],
  ];
  for (const [title, leave] of early) {
    it(`leaves no process behind when the reader ${title}, and tells the speaker`, async () => {
      const encoder = await createOpusEncoder({ sampleRateHz }, never);
      const controller = new AbortController();
      const silenced = Promise.withResolvers<void>();
      async function* speech(): AsyncGenerator<Audio> {
        try {
          for (;;) yield buzz(0.5, sampleRateHz);
        } finally {
          silenced.resolve();
        }
      }
      const packets = encodeOpusStream(speech(), { sampleRateHz, takeEncoder: async () => encoder }, controller.signal);
      await packets.next();
      await leave(packets, controller);
      assert.equal(isProcessRunning(encoder.processId), false);
      await silenced.promise;
    });
  }

  it('aborts while the speaker is silent', async () => {
    const controller = new AbortController();
    async function* stuck(): AsyncGenerator<Audio> {
      await new Promise(() => {});
    }
    const packets = encodeOpusStream(stuck(), { sampleRateHz }, controller.signal);
    const pending = packets.next();
    setTimeout(() => controller.abort(new Error('enough')), 1);
    await assert.rejects(pending, /enough/);
  });

  it('passes on what the speaker throws', async () => {
    const encoder = await createOpusEncoder({ sampleRateHz }, never);
    async function* failing(): AsyncGenerator<Audio> {
      yield buzz(0.5, sampleRateHz);
      throw new Error('lost my voice');
    }
    await assert.rejects(
      collect(encodeOpusStream(failing(), { sampleRateHz, takeEncoder: async () => encoder }, never)),
      /lost my voice/,
    );
    assert.equal(isProcessRunning(encoder.processId), false);
  });

  it('throws for a chunk of another rate', async () => {
    await assert.rejects(
      collect(encodeOpusStream(inChunks(buzz(1, 16_000), 8_000), { sampleRateHz }, never)),
      /16000 Hz, expected 24000/,
    );
  });

  it('reports an encoder that dies', async () => {
    const encoder = await createOpusEncoder({ sampleRateHz }, never);
    const packets = encodeOpusStream(
      inChunks(buzz(100, sampleRateHz), 24_000),
      { sampleRateHz, takeEncoder: async () => encoder },
      never,
    );
    await packets.next();
    process.kill(encoder.processId, 'SIGKILL');
    await assert.rejects(collect(packets), /ffmpeg exited/);
  });

  it('refuses a bitrate that is not allowed', async () => {
    const packets = encodeOpusStream(inChunks(buzz(1, sampleRateHz), 100), { sampleRateHz, bitrateKbps: 6 }, never);
    await assert.rejects(packets.next(), { code: 'bitrate-out-of-range' });
  });
});

describe('createOpusEncoderPool', () => {
  it('hands out the warm encoder, starts another, and kills only its own', async () => {
    const pool = createOpusEncoderPool();
    const taken: OpusEncoder[] = [];
    try {
      await pool.warm(sampleRateHz);
      const first = await pool.take(sampleRateHz);
      const second = await pool.take(sampleRateHz);
      taken.push(first, second);
      assert.notEqual(first.processId, second.processId);
      await pool.close();
      assert.ok(taken.every(encoder => isProcessRunning(encoder.processId)));
      await assert.rejects(pool.take(sampleRateHz), /closed/);
    } finally {
      await pool.close();
      for (const encoder of taken) await encoder.close();
    }
    assert.ok(taken.every(encoder => !isProcessRunning(encoder.processId)));
  });

  it('replaces a spare that died or has another rate', async () => {
    const started: OpusEncoder[] = [];
    const pool = createOpusEncoderPool({}, async (options, signal) => {
      const encoder = await createOpusEncoder(options, signal);
      started.push(encoder);
      return encoder;
    });
    try {
      await pool.warm(16_000);
      await pool.warm(sampleRateHz);
      assert.deepEqual([started[0].isRunning, started[1].isRunning], [false, true]);
      process.kill(started[1].processId, 'SIGKILL');
      await assert.rejects(collect(started[1].packets()), /ffmpeg/);
      const { packets } = await collect(
        encodeOpusStream(inChunks(buzz(0.1, sampleRateHz), 400), { sampleRateHz, takeEncoder: pool.take }, never),
      );
      assert.equal(packets.length, 6);
    } finally {
      await pool.close();
    }
    assert.ok(started.every(encoder => !encoder.isRunning));
  });
});

async function* inChunks({ samples, sampleRateHz: rate }: Audio, length: number): AsyncGenerator<Audio> {
  for (let begin = 0; begin < samples.length; begin += length) {
    yield { samples: samples.subarray(begin, begin + length), sampleRateHz: rate };
  }
}

async function collect(stream: AsyncGenerator<Uint8Array, OggFacts>): Promise<{ packets: Uint8Array[]; facts: OggFacts }> {
  const packets: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { packets, facts: value };
    packets.push(value);
  }
}
