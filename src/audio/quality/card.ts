import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type Audio, durationSeconds } from '../audio.ts';
import { drawable, loadFonts } from './card/fonts.ts';
import { drawMeters } from './card/meters.ts';
import { drawCaption, drawGround, drawPanel, drawTimeAxis } from './card/panels.ts';
import { drawSpectrogram } from './card/spectrogram.ts';
import { ellipsise, wrap, write } from './card/text.ts';
import { CARD_HEIGHT, CARD_WIDTH, theme, verdictStyle } from './card/theme.ts';
import { drawWaveform, peakDecibels } from './card/waveform.ts';
import { analyseFrames } from './frames.ts';
import { mostUsefulAdvice } from './measure.ts';
import { measurePitch } from './pitch-meter.ts';
import type { QualityReport } from './report.ts';
import { detectSpeech } from './vad.ts';

export interface CardOptions {
  /** Whose or which recording; any text, shortened to one line. */
  readonly title: string;
}

const MARGIN = 36;
const RIGHT_COLUMN = 806;
const ADVICE_TOP = 585;
const NAMELESS = 'Voice recording';

/** Card: a report as a picture for a chat, PNG, 1200 x 675. */
export async function drawCard(audio: Audio, report: QualityReport, { title }: CardOptions): Promise<Uint8Array> {
  loadFonts();
  const canvas = createCanvas(CARD_WIDTH, CARD_HEIGHT);
  const context = canvas.getContext('2d');
  drawGround(context);
  drawHeader(context, report, { title: drawable(title) || NAMELESS, sampleRateHz: audio.sampleRateHz });
  drawSound(context, audio, report);
  drawReadings(context, report);
  drawAdvice(context, report);
  return canvas.encode('png');
}

function drawHeader(
  context: SKRSContext2D,
  report: QualityReport,
  { title, sampleRateHz }: { title: string; sampleRateHz: number },
): void {
  const { colour, headline } = verdictStyle[report.verdict];
  context.font = '';
  const badgeText = { weight: 'bold', sizePixels: 18, colour } as const;
  const badgeWidth = write(context, headline, { x: CARD_WIDTH - MARGIN - 22, y: 66, align: 'right', ...badgeText }) + 68;
  const badgeLeft = CARD_WIDTH - MARGIN - badgeWidth;
  context.beginPath();
  context.roundRect(badgeLeft + 0.5, 36.5, badgeWidth - 1, 47, 24);
  context.globalAlpha = 0.14;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
  context.beginPath();
  context.arc(badgeLeft + 28, 60, 6, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();

  const style = { weight: 'bold', sizePixels: 30, colour: theme.text } as const;
  const shown = ellipsise(context, title, { widthPixels: badgeLeft - MARGIN - 32, ...style });
  write(context, shown, { x: MARGIN, y: 62, ...style });
  const facts = `Consonant  ·  reference quality  ·  ${report.durationSeconds.toFixed(1)} s at ${sampleRateHz / 1000} kHz`;
  write(context, facts, { x: MARGIN, y: 89, sizePixels: 15, colour: theme.textSoft });
}

function drawSound(context: SKRSContext2D, audio: Audio, report: QualityReport): void {
  const speech = detectSpeech(analyseFrames(audio));
  const pitch = measurePitch(audio, speech);
  const plot = { x: MARGIN + 60, width: RIGHT_COLUMN - 2 * MARGIN - 92 };
  const [wave, mel] = [
    { ...plot, y: 142, height: 92 },
    { ...plot, y: 276, height: 254 },
  ];
  drawPanel(context, { x: MARGIN, y: 108, width: RIGHT_COLUMN - MARGIN - 20, height: ADVICE_TOP - 108 - 20 });
  const peak = peakDecibels(audio);
  const level = peak < -100 ? 'silence' : `peak ${peak.toFixed(1).replace('-', '−')} dBFS`;
  const waveNotes = speech.seconds > 0 ? [{ words: 'speech', colour: theme.speech[0] }, { words: level }] : [{ words: level }];
  drawCaption(context, 'Waveform', { ...wave, y: 131, notes: waveNotes });
  drawWaveform(context, audio, { box: wave, speech });
  const melNotes: { words: string; colour: string }[] = [{ words: 'frequency in Hz', colour: theme.textSoft }];
  if (report.values['bandwidth-hz'] > 0) melNotes.push({ words: '– – bandwidth', colour: theme.marker });
  if (pitch.medianHz > 0) melNotes.push({ words: 'pitch in Hz, right axis', colour: theme.pitch });
  drawCaption(context, 'Spectrogram', { ...mel, y: 263, notes: melNotes });
  drawSpectrogram(context, audio, { box: mel, pitch, bandwidthHz: report.values['bandwidth-hz'] });
  drawTimeAxis(context, mel, durationSeconds(audio));
}

function drawReadings(context: SKRSContext2D, report: QualityReport): void {
  const panel = { x: RIGHT_COLUMN, y: 108, width: CARD_WIDTH - MARGIN - RIGHT_COLUMN, height: ADVICE_TOP - 108 - 20 };
  drawPanel(context, panel);
  drawMeters(context, report, { x: panel.x + 22, y: panel.y + 14, width: panel.width - 44, height: panel.height - 20 });
}

function drawAdvice(context: SKRSContext2D, report: QualityReport): void {
  const { colour } = verdictStyle[report.verdict];
  const panel = { x: MARGIN, y: ADVICE_TOP, width: CARD_WIDTH - 2 * MARGIN, height: CARD_HEIGHT - ADVICE_TOP - 24 };
  drawPanel(context, panel);
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(panel.x + 18, panel.y + 16, 4, panel.height - 32, 2);
  context.fill();
  const heading = report.verdict === 'good' ? 'All set' : 'What helps most';
  const style = { sizePixels: 17, colour: theme.text } as const;
  const left =
    panel.x +
    62 +
    write(context, heading, { x: panel.x + 38, y: panel.y + panel.height / 2 + 6, weight: 'bold', sizePixels: 17, colour });
  const lines = wrap(context, mostUsefulAdvice(report), { lines: 2, widthPixels: panel.x + panel.width - 24 - left, ...style });
  const first = panel.y + panel.height / 2 + 6 - ((lines.length - 1) * 24) / 2;
  for (const [index, line] of lines.entries()) write(context, line, { x: left, y: first + index * 24, ...style });
}
