import { lowerBound } from '../../base/kernels/lower-bound.ts'
import { roleTest, type RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { RetrieveRequest } from '../../cql/elm/runtime/patient-data.ts'
import type { CodeFilter, ConceptNumbers } from '../../cql/elm/values/concept-numbers.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import type { ChunkSection, MeasureChunk } from './measure-chunk.ts'
import { RowIndex } from './row-index.ts'
import { ValueReader } from './value-reader.ts'

/** Rows of all patients that a retrieve asks for, and the place from which the last patient's were taken. */
interface FoundRows {
  readonly codes: CodeFilter | undefined
  readonly rows: Int32Array
  at: number
}

/** One section of a chunk, ready to be read. Patients are counted from the section's first. */
export class ChunkTable {
  readonly #section: ChunkSection
  readonly #values: ValueReader
  readonly #policy: RolePolicy
  readonly #numbers: ConceptNumbers
  readonly #numberOf: Int32Array
  readonly #indices = new Map<string, RowIndex>()
  readonly #found = new Map<RetrieveRequest, FoundRows>()
  /** Rows that have a role, one byte each, by the profile; undefined where all have it. */
  readonly #roles = new Map<string, Uint8Array | undefined>()

  /** @param numberOf of each concept of the chunk, its number in `numbers` */
  constructor(
    section: ChunkSection,
    values: ValueReader,
    policy: RolePolicy,
    numbers: ConceptNumbers,
    numberOf: Int32Array
  ) {
    this.#section = section
    this.#values = values
    this.#policy = policy
    this.#numbers = numbers
    this.#numberOf = numberOf
  }

  /** Ordinal of its first patient. */
  get firstPatient(): number {
    return this.#section.first
  }

  /** Number of patients from the first to the last who has records. */
  get patients(): number {
    return this.#section.offsets.length - 1
  }

  /** Number of records. */
  get rows(): number {
    return this.#section.nodes.length
  }

  /** First row of a patient; the next patient's is the end. */
  first(patient: number): number {
    return this.#section.offsets[patient]!
  }

  /** The record in a row: a new object at each call. */
  record(row: number): FhirObject {
    return this.#values.object(this.#section.nodes[row]!)
  }

  /** What the records of a patient refer to among those of no patient. */
  links(patient: number): readonly string[] {
    const { offsets, linkOffsets, links } = this.#section
    const words = links.subarray(linkOffsets[offsets[patient]!], linkOffsets[offsets[patient + 1]!])
    return Array.from(words, (word) => this.#values.read(word) as string)
  }

  /** Forgets what was found for retrieves: it is found again when it is asked for. */
  forget(): void {
    this.#found.clear()
  }

  /**
   * Gives the rows of a patient that a retrieve asks for, without its dates.
   * @param take receives each row; in the order of the records
   */
  retrieve(
    patient: number,
    request: RetrieveRequest,
    codes: CodeFilter | undefined,
    take: (row: number) => void
  ): void {
    const { offsets } = this.#section
    const [from, to] = [offsets[patient]!, offsets[patient + 1]!]
    if (from === to) return
    let found = this.#found.get(request)
    if (found === undefined) {
      found = { codes, rows: this.#rowsOf(request, codes), at: 0 }
      this.#found.set(request, found)
    } else if (found.codes !== codes) {
      // Codes that change from call to call are not worth looking for in all rows.
      this.#look(from, to, request, codes, take)
      return
    }
    const { rows } = found
    let { at } = found
    // Patients are gone through in order, as a rule: the place is near.
    if (at > 0 && rows[at - 1]! >= from) at = lowerBound(rows, from)
    while (at < rows.length && rows[at]! < from) at++
    found.at = at
    for (; at < rows.length && rows[at]! < to; at++) take(rows[at]!)
  }

  #look(
    from: number,
    to: number,
    { templateId, codeProperty }: RetrieveRequest,
    codes: CodeFilter | undefined,
    take: (row: number) => void
  ): void {
    const roles = templateId === undefined ? undefined : this.#rolesOf(templateId)
    const index = codes === undefined || codeProperty === undefined ? undefined : this.#indexOf(codeProperty)
    for (let row = from; row < to; row++) {
      if (roles !== undefined && roles[row] !== 1) continue
      if (codes === undefined || index?.has(row, codes) === true) take(row)
    }
  }

  #rowsOf({ templateId, codeProperty }: RetrieveRequest, codes: CodeFilter | undefined): Int32Array {
    const roles = templateId === undefined ? undefined : this.#rolesOf(templateId)
    const rows =
      codes === undefined || codeProperty === undefined
        ? Int32Array.from(this.#section.nodes.keys())
        : (this.#indexOf(codeProperty)?.matching(codes) ?? new Int32Array(0))
    return roles === undefined ? rows : rows.filter((row) => roles[row] === 1)
  }

  #indexOf(element: string): RowIndex | undefined {
    let index = this.#indices.get(element)
    const column = this.#section.codes.find((item) => item.element === element)
    if (index === undefined && column !== undefined) {
      index = new RowIndex(column, this.#numbers, this.#numberOf)
      this.#indices.set(element, index)
    }
    return index
  }

  #rolesOf(templateId: string): Uint8Array | undefined {
    if (!this.#roles.has(templateId)) {
      const test = roleTest(templateId, this.#policy)
      this.#roles.set(templateId, test === undefined ? undefined : this.#tested(test))
    }
    return this.#roles.get(templateId)
  }

  /** Records that agree in what decides their roles are tested once. */
  #tested(test: (resource: FhirObject) => boolean): Uint8Array {
    const { roles, roleValues } = this.#section
    const passed = Uint8Array.from(roleValues, (word) => Number(test(this.#values.read(word) as FhirObject)))
    return Uint8Array.from(roles, (role) => passed[role]!)
  }
}

/** The tables of a chunk by type. */
export function chunkTables(
  chunk: MeasureChunk,
  policy: RolePolicy,
  numbers: ConceptNumbers
): ReadonlyMap<string, ChunkTable> {
  const values = new ValueReader(chunk)
  const { systems, codes } = chunk.concepts
  const numberOf = Int32Array.from(codes, (code, index) => numbers.of(systems[index], code))
  return new Map(
    chunk.sections.map((section) => [section.type, new ChunkTable(section, values, policy, numbers, numberOf)])
  )
}
