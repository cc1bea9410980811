import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Graph } from '../../../src/engine/onnx/graph.ts';
import { modelBytes, writeModels } from '../../../src/engine/onnx/model-file.ts';
import { decodeModel } from '../../../src/engine/onnx/proto.ts';
import { candidates, withFirstWorking } from '../../../src/engine/onnx/providers.ts';
import { openSession, tensor } from '../../../src/engine/onnx/session.ts';
import { Refusal } from '../../../src/errors.ts';
import { refusal } from '../support.ts';

function scaled(name: string, factor: number, size = 4): Graph {
  const graph = new Graph(name);
  const x = graph.input('x', 'float32', ['rows', size]);
  const w = graph.weight({ name: 'factor', type: 'float32', shape: [size], read: () => new Float32Array(size).fill(factor) });
  graph.output('y', graph.op('Mul', [x, w], {}, { shape: ['rows', size], name: 'product' }));
  return graph;
}

test('a graph runs, and its file names every tensor with its shape', async () => {
  const bytes = await modelBytes(scaled('double', 2));
  const { graph, opsetImport } = decodeModel(bytes);
  assert.deepEqual(
    opsetImport.map(({ domain }) => domain),
    ['', 'com.microsoft'],
  );
  const [product] = graph.valueInfo.filter(({ name }) => name === 'product');
  assert.deepEqual(JSON.parse(JSON.stringify(product.type.tensorType.shape.dim)), [
    { dimValue: 0, dimParam: 'rows' },
    { dimValue: 4, dimParam: '' },
  ]);
  const session = await openSession(bytes);
  assert.equal(process.env.ORT_DISABLE_TELEMETRY, '1');
  const { y } = await session.run({ x: await tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 4]) });
  assert.deepEqual(y.data, Float32Array.of(2, 4, 6, 8));
  await session.close();
});

test('large tensors lie in a file beside the models, shared between them', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-graph-'));
  context.after(() => rm(folder, { recursive: true }));
  const size = 1000;
  const models = [
    { graph: scaled('one', 3, size), file: 'one.onnx' },
    { graph: scaled('two', 3, size), file: 'two.onnx' },
  ];
  await writeModels(models, { folder, dataFile: 'weights.data' });
  assert.equal((await stat(join(folder, 'weights.data'))).size, 4 * size);
  assert.ok((await readFile(join(folder, 'one.onnx'))).length < 1000);
  for (const { file } of models) {
    const session = await openSession(join(folder, file));
    const { y } = await session.run({ x: await tensor('float32', new Float32Array(size).fill(2), [1, size]) });
    assert.ok((y.data as Float32Array).every(value => value === 6));
    await session.close();
  }
});

test('the body of a Loop uses the weights around it', async () => {
  const graph = new Graph('powers');
  const start = graph.input('start', 'float32', [1]);
  const factor = graph.weight({ name: 'factor', type: 'float32', shape: [1], read: () => Float32Array.of(3) });
  const body = new Graph('step', graph);
  body.input('number', 'int64', []);
  const goesOn = body.input('goes on', 'bool', []);
  const x = body.input('inner', 'float32', [1]);
  body.output('goes on after', goesOn);
  body.output('after', body.op('Mul', [x, factor], {}, { shape: [1] }));
  const trips = graph.scalar('int64', 4);
  graph.output('end', graph.op('Loop', [trips, graph.scalar('bool', 1), start], { body }, { shape: [1], type: 'float32' }));
  const session = await openSession(await modelBytes(graph));
  const { end } = await session.run({ start: await tensor('float32', Float32Array.of(2)) });
  assert.deepEqual(end.data, Float32Array.of(2 * 3 ** 4));
  await session.close();
});

test('two tensors of one name, two weights of one name, data of another size: errors that say so', async () => {
  const graph = new Graph('wrong');
  graph.input('x', 'float32', [1]);
  assert.throws(() => graph.input('x', 'float32', [1]), /two tensors "x"/);
  graph.weight({ name: 'w', type: 'float32', shape: [2], read: () => new Float32Array(3) });
  assert.throws(
    () => graph.weight({ name: 'w', type: 'float32', shape: [3], read: () => new Float32Array(3) }),
    /"w" is float32 \[2\] and float32 \[3\]/,
  );
  await assert.rejects(modelBytes(graph), /"w" is float32 \[2\], 8 bytes, and has 12/);
});

describe('providers', () => {
  const driver = process.env.VK_DRIVER_FILES;
  before(() => {
    // A driver that is not there, so that WebGPU fails on every Linux machine.
    process.env.VK_DRIVER_FILES = '/nonexistent/icd.json';
  });
  after(() => {
    if (driver === undefined) delete process.env.VK_DRIVER_FILES;
    else process.env.VK_DRIVER_FILES = driver;
  });
  const skip = process.platform === 'linux' ? false : 'only Linux finds its GPU through a driver file';

  test('one that does not work gives way to the next, and the reason is told', { skip }, async () => {
    const notes: string[] = [];
    const used = await withFirstWorking({ provider: 'auto', onNote: note => notes.push(note) }, async (openModel, { name }) => {
      assert.equal(typeof openModel, 'function');
      return name;
    });
    assert.equal(used, 'cpu');
    assert.ok(
      notes.some(note => note.startsWith('WebGPU is not used: ')),
      notes.join('; '),
    );
  });

  test('one that fails at its first run gives way as well', async () => {
    const notes: string[] = [];
    const [cpu] = candidates('cpu');
    const rows = [
      { ...cpu, label: 'The first' },
      { ...cpu, label: 'The second' },
    ];
    const choice = { provider: 'auto', onNote: (note: string) => notes.push(note) };
    const breaksOnTheFirst = async (_open: unknown, { label }: { label: string }) => {
      if (label === 'The first') throw new Error('out of memory\nand more');
      return label;
    };
    assert.equal(await withFirstWorking(choice, breaksOnTheFirst, rows), 'The second');
    assert.deepEqual(notes, ['The first is not used: out of memory']);
    await assert.rejects(withFirstWorking(choice, breaksOnTheFirst, rows.slice(0, 1)), refusal('provider-failed'));
  });

  test('one that was asked for and does not work is refused', { skip }, async () => {
    await assert.rejects(
      withFirstWorking({ provider: 'webgpu' }, async () => assert.fail('used')),
      refusal('provider-failed'),
    );
  });

  test('what is refused is not tried again with another one', async () => {
    let uses = 0;
    const work = withFirstWorking({ provider: 'auto' }, async () => {
      uses++;
      throw new Refusal('model-not-built', 'It is not there.');
    });
    await assert.rejects(work, refusal('model-not-built'));
    assert.equal(uses, 1);
  });

  test('an unknown one is refused', () => {
    assert.throws(() => candidates('abacus'), refusal('provider-unknown'));
  });
});
