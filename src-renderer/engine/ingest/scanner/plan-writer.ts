import type { WasmMemory } from './web-assembly.ts'
/** Writes words and texts one behind the other into the memory of the scanner. */
export interface PlanWriter {
  /** Address of the next byte, a multiple of 16. */
  readonly at: number
  /** Writes 32-bit words. @returns their address */
  words(...values: readonly number[]): number
  /** Writes a text in UTF-8, with room for loads beyond its end. @returns its address */
  text(text: string): number
  /** Room filled with zeros. @returns its address */
  room(bytes: number): number
  set(address: number, value: number): void
}

const encoder = new TextEncoder()

/** Makes a writer that begins at `start`, from where the memory is zero; it grows as needed. */
export function planWriter(memory: WasmMemory, start: number): PlanWriter {
  let position = start

  function take(bytes: number): number {
    const address = position
    position = (position + bytes + 15) & ~15
    const missing = position + 64 - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536))
    return address
  }

  return {
    get at() {
      return position
    },
    words(...values) {
      const address = take(values.length * 4)
      new Int32Array(memory.buffer, address, values.length).set(values.map((value) => value | 0))
      return address
    },
    text(text) {
      const bytes = encoder.encode(text)
      const address = take(bytes.length + 16)
      new Uint8Array(memory.buffer, address, bytes.length).set(bytes)
      return address
    },
    room: take,
    set(address, value) {
      new DataView(memory.buffer).setUint32(address, value, true)
    }
  }
}
