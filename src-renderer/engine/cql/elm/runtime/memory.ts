import type { ElmError } from '../library/elm-error.ts'
import type { Value } from '../values/value.ts'

const known = 1
const failed = 2
const pending = 3
/** Marks of one patient's evaluation; the next one's are higher. */
const marksPerPatient = 4
const highestMark = 2 ** 32 - 2 * marksPerPatient

/**
 * Values that a program keeps while one patient is evaluated, by cell. The next patient takes the room over as it is: a
 * mark tells which values are the current patient's.
 */
export class Memory {
  #values: (Value | ElmError)[] = []
  #marks = new Uint32Array(64)
  #base = 0

  /** Begins the next patient. */
  next(): void {
    this.#base += marksPerPatient
    if (this.#base > highestMark) {
      this.#marks.fill(0)
      this.#base = marksPerPatient
    }
  }

  /** Lets go of all values. Those of a patient of long ago may be left in cells that few patients reach, with all that they are part of. */
  clear(): void {
    this.#values.fill(null)
    this.#marks.fill(0)
    this.#base = 0
  }

  /** Makes room for a cell. */
  reserve(cell: number): void {
    while (this.#values.length <= cell) this.#values.push(null)
    if (cell < this.#marks.length) return
    const larger = new Uint32Array(2 * cell)
    larger.set(this.#marks)
    this.#marks = larger
  }

  /** The value of a cell; undefined when it has none yet. @throws ElmError when it came to an error */
  value(cell: number): Value | undefined {
    const state = this.#marks[cell]! - this.#base
    if (state === known) return this.#values[cell] as Value
    if (state === failed) throw this.#values[cell] as ElmError
    return undefined
  }

  /** Whether the value of a cell is being computed. */
  isPending(cell: number): boolean {
    return this.#marks[cell] === this.#base + pending
  }

  begin(cell: number): void {
    this.#marks[cell] = this.#base + pending
  }

  keep(cell: number, value: Value): void {
    this.#values[cell] = value
    this.#marks[cell] = this.#base + known
  }

  /** Leaves a cell without a value, so that the next who asks computes it. */
  forget(cell: number): void {
    this.#marks[cell] = 0
  }

  fail(cell: number, error: ElmError): void {
    this.#values[cell] = error
    this.#marks[cell] = this.#base + failed
  }
}
