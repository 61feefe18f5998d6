import type { CodeFilter, ConceptNumbers } from '../../cql/elm/values/concept-numbers.ts'
import { ValueSet } from '../../cql/elm/values/code.ts'
import type { CodeColumn } from './measure-chunk.ts'

/** The rows of a section by the codes of one element, so that a retrieve touches no rows but its own. */
export class RowIndex {
  readonly #column: CodeColumn
  /** Rows with concept c, ascending, are `#rows[#offsets[c] .. #offsets[c + 1])`. */
  readonly #offsets: Int32Array
  readonly #rows: Int32Array
  readonly #numbers: ConceptNumbers
  readonly #numberOf: Int32Array

  /** @param numberOf of each concept of the chunk, its number in `numbers` */
  constructor(column: CodeColumn, numbers: ConceptNumbers, numberOf: Int32Array) {
    this.#column = column
    this.#numbers = numbers
    this.#numberOf = numberOf
    const { ids, offsets } = column
    const starts = new Int32Array(numberOf.length + 1)
    for (const id of ids) starts[id + 1]!++
    for (let concept = 0; concept < numberOf.length; concept++) starts[concept + 1]! += starts[concept]!
    const next = starts.slice()
    const rows = new Int32Array(ids.length)
    for (let row = 0; row + 1 < offsets.length; row++) {
      for (let index = offsets[row]!; index < offsets[row + 1]!; index++) rows[next[ids[index]!]!++] = row
    }
    this.#offsets = starts
    this.#rows = rows
  }

  /** Whether a code of a row is in a set, or the row stands for all of it. */
  has(row: number, filter: CodeFilter): boolean {
    const { ids, offsets, wholeRows, wholes } = this.#column
    for (let index = offsets[row]!; index < offsets[row + 1]!; index++) {
      if (filter.has(this.#numberOf[ids[index]!]!, this.#numbers)) return true
    }
    const { codes } = filter
    return codes instanceof ValueSet && wholes[wholeRows.indexOf(row)]?.includes(codes.id) === true
  }

  /** The rows of which one code is in a set, or that stand for all of it: ascending, each once. */
  matching(filter: CodeFilter): Int32Array {
    const found: number[] = []
    for (let concept = 0; concept < this.#numberOf.length; concept++) {
      const [from, to] = [this.#offsets[concept]!, this.#offsets[concept + 1]!]
      if (from === to || !filter.has(this.#numberOf[concept]!, this.#numbers)) continue
      for (let index = from; index < to; index++) found.push(this.#rows[index]!)
    }
    const { codes } = filter
    if (codes instanceof ValueSet) {
      this.#column.wholeRows.forEach((row, index) => {
        if (this.#column.wholes[index]!.includes(codes.id)) found.push(row)
      })
    }
    const rows = Int32Array.from(found).sort()
    return rows.filter((row, index) => index === 0 || row !== rows[index - 1])
  }
}
