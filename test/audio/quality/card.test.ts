import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Audio } from '../../../src/audio/audio.ts';
import { createColourMap } from '../../../src/audio/quality/card/colour-map.ts';
import { drawable } from '../../../src/audio/quality/card/fonts.ts';
import { ellipsise, wrap } from '../../../src/audio/quality/card/text.ts';
import { drawCard } from '../../../src/audio/quality/card.ts';
import { measureQuality } from '../../../src/audio/quality/measure.ts';
import { music, silence, speech } from './synthetic.ts';

async function pixelsOf(png: Uint8Array): Promise<{ width: number; height: number; data: Uint8ClampedArray }> {
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.getContext('2d').getImageData(0, 0, image.width, image.height);
}

const card = async (audio: Audio, title: string, report = measureQuality(audio)) =>
  pixelsOf(await drawCard(audio, report, { title }));

/** How many pixels of a region have roughly this colour. */
function count(
  { data, width }: { data: Uint8ClampedArray; width: number },
  region: readonly number[],
  colour: readonly number[],
): number {
  const [left, top, right, bottom] = region as [number, number, number, number];
  let found = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (colour.every((value, i) => Math.abs(data[4 * (y * width + x) + i]! - value) < 24)) found++;
    }
  }
  return found;
}

const HEADER = [0, 30, 900, 72];
const PLOTS = [36, 130, 786, 560];
const BADGE = [940, 36, 1170, 84];
const WHITE = [242, 244, 251];
const PITCH_LINE = [125, 249, 255];

describe('drawCard', () => {
  const spoken = speech(6.5);
  const report = measureQuality(spoken);

  test('is 1200 x 675 and shows title, pitch line and verdict', async () => {
    const pixels = await card(spoken, 'Ada');
    assert.deepEqual([pixels.width, pixels.height], [1200, 675]);
    assert.ok(count(pixels, HEADER, WHITE) > 200, 'the title is not drawn');
    assert.ok(count(pixels, PLOTS, PITCH_LINE) > 300, 'the pitch line is not drawn');
    assert.ok(count(pixels, BADGE, [246, 196, 83]) > 200, 'the badge is not the colour of a fair verdict');
  });

  test('a recording without speech has no pitch line and a red badge', async () => {
    const pixels = await card(music(3), 'Band');
    assert.ok(count(pixels, PLOTS, PITCH_LINE) < 20);
    assert.ok(count(pixels, BADGE, [255, 107, 125]) > 200);
  });

  for (const title of [
    'word '.repeat(80),
    'W'.repeat(400),
    '🎉👩‍👩‍👧',
    '日本語',
    'شهد',
    '',
    'a\nb\u202Ec\u0000',
    `z${'\u0301'.repeat(90)}`,
  ]) {
    test(`the title ${JSON.stringify(title).slice(0, 24)} stays in its place`, async () => {
      const pixels = await card(spoken, title, report);
      assert.ok(count(pixels, HEADER, WHITE) > 100, 'there is no title');
      assert.equal(count(pixels, [923, 0, 950, 100], WHITE), 0, 'the title runs into the badge');
      assert.equal(count(pixels, [0, 0, 1200, 30], WHITE), 0, 'the title leaves the top');
    });
  }

  for (const [name, audio] of [
    ['nothing', silence(0)],
    ['0.1 s of silence', silence(0.1)],
    ['three minutes', silence(180)],
  ] as const) {
    test(`${name} makes a card too`, async () => assert.equal((await card(audio, name)).width, 1200));
  }
});

test('drawable keeps what the font has and drops the rest', () => {
  const cases = [
    ['Ada & Bob – voice.ogg', 'Ada & Bob – voice.ogg'],
    ['Zoë  Ωμέγα Жук', 'Zoë Ωμέγα Жук'],
    ['party 🎉 time 日本', 'party time'],
    ['\u202Eevil\u0000', 'evil'],
    ['日本', ''],
  ] as const;
  for (const [text, expected] of cases) assert.equal(drawable(text), expected);
});

test('ellipsise and wrap keep to their width', () => {
  const context = createCanvas(10, 10).getContext('2d');
  const style = { widthPixels: 200, sizePixels: 17, colour: '#fff' } as const;
  const long = 'one two three four five six seven eight nine ten eleven twelve';
  const short = ellipsise(context, long, style);
  assert.ok(short.endsWith('…') && context.measureText(short).width <= 200);
  const lines = wrap(context, long, { lines: 2, ...style });
  assert.equal(lines.length, 2);
  assert.ok(lines.every(line => context.measureText(line).width <= 200));
  assert.ok(lines[1]!.endsWith('…'));
  assert.deepEqual(wrap(context, 'short', { lines: 2, ...style }), ['short']);
});

test('the colour map grows brighter all the way', () => {
  const colours = createColourMap(64);
  const luminance = Array.from(
    { length: 64 },
    (_, i) => 0.21 * colours[3 * i]! + 0.72 * colours[3 * i + 1]! + 0.07 * colours[3 * i + 2]!,
  );
  for (let i = 1; i < 64; i++) assert.ok(luminance[i]! > luminance[i - 1]! - 1.5, `step ${i}`);
  assert.ok(luminance[0]! < 20 && luminance[63]! > 220);
});
