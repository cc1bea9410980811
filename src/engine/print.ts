import { createHash } from 'node:crypto';
import { Refusal } from '../errors.ts';
import type { VoicePrint } from './engine.ts';

/**
 * A voice print as one self-contained file, little-endian:
 * magic (8 bytes), container version u16, format u32, engine (u8 length, UTF-8), language (u8 length, UTF-8),
 * data (u32 length, bytes), SHA-256 of everything before (32 bytes).
 */
const magic = Buffer.from('CONSVOIC', 'latin1');
const containerVersion = 1;
const checksumBytes = 32;

export const maximumPrintBytes = 3_000_000;

/** Refuses ('voice-too-large') what would not fit into {@link maximumPrintBytes}. */
export function writePrint(print: VoicePrint): Uint8Array {
  const numbers = Buffer.alloc(6);
  numbers.writeUInt16LE(containerVersion, 0);
  numbers.writeUInt32LE(print.format, 2);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(print.data.length);
  const body = Buffer.concat([magic, numbers, shortText(print.engine), shortText(print.language), length, print.data]);
  requireSize(body.length + checksumBytes, `The voice from the engine "${print.engine}"`);
  // A plain array: slices of a Buffer share its memory, which nobody expects of a file's bytes.
  return new Uint8Array(Buffer.concat([body, sha256(body)]));
}

/** Refuses what is not an intact voice print; `name` is what to call the file in messages. */
export function readPrint(bytes: Uint8Array, name: string): VoicePrint {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  requireSize(file.length, name);
  const start = file.subarray(0, magic.length);
  if (!start.equals(magic.subarray(0, start.length))) {
    throw new Refusal(
      'voice-not-a-print',
      `${name} is not a voice: it does not begin with "${magic.toString('latin1')}". Give a file that "consonant clone" wrote.`,
    );
  }
  const reader = createReader(file, name);
  reader.bytes(magic.length);
  const version = reader.bytes(2).readUInt16LE();
  if (version !== containerVersion) {
    throw new Refusal(
      'voice-container-version',
      `${name} has the voice file version ${version}; this program reads version ${containerVersion}. ` +
        'Update the program, or clone the voice again from its recordings.',
    );
  }
  const format = reader.bytes(4).readUInt32LE();
  const engine = reader.bytes(reader.bytes(1)[0]).toString('utf8');
  const language = reader.bytes(reader.bytes(1)[0]).toString('utf8');
  // A copy: the print must not keep the file alive, nor share its memory.
  const data = new Uint8Array(reader.bytes(reader.bytes(4).readUInt32LE()));
  const body = file.subarray(0, reader.position());
  if (!reader.bytes(checksumBytes).equals(sha256(body)) || reader.position() !== file.length) {
    throw new Refusal('voice-corrupt', `${name} is damaged: its checksum does not fit its content. ${again}`);
  }
  return { engine, format, language, data };
}

/** What tells one intact file from another: the checksum at its end, hex. */
export function printVersion(file: Uint8Array): string {
  return Buffer.from(file.subarray(-checksumBytes)).toString('hex');
}

/** What a backend asks of a print before it reads the data. Returns the print. */
export function requirePrint(
  print: VoicePrint,
  allowed: { readonly engine: string; readonly formats: readonly number[]; readonly minimumBytes?: number },
): VoicePrint {
  if (print.engine !== allowed.engine) {
    throw new Refusal(
      'voice-other-engine',
      `This voice was made by the engine "${print.engine}", and "${allowed.engine}" cannot read it. ` +
        `Speak with "${print.engine}", or clone the voice again with "${allowed.engine}".`,
    );
  }
  if (!allowed.formats.includes(print.format)) {
    throw new Refusal(
      'voice-format',
      `This voice has format ${print.format} of the engine "${print.engine}"; it reads ${allowed.formats.join(', ')}. ` +
        'Clone the voice again from its recordings.',
    );
  }
  const minimumBytes = allowed.minimumBytes ?? 1;
  if (print.data.length < minimumBytes) {
    throw new Refusal(
      'voice-corrupt',
      `This voice holds ${print.data.length} bytes of data; the engine "${print.engine}" needs at least ${minimumBytes}. ${again}`,
    );
  }
  return print;
}

const again = 'Copy the file again, or clone the voice again from its recordings.';

function createReader(file: Buffer, name: string) {
  let position = 0;
  return {
    bytes(count: number): Buffer {
      if (position + count > file.length) {
        throw new Refusal(
          'voice-truncated',
          `${name} is cut off: it has ${file.length} bytes, at least ${position + count} expected. ${again}`,
        );
      }
      position += count;
      return file.subarray(position - count, position);
    },
    position: () => position,
  };
}

function requireSize(bytes: number, name: string): void {
  if (bytes > maximumPrintBytes) {
    throw new Refusal(
      'voice-too-large',
      `${name} takes ${bytes} bytes; a voice may take ${maximumPrintBytes}. Clone the voice again with fewer or shorter recordings.`,
    );
  }
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 255) throw new RangeError(`writePrint: a text of ${bytes.length} bytes, at most 255 allowed.`);
  return Buffer.concat([Buffer.of(bytes.length), bytes]);
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
