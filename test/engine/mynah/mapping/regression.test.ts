import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMap, fitRidge } from '../../../../src/engine/backends/mynah/mapping/regression.ts';

const column = (...values: number[]) => ({ data: Float32Array.from(values), count: values.length, width: 1 });
const all = (count: number) => Array.from({ length: count }, (_, index) => index);

test('without penalty, a line is found exactly', () => {
  const inputs = column(0, 1, 2, 3);
  const outputs = column(5, 7, 9, 11);
  const map = fitRidge({ inputs, outputs, source: all(4), target: all(4) }, 0);
  assert.ok(Math.abs(map.weights[0]! - 2) < 1e-4 && Math.abs(map.weights[1]! - 5) < 1e-4);
  assert.deepEqual([...applyMap(map, column(10)).data].map(Math.round), [25]);
});

test('one input: slope = covariance / (variance + penalty / count * variance), through the means', () => {
  const x = [1, 4, 2, 8, 5];
  const y = [3, -1, 4, 1, 5];
  const penalty = 3;
  const map = fitRidge({ inputs: column(...x), outputs: column(...y), source: all(5), target: all(5) }, penalty);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = mean(x.map((value, index) => (value - mean(x)) * (y[index]! - mean(y))));
  const variance = mean(x.map(value => (value - mean(x)) ** 2));
  const slope = covariance / (variance * (1 + penalty / 5));
  assert.ok(Math.abs(map.weights[0]! - slope) < 1e-4);
  assert.ok(Math.abs(map.weights[1]! - (mean(y) - slope * mean(x))) < 1e-4, 'the bias is not penalised');
});

test('a pair of weight 0 counts for nothing, one of weight 2 twice', () => {
  const inputs = column(0, 1, 2, 50);
  const outputs = column(0, 1, 4, -50);
  const weighted = fitRidge({ inputs, outputs, source: all(4), target: all(4), weights: [1, 1, 2, 0] }, 1);
  const repeated = fitRidge({ inputs, outputs, source: [0, 1, 2, 2], target: [0, 1, 2, 2] }, 1);
  weighted.weights.forEach((value, index) => {
    assert.ok(Math.abs(value - repeated.weights[index]!) < 1e-5);
  });
});
