import { bytesOfBase64 } from '../../base/ndjson/base64.ts'
import { kernelBytes } from './kernel-bytes.ts'
import { webAssembly, type WasmMemory } from './web-assembly.ts'

/** What the kernel asks its host for; texts are given by address and length in its memory. */
export interface KernelHost {
  /** Value of a JSON number. */
  parseNumber(address: number, length: number): number
  /** Key of a reference that is not `Type/id`; -2 when the text does not tell the type. */
  parseReference(address: number, length: number): number
  /** Key of a reference whose text does not tell the type, among the wanted types, which count as one. */
  untypedReference(address: number, length: number, types: number): number
}

/** The functions of the WebAssembly module; see `lines.ts` of the kernel. */
export interface Kernel {
  readonly memory: WasmMemory
  /** First byte that the module does not use itself. */
  base(): number
  setUp(layout: number): void
  reset(): void
  scan(from: number, end: number, line: number, offset: number, limit: number): number
  lineCount(): number
  rowCount(): number
  byteCount(): number
  voteCount(): number
  part(what: number): number
  /** Address of one field of all records of a list, side by side; the memory may grow, so views of it are to be rebuilt. */
  gather(list: number, size: number, field: number, width: 1 | 4 | 8 | 16): number
  addKey(form: number, type: number, address: number, length: number): number
}

let compiled: object | undefined

/** Instantiates the kernel; undefined where WebAssembly or its vector instructions are missing. */
export function createKernel(host: KernelHost): Kernel | undefined {
  if (webAssembly === undefined) return undefined
  if (compiled === undefined) {
    const bytes = bytesOfBase64(kernelBytes)
    if (!webAssembly.validate(bytes)) return undefined
    compiled = new webAssembly.Module(bytes)
  }
  return new webAssembly.Instance(compiled, { host }).exports as Kernel
}
