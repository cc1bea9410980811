import type { Value } from '../../../onnx/graph.ts';
import { type Kit, requireShape } from './kit.ts';
import { fold, requireParts } from './weight-norm.ts';

/**
 * Upsampling: a transposed convolution whose kernel is about twice its rate, as ordinary convolutions. Of the places that one frame becomes, each is made of its
 * own frame and of the one before, the one after, or both; places that are made of the same frames are the channels of one convolution, and in the end all places
 * are put in order (Shi et al. 2016, sub-pixel convolution). No product more than the transposed convolution has, and the fast kernels of the ordinary one.
 */
export interface Upsampling {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
  readonly kernel: number;
}

/** Places `first` up to `end`, made of the frames `before` (-1 or 0) to `after` (0 or 1) around their own. */
interface Group {
  readonly first: number;
  end: number;
  readonly before: number;
  readonly after: number;
}

/** [1, from, 1, T + 2], of which the outer two only lend a hand -> [1, to, 1, rate * T], whose length is called `length`. */
export function upsample(
  kit: Kit,
  x: Value,
  name: string,
  { length, ...sizes }: Upsampling & { readonly length: string },
): Value {
  const { graph } = kit;
  const { from, to, rate, kernel } = sizes;
  requireParts(kit.weights, name, { shape: [from, to, kernel], along: 0 });
  requireShape(kit.weights, `${name}.bias`, [to]);
  const frames = `${length}, by frame`;
  const parts = groupsOf(sizes).map(group => {
    const taps = group.after - group.before + 1;
    const places = group.end - group.first;
    // Without the outer frames that this group does not look at.
    const bounds = [1 + group.before, group.after === 1 ? Number.MAX_SAFE_INTEGER : -1, 3].map(value =>
      graph.constant('int64', [value]),
    );
    const seen = taps === 3 ? x : graph.op('Slice', [x, ...bounds], {}, { shape: [1, from, 1, `${frames}, with ${taps}`] });
    const part = `${name}.places ${group.first}`;
    const weight = kit.made(`${part}.weight`, [places * to, from, 1, taps], () => weightOf(kit, name, group, sizes));
    const bias = kit.made(`${part}.bias`, [places * to], async () => {
      const own = await kit.weights.read(`${name}.bias`);
      return Float32Array.from({ length: places * to }, (_, i) => own[i % to]);
    });
    return graph.op(
      'Conv',
      [seen, weight, bias],
      { kernel_shape: [1, taps] },
      { shape: [1, places * to, 1, frames], name: part },
    );
  });
  const all = graph.op('Concat', parts, { axis: 1 }, { shape: [1, rate * to, 1, frames] });
  const apart = graph.op('Reshape', [all, graph.constant('int64', [rate, to, -1])], {}, { shape: [rate, to, frames] });
  const turned = graph.op('Transpose', [apart], { perm: [1, 2, 0] }, { shape: [to, frames, rate] });
  return graph.op('Reshape', [turned, graph.constant('int64', [1, to, 1, -1])], {}, { shape: [1, to, 1, length], name });
}

/** Padding of the transposed convolution, on both sides. */
function paddingOf({ rate, kernel }: Upsampling): number {
  return Math.floor((kernel - rate) / 2);
}

function groupsOf(sizes: Upsampling): Group[] {
  const { rate, kernel } = sizes;
  const padding = paddingOf(sizes);
  const groups: Group[] = [];
  for (let place = 0; place < rate; place++) {
    const before = place + padding + rate < kernel ? -1 : 0;
    const after = place + padding - rate >= 0 ? 1 : 0;
    const last = groups.at(-1);
    if (last && last.before === before && last.after === after) last.end = place + 1;
    else groups.push({ first: place, end: place + 1, before, after });
  }
  return groups;
}

/** [places * to, from, 1, taps]. */
async function weightOf(kit: Kit, name: string, { first, end, before, after }: Group, sizes: Upsampling): Promise<Float32Array> {
  const { from, to, rate, kernel } = sizes;
  const transposed = await fold(kit.weights, name, { shape: [from, to, kernel], along: 0 });
  const taps = after - before + 1;
  const weight = new Float32Array((end - first) * to * from * taps);
  for (let place = first; place < end; place++) {
    for (let tap = 0; tap < taps; tap++) {
      const at = place + paddingOf(sizes) - (before + tap) * rate;
      for (let output = 0; output < to; output++)
        for (let input = 0; input < from; input++)
          weight[(((place - first) * to + output) * from + input) * taps + tap] = transposed[(input * to + output) * kernel + at];
    }
  }
  return weight;
}
