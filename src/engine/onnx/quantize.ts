/**
 * Block quantization as onnxruntime's MatMulNBits and GatherBlockQuantized read it: each row of a matrix in blocks, each block whole numbers
 * of a few bits and one scale; the zero stands in the middle of the numbers (docs/ContribOperators.md in microsoft/onnxruntime).
 */
export type Bits = 4 | 8;

export interface QuantizedRows {
  /** [rows, columns * bits / 8]; with 4 bits two numbers in a byte, the earlier one low. */
  readonly numbers: Uint8Array;
  /** [rows, columns / blockSize]. */
  readonly scales: Float32Array;
}

export interface QuantizeOptions {
  readonly rows: number;
  readonly columns: number;
  /** Divides `columns`. */
  readonly blockSize: number;
  readonly bits: Bits;
}

/** `matrix`: row-major. */
export function quantizeRows(matrix: Float32Array, options: QuantizeOptions): QuantizedRows {
  const { rows, columns, blockSize, bits } = options;
  if (matrix.length !== rows * columns || columns % blockSize !== 0)
    throw new RangeError(`quantizeRows: ${matrix.length} numbers for [${rows}, ${columns}] in blocks of ${blockSize}.`);
  const numbers = new Uint8Array((matrix.length * bits) / 8);
  const scales = new Float32Array(matrix.length / blockSize);
  const scaleOf = bits === 8 ? scaleByLargest : scaleBySearch;
  const middle = 2 ** (bits - 1);
  for (let block = 0; block < scales.length; block++) {
    const values = matrix.subarray(block * blockSize, (block + 1) * blockSize);
    const scale = Math.fround(scaleOf(values));
    scales[block] = scale;
    const inverse = scale === 0 ? 0 : 1 / scale;
    for (let i = 0; i < blockSize; i++) {
      const number = clamp(Math.round(values[i] * inverse), middle) + middle;
      const at = block * blockSize + i;
      if (bits === 8) numbers[at] = number;
      else numbers[at >> 1] |= at % 2 === 0 ? number : number << 4;
    }
  }
  return { numbers, scales };
}

/** What the numbers stand for again. */
export function dequantizeRows(
  { numbers, scales }: QuantizedRows,
  { bits, blockSize }: Pick<QuantizeOptions, 'bits' | 'blockSize'>,
): Float32Array {
  const middle = 2 ** (bits - 1);
  const values = new Float32Array((numbers.length * 8) / bits);
  for (let i = 0; i < values.length; i++) {
    const number = bits === 8 ? numbers[i] : (numbers[i >> 1] >> (i % 2 === 0 ? 0 : 4)) & 15;
    values[i] = (number - middle) * scales[Math.floor(i / blockSize)];
  }
  return values;
}

function clamp(number: number, middle: number): number {
  return Math.min(middle - 1, Math.max(-middle, number));
}

/** With 8 bits rounding costs little, and nothing is cut. */
function scaleByLargest(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest / 127;
}

const CANDIDATES = 12;

/**
 * With 4 bits the scale of least squared error, which is rarely that of the largest value: for a few divisions of the largest value the numbers
 * are rounded, and the scale that fits these numbers best (least squares) is weighed by its error. The largest value may take either end of
 * -8..7, so the sign of the scale is free. After make_qx_quants of ggml (ggml-org/llama.cpp), without its weights.
 */
function scaleBySearch(values: Float32Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest === 0) return 0;
  let best = { scale: 0, gain: Number.NEGATIVE_INFINITY };
  for (let candidate = 0; candidate < CANDIDATES; candidate++) {
    const inverse = -(6.6 + (candidate * 2.6) / (CANDIDATES - 1)) / largest;
    let dot = 0;
    let square = 0;
    for (const value of values) {
      const number = clamp(Math.round(value * inverse), 8);
      dot += value * number;
      square += number * number;
    }
    // |v - s q|^2 is least for s = v.q / q.q, and then |v|^2 - (v.q)^2 / q.q.
    const gain = (dot * dot) / square;
    if (gain > best.gain) best = { scale: dot / square, gain };
  }
  return best.scale;
}
