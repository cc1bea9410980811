/** Everything that a person can get wrong with files, texts and outputs: a message that names it, exit code 2, nothing left behind. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { consonant, filesIn, sampleMessage, sharedFolder } from './consonant.ts';

const source = sharedFolder();

/** A folder with one of each kind of trouble in it. */
before(async () => {
  const at = (name: string) => join(source, name);
  await cp(sampleMessage, at('good.ogg'));
  const { exitCode, stderr } = await consonant(['clone', '--engine', 'tone', '--reference', 'good.ogg', '--out', 'tone.voice'], {
    folder: source,
  });
  assert.equal(exitCode, 0, stderr);
  const voice = await readFile(at('tone.voice'));
  await mkdir(at('folder.ogg'));
  await writeFile(at('empty.ogg'), '');
  await writeFile(at('words.ogg'), 'These are words, and no sound.\n'.repeat(50));
  await writeFile(at('cut.voice'), voice.subarray(0, voice.length - 9));
  await writeFile(
    at('changed.voice'),
    Buffer.concat([voice.subarray(0, -33), Buffer.of(voice.at(-33)! ^ 1), voice.subarray(-32)]),
  );
  await writeFile(at('empty.voice'), '');
  await writeFile(at('later.voice'), Buffer.concat([voice.subarray(0, 8), Buffer.of(99, 0), voice.subarray(10)]));
  await writeFile(at('huge.voice'), Buffer.alloc(3_000_001));
  await writeFile(at('empty.txt'), '');
  await writeFile(at('blank.txt'), ' \n\t\n');
  await writeFile(at('latin1.txt'), Buffer.from('na\xefve', 'latin1'));
  await writeFile(at('huge.txt'), 'a'.repeat(1_000_001));
  await symlink('good.ogg', at('link.ogg'));
  ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=duration=8:amplitude=0.3:seed=1', 'noise.wav');
  ffmpeg('-f', 'lavfi', '-i', 'anullsrc=duration=8', '-t', '8', 'silence.flac');
  ffmpeg('-i', 'good.ogg', '-t', '0.4', 'short.wav');
  ffmpeg('-i', 'good.ogg', '-t', '9.57', 'shorter.ogg');
  ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${melody}:duration=12`, 'music.ogg');
  const twoPeople = ['-filter_complex', '[0]asplit[a][b];[b]aecho=0.8:0.9:900:1,volume=0.7[c];[a][c]join=inputs=2'];
  ffmpeg('-i', 'good.ogg', '-t', '6', ...twoPeople, 'two.wav');
  ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', '60', '-c:a', 'libopus', '-b:a', '6k', 'minute.ogg');
  ffmpeg('-stream_loop', '179', '-i', 'minute.ogg', '-c', 'copy', 'hours.ogg');
  await writeFile(at('stump.ogg'), (await readFile(at('good.ogg'))).subarray(0, 3_000));
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    'testsrc=duration=5:size=64x48',
    '-i',
    'good.ogg',
    '-t',
    '5',
    '-c:v',
    'mpeg4',
    '-c:a',
    'aac',
    'video.mp4',
  );
});

/** A bass and a tune of plucked notes. */
const note = (frequencyHz: string) => `sin(2*PI*t*${frequencyHz})`;
const melody = `'0.3*${note('220*pow(2,floor(mod(t*2,8))/12)')}*exp(-3*mod(t*2,1))+0.2*${note('110')}'`;

function ffmpeg(...words: string[]): void {
  execFileSync(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-v', 'error', '-nostdin', ...words], { cwd: source, stdio: 'inherit' });
}

const clone = (...words: string[]) => ['clone', '--engine', 'tone', ...words];
const cloneFile = (file: string) => clone('--reference', file, '--out', 'new.voice');
const say = (...words: string[]) => ['say', '--voice', 'tone.voice', '--out', 'new.ogg', ...words];
const sayAs = (voice: string) => ['say', '--voice', voice, '--text', 'Hello.', '--out', 'new.ogg'];
const sayInto = (out: string) => ['say', '--voice', 'tone.voice', '--text', 'Hello.', '--out', out];

const table: readonly { what: string; words: readonly string[]; code: string; says: RegExp }[] = [
  { what: 'a recording that is not there', words: cloneFile('none.ogg'), code: 'file-missing', says: /"none\.ogg"/ },
  { what: 'a folder as recording', words: cloneFile('folder.ogg'), code: 'file-is-directory', says: /"folder\.ogg" is a folder/ },
  { what: 'an empty recording', words: cloneFile('empty.ogg'), code: 'file-empty', says: /"empty\.ogg" is empty/ },
  { what: 'a text named .ogg', words: cloneFile('words.ogg'), code: 'not-audio', says: /words\.ogg/ },
  {
    what: 'a text named .ogg, measured',
    words: ['quality', '--engine', 'tone', 'words.ogg'],
    code: 'not-audio',
    says: /words\.ogg/,
  },
  {
    what: 'one bad recording of two',
    words: clone('--reference', 'good.ogg', 'none.ogg', '--out', 'v'),
    code: 'file-missing',
    says: /none/,
  },
  { what: 'noise', words: cloneFile('noise.wav'), code: 'reference-refused', says: /"noise\.wav" cannot be used/ },
  { what: 'silence', words: cloneFile('silence.flac'), code: 'reference-refused', says: /"silence\.flac" cannot be used/ },
  { what: '0.4 s of speech', words: cloneFile('short.wav'), code: 'reference-refused', says: /"short\.wav" is only 0\.4 s long/ },
  { what: 'music', words: cloneFile('music.ogg'), code: 'reference-refused', says: /"music\.ogg" cannot be used/ },
  { what: 'hours of silence', words: cloneFile('hours.ogg'), code: 'audio-too-long', says: /10\d{3} s long; at most 120 s/ },
  { what: 'a stump of a recording', words: cloneFile('stump.ogg'), code: 'audio-truncated', says: /"stump\.ogg" was cut off/ },
  { what: 'a video', words: cloneFile('video.mp4'), code: 'video-not-accepted', says: /"video\.mp4" is a video/ },
  { what: 'a measured file that is not there', words: ['quality', 'none.ogg'], code: 'file-missing', says: /"none\.ogg"/ },
  {
    what: 'fewer transcripts than recordings',
    words: clone('--reference', 'good.ogg', 'link.ogg', '--transcript', 'Hello.', '--out', 'v'),
    code: 'transcript-count',
    says: /2 recordings and 1 transcripts/,
  },
  {
    what: 'both kinds of transcript',
    words: [...cloneFile('good.ogg'), '--transcript', 'Hello.', '--transcript-file', 'blank.txt'],
    code: 'transcript-twice',
    says: /--transcript and --transcript-file/,
  },
  {
    what: 'a blank transcript',
    words: [...cloneFile('good.ogg'), '--transcript', ' '],
    code: 'transcript-empty',
    says: /"good\.ogg"/,
  },
  {
    what: 'a blank transcript file',
    words: [...cloneFile('good.ogg'), '--transcript-file', 'blank.txt'],
    code: 'transcript-empty',
    says: /"good\.ogg"/,
  },
  { what: 'no language', words: [...cloneFile('good.ogg'), '--language', 'e_n'], code: 'language-invalid', says: /"e_n"/ },
  {
    what: 'a language not read',
    words: [...cloneFile('good.ogg'), '--language', 'tlh'],
    code: 'language-unknown',
    says: /"tlh"/,
  },
  {
    what: 'an unknown engine',
    words: ['clone', '--engine', 'x', '--reference', 'good.ogg', '--out', 'v'],
    code: 'engine-unknown',
    says: /"x"/,
  },
  { what: 'no text', words: say(), code: 'text-missing', says: /--text/ },
  { what: 'an empty text', words: say('--text', ''), code: 'text-empty', says: /text is empty/ },
  { what: 'a blank text', words: say('--text', ' \n '), code: 'text-empty', says: /text is empty/ },
  { what: 'only emoji', words: say('--text', '🎉🎉 👩‍👩‍👧'), code: 'text-unspeakable', says: /emoji/ },
  {
    what: '100 000 characters',
    words: say('--text', 'word '.repeat(20_000)),
    code: 'text-too-long',
    says: /100000 characters; at most 5000/,
  },
  { what: 'both kinds of text', words: say('--text', 'a', '--text-file', 'blank.txt'), code: 'text-twice', says: /--text-file/ },
  { what: 'an empty text file', words: say('--text-file', 'empty.txt'), code: 'file-empty', says: /"empty\.txt"/ },
  { what: 'a blank text file', words: say('--text-file', 'blank.txt'), code: 'text-empty', says: /text is empty/ },
  { what: 'a text file that is not there', words: say('--text-file', 'none.txt'), code: 'file-missing', says: /"none\.txt"/ },
  { what: 'a text file not in UTF-8', words: say('--text-file', 'latin1.txt'), code: 'text-not-utf8', says: /"latin1\.txt"/ },
  { what: 'sound as text', words: say('--text-file', 'good.ogg'), code: 'text-not-utf8', says: /"good\.ogg"/ },
  {
    what: 'a huge text file',
    words: say('--text-file', 'huge.txt'),
    code: 'file-too-large',
    says: /"huge\.txt" has 1000001 bytes/,
  },
  { what: 'too slow', words: say('--text', 'a', '--rate', '0.1'), code: 'rate-out-of-range', says: /0\.1.*0\.5 to 2/ },
  { what: 'half a seed', words: say('--text', 'a', '--seed', '1.5'), code: 'seed-invalid', says: /1\.5/ },
  { what: 'a voice that is not there', words: sayAs('none.voice'), code: 'file-missing', says: /"none\.voice"/ },
  { what: 'an empty voice', words: sayAs('empty.voice'), code: 'file-empty', says: /"empty\.voice"/ },
  { what: 'sound as voice', words: sayAs('good.ogg'), code: 'voice-not-a-print', says: /"good\.ogg" is not a voice/ },
  { what: 'a voice that is cut off', words: sayAs('cut.voice'), code: 'voice-truncated', says: /"cut\.voice" is cut off/ },
  { what: 'a voice that was changed', words: sayAs('changed.voice'), code: 'voice-corrupt', says: /"changed\.voice" is damaged/ },
  {
    what: 'a voice of a later version',
    words: sayAs('later.voice'),
    code: 'voice-container-version',
    says: /"later\.voice".* 99/,
  },
  { what: 'a huge voice', words: sayAs('huge.voice'), code: 'file-too-large', says: /"huge\.voice"/ },
  {
    what: 'an output of another kind',
    words: sayInto('new.mp3'),
    code: 'output-extension',
    says: /"\.mp3"; it must end in \.ogg or \.wav/,
  },
  { what: 'an output without ending', words: sayInto('new'), code: 'output-extension', says: /has no ending/ },
  {
    what: 'an output in no folder',
    words: sayInto('none/new.ogg'),
    code: 'output-unwritable',
    says: /"none\/new\.ogg".*folder does not exist/,
  },
  { what: 'an output under a file', words: sayInto('good.ogg/new.ogg'), code: 'output-unwritable', says: /not a folder/ },
  { what: 'a folder as output', words: sayInto('folder.ogg'), code: 'output-is-folder', says: /"folder\.ogg"/ },
  {
    what: 'a voice written over its recording',
    words: clone('--reference', 'good.ogg', '--out', 'link.ogg'),
    code: 'output-is-input',
    says: /"good\.ogg"/,
  },
  {
    what: 'a picture of another kind',
    words: ['quality', 'good.ogg', '--picture', 'card.jpg'],
    code: 'output-extension',
    says: /"\.jpg"; it must end in \.png/,
  },
];

for (const { what, words, code, says } of table) {
  test(`refused: ${what}`, async () => {
    const before = await filesIn(source);
    const { exitCode, stdout, stderr } = await consonant([...words, '--json'], { folder: source });
    assert.equal(exitCode, 2, stderr);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    assert.equal(error.code, code, error.message);
    assert.match(error.message, says);
    assert.ok(stderr.endsWith(`consonant: ${error.message}\n`), stderr);
    assert.deepEqual(await filesIn(source), before);
  });
}

test('of two people in two channels the first is used, and that is said', async () => {
  const { exitCode, stdout, stderr } = await consonant(['quality', '--engine', 'tone', 'two.wav'], { folder: source });
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /two channels of "two\.wav" hold different voices; only the first was used/);
});

test('refused: a transcript of other words than are spoken', async () => {
  const before = await filesIn(source);
  const words = 'The committee postponed its decision until the spring, because nobody had read the long report on Monday.';
  const clone = ['clone', '--reference', 'shorter.ogg', '--transcript', words, '--out', 'new.voice'];
  const { exitCode, stderr } = await consonant(clone, { folder: source });
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /transcript does not fit the recording: .*leave the transcript out/);
  assert.deepEqual(await filesIn(source), before);
});

test('refused: a voice of another engine', async () => {
  const { exitCode, stderr } = await consonant([...sayAs('tone.voice'), '--engine', 'mynah'], { folder: source });
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /made by the engine "tone", and "mynah" cannot read it/);
  assert.ok(!(await filesIn(source)).some(name => basename(name).startsWith('new')));
});

test('refused: ffmpeg is missing', async () => {
  const { FFMPEG_PATH: _, FFPROBE_PATH: __, ...environment } = process.env;
  const before = await filesIn(source);
  const { exitCode, stderr } = await consonant(cloneFile('good.ogg'), {
    folder: source,
    environment: { ...environment, PATH: source },
  });
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /ff(mpeg|probe) was not found in PATH.*install it with/);
  assert.deepEqual(await filesIn(source), before);
});
