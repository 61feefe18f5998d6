import { detachBuffer, movedInto } from '#shared/detach-buffer.ts'

/** Finds nodes that are written already by their words, so that equal ones are written once. */
export class NodeTable {
  #slots = new Int32Array(1024)
  #size = 0
  #hashes = new Int32Array(512)
  /** Where each entry's words begin. */
  #starts = new Int32Array(512)
  #lengths = new Int32Array(512)

  /** Entry of a node with these words; -1 when there is none. */
  find(words: Int32Array, parts: Int32Array, length: number): number {
    const hash = hashOf(parts, length)
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1
      if (this.#hashes[entry] === hash && this.#lengths[entry] === length) {
        const start = this.#starts[entry]!
        let i = 0
        while (i < length && words[start + i] === parts[i]) i++
        if (i === length) return entry
      }
    }
    return -1
  }

  /** Adds a node that {@link find} did not find. @returns its entry: they count from 0 */
  add(parts: Int32Array, length: number, start: number): number {
    if (2 * this.#size >= this.#slots.length) this.#grow()
    const entry = this.#size++
    this.#hashes[entry] = hashOf(parts, length)
    this.#starts[entry] = start
    this.#lengths[entry] = length
    this.#place(entry)
    return entry
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1
    let slot = this.#hashes[entry]! & mask
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
    this.#slots[slot] = entry + 1
  }

  #grow(): void {
    const wider = (values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> =>
      movedInto(new Int32Array(2 * values.length), values)
    this.#hashes = wider(this.#hashes)
    this.#starts = wider(this.#starts)
    this.#lengths = wider(this.#lengths)
    const { length } = this.#slots
    detachBuffer(this.#slots)
    this.#slots = new Int32Array(2 * length)
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry)
  }

  /** Frees the memory of the table, which cannot be used any more. */
  release(): void {
    for (const array of [this.#slots, this.#hashes, this.#starts, this.#lengths]) detachBuffer(array)
  }
}

function hashOf(parts: Int32Array, length: number): number {
  let hash = length
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ parts[i]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash & 0x7fffffff
}
