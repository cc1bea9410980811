import {
  type AttributeMessage,
  attributeTypes,
  type ElementType,
  elementTypes,
  type GraphMessage,
  type NodeMessage,
  type ValueMessage,
} from './proto.ts';

/**
 * Graph builder: an ONNX graph as plain calls, each of which takes values and gives a value that knows its name, type and shape. Shapes
 * are written down where a tensor is made and go into the file, so a reader sees them and onnxruntime checks them. A dimension that is
 * only known at run time has a name: "frames". Weights are named promises of data, read one by one when the model is written.
 */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** A tensor in a graph. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

export type TensorBytes = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array;

/** A tensor of the model file. `read` is called once, when the file is written. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly read: () => TensorBytes | Promise<TensorBytes>;
}

export type Attribute = number | readonly number[] | string | { readonly float: number } | Graph;
export type Attributes = Readonly<Record<string, Attribute>>;

export interface Made {
  readonly shape: Shape;
  /** Left out: that of the first input. */
  readonly type?: ElementType;
  /** Of the node and its output; left out: the operator's name and a number. */
  readonly name?: string;
}

/** Domain of operators that only onnxruntime has (docs/ContribOperators.md in microsoft/onnxruntime). */
export const CONTRIB = 'com.microsoft';
const contribOperators = new Set([
  'GatherBlockQuantized',
  'GroupQueryAttention',
  'MatMulNBits',
  'MultiHeadAttention',
  'SkipSimplifiedLayerNormalization',
]);

/** Optional input that is left out. */
export const NONE: Value = { name: '', type: 'float32', shape: [] };

export class Graph {
  readonly name: string;
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  /** Shared with the bodies of Loop and If, which may use the weights of the graph around them. */
  readonly initializers: Map<string, Initializer>;
  private readonly nodes: NodeMessage[] = [];
  private readonly values = new Map<string, Value>();
  private readonly names: Set<string>;
  private readonly prefixes: string[] = [];

  constructor(name: string, around?: Graph) {
    this.name = name;
    this.initializers = around?.initializers ?? new Map();
    this.names = around?.names ?? new Set();
  }

  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.claim(name, type, shape);
    this.inputs.push(value);
    return value;
  }

  /** Names `value` as an output of the graph; the outside sees `name`. */
  output(name: string, value: Value): void {
    const output = this.claim(name, value.type, value.shape);
    this.nodes.push({
      name: `output/${name}`,
      opType: 'Identity',
      domain: '',
      input: [value.name],
      output: [name],
      attribute: [],
    });
    this.outputs.push(output);
  }

  /** A weight; the same name twice is the same weight. */
  weight(initializer: Initializer): Value {
    const { name, type, shape } = initializer;
    const known = this.initializers.get(name);
    if (known && (known.type !== type || String(known.shape) !== String(shape)))
      throw new RangeError(`Graph "${this.name}": the weight "${name}" is ${show(known)} and ${show(initializer)}.`);
    if (!known) this.initializers.set(name, initializer);
    return { name, type, shape };
  }

  /** A small constant, kept in the graph itself. */
  constant(
    type: 'float32' | 'int32' | 'int64' | 'bool',
    values: readonly number[],
    shape: readonly number[] = [values.length],
  ): Value {
    const array = {
      float32: () => Float32Array.from(values),
      int32: () => Int32Array.from(values),
      int64: () => BigInt64Array.from(values, BigInt),
      bool: () => Uint8Array.from(values),
    }[type];
    return this.weight({ name: `constant/${type}/${shape.join('x')}/${values.join(',')}`, type, shape, read: array });
  }

  scalar(type: 'float32' | 'int32' | 'int64' | 'bool', value: number): Value {
    return this.constant(type, [value], []);
  }

  /** Adds a node with one output. */
  op(operator: string, inputs: readonly Value[], attributes: Attributes, made: Made): Value {
    return this.multi(operator, inputs, attributes, [made])[0];
  }

  /** Adds a node with several outputs; those that nobody needs may be left out at the end. */
  multi(operator: string, inputs: readonly Value[], attributes: Attributes, made: readonly Made[]): Value[] {
    const base = this.unique(made[0].name ?? operator);
    const outputs = made.map(({ shape, type = inputs[0].type, name }, index) =>
      this.claim(index === 0 ? base : this.unique(name ?? `${base}:${index}`), type, shape),
    );
    this.nodes.push({
      name: base,
      opType: operator,
      domain: contribOperators.has(operator) ? CONTRIB : '',
      input: inputs.map(({ name }) => name),
      output: outputs.map(({ name }) => name),
      attribute: Object.entries(attributes).map(([name, value]) => attributeMessage(name, value)),
    });
    return outputs;
  }

  /** Everything that `build` adds has names below `prefix`: "layers.3/attention/query". */
  within<T>(prefix: string, build: () => T): T {
    this.prefixes.push(prefix);
    try {
      return build();
    } finally {
      this.prefixes.pop();
    }
  }

  /** `written`: the initializers as they stand in the file; a body has none of its own. */
  toMessage(written: GraphMessage['initializer'] = []): GraphMessage {
    const shown = new Set([...this.inputs, ...this.outputs].map(({ name }) => name));
    return {
      name: this.name,
      node: this.nodes,
      initializer: written,
      input: this.inputs.map(valueMessage),
      output: this.outputs.map(valueMessage),
      valueInfo: [...this.values.values()].filter(({ name }) => !shown.has(name)).map(valueMessage),
    };
  }

  private unique(name: string): string {
    const path = [...this.prefixes, name].join('/');
    if (!this.names.has(path)) return path;
    for (let number = 2; ; number++) if (!this.names.has(`${path}.${number}`)) return `${path}.${number}`;
  }

  private claim(name: string, type: ElementType, shape: Shape): Value {
    if (this.names.has(name)) throw new RangeError(`Graph "${this.name}": there are two tensors "${name}".`);
    this.names.add(name);
    const value = { name, type, shape };
    this.values.set(name, value);
    return value;
  }
}

export function show({ type, shape }: { readonly type: ElementType; readonly shape: Shape }): string {
  return `${type} [${shape.join(', ')}]`;
}

/** Whole numbers are ints, as nearly all attributes of ONNX are; a float is written { float: 1 }. */
function attributeMessage(name: string, value: Attribute): AttributeMessage {
  if (value instanceof Graph) return { name, type: attributeTypes.graph, g: value.toMessage() };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: Buffer.from(value, 'utf8') };
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: [...value] };
}

function valueMessage({ name, type, shape }: Value): ValueMessage {
  const dim = shape.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}
