/**
 * The part of the WebAssembly interface that the scanner uses. Declared here, because the environments that run the engine
 * (workers, Node) do not agree on a type library that has it.
 */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** @param pages of 64 KiB each */
  grow(pages: number): number
}

interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

/** The engine's WebAssembly, undefined where there is none. */
// See above: no type library that all of them share declares it.
export const webAssembly = (globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly
