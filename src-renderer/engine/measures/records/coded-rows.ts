import { ValueSet } from '../../cql/elm/values/code.ts'
import type { CodeFilter, ConceptNumbers } from '../../cql/elm/values/concept-numbers.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { elementCodings } from './element-codings.ts'

/** Rows of one type with the numbers of their codes, so that a retrieve looks at numbers only. */
export class CodedRows {
  readonly #rows: readonly FhirObject[]
  readonly #numbers: ConceptNumbers
  /** Codes of row r are `#ids[#ends[r - 1] … #ends[r])`. */
  readonly #ends: number[] = []
  readonly #ids: number[] = []
  /** Value sets that rows stand for as a whole, by row: see `notDoneValueSet` of QI-Core. */
  #wholes: Map<number, readonly string[]> | undefined

  constructor(rows: readonly FhirObject[], codeProperty: string, numbers: ConceptNumbers) {
    this.#rows = rows
    this.#numbers = numbers
    for (let row = 0; row < rows.length; row++) {
      elementCodings(rows[row]!, codeProperty, {
        code: (system, code) => this.#ids.push(numbers.of(system, code)),
        whole: (valueSet) => {
          this.#wholes ??= new Map()
          this.#wholes.set(row, [...(this.#wholes.get(row) ?? []), valueSet])
        }
      })
      this.#ends.push(this.#ids.length)
    }
  }

  /** The rows of which one code is in a set, or that stand for all of it; and that pass a test. */
  matching(filter: CodeFilter, test: ((row: FhirObject) => boolean) | undefined): readonly FhirObject[] {
    const found: FhirObject[] = []
    const wholes = filter.codes instanceof ValueSet ? this.#wholes : undefined
    let id = 0
    for (let row = 0; row < this.#rows.length; row++) {
      const end = this.#ends[row]!
      let matches = wholes?.get(row)?.includes((filter.codes as ValueSet).id) === true
      for (; id < end; id++) if (!matches && filter.has(this.#ids[id]!, this.#numbers)) matches = true
      if (matches && (test === undefined || test(this.#rows[row]!))) found.push(this.#rows[row]!)
    }
    return found
  }
}
