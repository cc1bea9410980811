import type { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * Session: a model that is loaded and ready to run; the only place that knows onnxruntime-node. A run blocks the thread until it is
 * done (the package computes synchronously), so whoever runs keeps runs short and looks at its messages in between.
 */
export type { Tensor };
export type Tensors = Readonly<Record<string, Tensor>>;

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** All outputs, or those named. */
  run(feeds: Tensors, outputs?: readonly string[]): Promise<Tensors>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Execution provider as onnxruntime calls it: "cpu", "webgpu". Left out: "cpu". */
  readonly provider?: string;
  /** Left out: onnxruntime's choice, one for each core. */
  readonly threads?: number;
  /** Outputs that stay in the memory of the GPU, to be fed to the next run. */
  readonly keptOnDevice?: readonly string[];
  /** Where to write what each node took, as JSON for chrome://tracing; the name is continued with a date. */
  readonly profilePath?: string;
  /** 0 verbose to 4 fatal; left out: errors. */
  readonly logLevel?: 0 | 1 | 2 | 3 | 4;
}

type Runtime = typeof import('onnxruntime-node');

/** Loaded on first use: it is 45 MB. */
let loading: Promise<Runtime> | undefined;

function runtime(): Promise<Runtime> {
  // From 1.29 on it reports its use to its makers unless this is set before it loads. The engine's host sets it as well.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  loading ??= import('onnxruntime-node');
  return loading;
}

/** `model`: path of an .onnx file, or its bytes. Rejects with onnxruntime's own error when the provider or the model does not load. */
export async function openSession(model: string | Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const { InferenceSession } = await runtime();
  const { provider = 'cpu', threads, keptOnDevice = [], profilePath, logLevel = 3 } = options;
  const settings: InferenceSession.SessionOptions = {
    // Graphs are ours, and Dawn's checks of every step take a part of its time.
    executionProviders: [provider === 'webgpu' ? { name: provider, validationMode: 'disabled' } : provider],
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: logLevel,
    // Lengths differ from run to run, and a plan of memory made for one length is of no use for the next.
    enableMemPattern: false,
    // WebGPU has the whole gated product as one node, which is found only where this fusion has not been at work before.
    ...(provider === 'webgpu' && { extra: { optimization: { disable_specified_optimizers: 'QuickGeluFusion' } } }),
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(profilePath !== undefined && { enableProfiling: true, profileFilePrefix: profilePath }),
    ...(keptOnDevice.length > 0 && {
      preferredOutputLocation: Object.fromEntries(keptOnDevice.map(name => [name, 'gpu-buffer' as const])),
    }),
  };
  // Overloads of its types, not of the function itself.
  const session = await InferenceSession.create(model as string, settings);
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run: (feeds, outputs) => (outputs ? session.run(feeds, outputs) : session.run(feeds)),
    async close() {
      if (profilePath !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

type DataOf = { float32: Float32Array; int64: BigInt64Array; int32: Int32Array; bool: Uint8Array };

/** A tensor over `data`, which is not copied. */
export async function tensor<Type extends keyof DataOf>(
  type: Type,
  data: DataOf[Type],
  shape: readonly number[] = [data.length],
): Promise<Tensor> {
  const { Tensor } = await runtime();
  return new Tensor(type, data as never, shape) as Tensor;
}

/** Gives back what lies in the memory of a device; on the processor there is nothing to do. */
export function release(tensors: Tensors): void {
  for (const each of Object.values(tensors)) if (each.location === 'gpu-buffer') each.dispose();
}
