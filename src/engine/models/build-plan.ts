/** Build plan: what turns a downloaded checkpoint into what an engine loads, as parts that are written one by one. */
export interface BuildPlan {
  /** Of what is written; another one means that earlier parts are of no use. */
  readonly format: number;
  readonly parts: readonly BuildPart[];
  close(): Promise<void>;
}

export interface BuildPart {
  /** For people: "language model, int8". */
  readonly name: string;
  /** What it writes, by name in the folder. */
  readonly files: readonly string[];
  write(folder: string, progress: PartProgress): Promise<void>;
}

export interface PartProgress {
  readonly signal: AbortSignal;
  /** Bytes of this part that are written by now. */
  readonly onBytes: (bytes: number) => void;
}
