declare module '@echogarden/espeak-ng-emscripten' {
  /** Loads the WebAssembly module; the data file beside it is read from disk. */
  // biome-ignore lint/style/noDefaultExport: the package has a default export
  export default function load(): Promise<{ eSpeakNGWorker: new () => object }>;
}
