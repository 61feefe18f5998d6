import type { CodeMembership } from './code.ts'

/** Gives every pair of system and code that data have a small number, so that sets of codes are tested by number. */
export class ConceptNumbers {
  readonly systems: (string | undefined)[] = []
  readonly codes: string[] = []
  readonly #bySystem = new Map<string | undefined, Map<string, number>>()

  /** The number of a code; a new one where it has not been met before. */
  of(system: string | undefined, code: string): number {
    let codes = this.#bySystem.get(system)
    if (codes === undefined) {
      codes = new Map()
      this.#bySystem.set(system, codes)
    }
    let number = codes.get(code)
    if (number === undefined) {
      number = this.codes.length
      codes.set(code, number)
      this.systems.push(system)
      this.codes.push(code)
    }
    return number
  }
}

const unknown = 0
const member = 1
const foreign = 2

/** A set of codes that remembers of each number whether it is a member. */
export class CodeFilter {
  readonly codes: CodeMembership
  #numbers: ConceptNumbers | undefined
  #states = new Uint8Array(0)

  constructor(codes: CodeMembership) {
    this.codes = codes
  }

  /** Whether the code of a number is a member. */
  has(number: number, numbers: ConceptNumbers): boolean {
    if (this.#numbers !== numbers || number >= this.#states.length) this.#grow(numbers)
    let state = this.#states[number]!
    if (state === unknown) {
      state = this.codes.has(numbers.systems[number], numbers.codes[number]!) ? member : foreign
      this.#states[number] = state
    }
    return state === member
  }

  #grow(numbers: ConceptNumbers): void {
    const known = this.#numbers === numbers ? this.#states : new Uint8Array(0)
    this.#numbers = numbers
    this.#states = new Uint8Array(numbers.codes.length + (numbers.codes.length >> 1) + 64)
    this.#states.set(known)
  }
}
