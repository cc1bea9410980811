import { Graph } from './graph.ts';
import { modelBytes } from './model-file.ts';
import { openSession, type Session, tensor } from './session.ts';

/**
 * Trial: whether a provider computes, and computes right, and how fast: the product of two matrices. Software drivers of a GPU pass for one, and are
 * many times slower than the processor itself.
 */
const SIZE = 384;
const REPEATS = 4;

/** Milliseconds of one product. Rejects with onnxruntime's own error when the provider does not load or run. */
export async function timeProduct(provider: string): Promise<number> {
  const graph = new Graph('trial');
  const x = graph.input('x', 'float32', [SIZE, SIZE]);
  const w = graph.weight({
    name: 'w',
    type: 'float32',
    shape: [SIZE, SIZE],
    read: () => new Float32Array(SIZE * SIZE).fill(1 / SIZE),
  });
  graph.output('y', graph.op('MatMul', [x, w], {}, { shape: [SIZE, SIZE] }));
  const session = await openSession(await modelBytes(graph), { provider });
  try {
    return await timeRuns(session);
  } finally {
    await session.close();
  }
}

async function timeRuns(session: Session): Promise<number> {
  const x = await tensor('float32', new Float32Array(SIZE * SIZE).fill(2), [SIZE, SIZE]);
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const startMs = performance.now();
    const { y } = await session.run({ x });
    best = Math.min(best, performance.now() - startMs);
    if (!(y.data as Float32Array).every(value => Math.abs(value - 2) < 1e-2)) throw new Error('it computes wrongly');
  }
  return best;
}
