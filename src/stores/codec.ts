/** Codec: values as text, which every adapter keeps as it is. Keyv's own serializer turns bytes into Buffers and NaN into null. */
export interface Codec {
  encode(value: unknown): string;
  /** Throws a SyntaxError for what it did not write. */
  decode(text: unknown): unknown;
}

export const bytesCodec: Codec = {
  encode(value) {
    if (!(value instanceof Uint8Array)) throw new Error('A sealed store holds bytes only: seal the value first.');
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  },
  decode(text) {
    if (typeof text !== 'string') throw new SyntaxError('not text');
    const bytes = Buffer.from(text, 'base64');
    if (bytes.toString('base64') !== text) throw new SyntaxError('not base64');
    return new Uint8Array(bytes);
  },
};

export const jsonCodec: Codec = {
  encode(value) {
    const text = JSON.stringify(value);
    if (text === undefined) throw new Error('A store holds JSON: undefined and functions cannot be stored.');
    return text;
  },
  decode(text) {
    if (typeof text !== 'string') throw new SyntaxError('not text');
    return JSON.parse(text);
  },
};
