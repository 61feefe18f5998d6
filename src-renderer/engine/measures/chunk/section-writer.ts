import { ConceptNumbers, CodeFilter } from '../../cql/elm/values/concept-numbers.ts'
import { roleElements } from '../../cql/elm/fhir/roles.ts'
import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { growableInt32, type Growable } from '../../store/model/growable.ts'
import { elementCodings } from '../records/element-codings.ts'
import { objectOf } from '../../cql/elm/fhir/fhir-json.ts'
import { referredResources } from '../records/common-resources.ts'
import type { ExtractionPlan, TypePlan } from './extraction-plan.ts'
import type { ChunkSection, CodeColumn } from './measure-chunk.ts'
import type { ValueWriter } from './value-writer.ts'

/** Codes of one element while records come in. */
interface OpenColumn {
  readonly element: string
  readonly ends: Growable<Int32Array>
  readonly ids: Growable<Int32Array>
  readonly wholeRows: number[]
  readonly wholes: string[][]
}

/** Names of members that are remembered of one type; FHIR has far fewer. */
const maxMembers = 10_000

/** Stands for a member that a resource has not; no value has this word. */
const absent = -1

/** Puts rows of a column with ends into the order of `rows`. */
function arranged(ends: Int32Array, ids: Int32Array, rows: Uint32Array): { offsets: Int32Array; ids: Int32Array } {
  const offsets = new Int32Array(rows.length + 1)
  const out = new Int32Array(ids.length)
  let position = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    for (let id = row === 0 ? 0 : ends[row - 1]!; id < ends[row]!; id++) out[position++] = ids[id]!
    offsets[i + 1] = position
  }
  return { offsets, ids: out }
}

/** Collects the records of one type. */
export class SectionWriter {
  readonly #plan: TypePlan
  readonly #keeps: ExtractionPlan['keeps']
  /** Members that were met, and whether they are kept. */
  readonly #members = new Map<string, boolean>()
  /** Types of records that belong to nobody and are read. */
  readonly #links: ReadonlySet<string>
  readonly #values: ValueWriter
  readonly #concepts: ConceptNumbers
  readonly #filters: readonly CodeFilter[]
  readonly #patients = growableInt32()
  readonly #nodes = growableInt32()
  readonly #roles = growableInt32()
  readonly #roleNumbers = new Map<string, number>()
  readonly #roleValues = growableInt32()
  readonly #roleWords: readonly (readonly [string, number])[]
  readonly #linkEnds = growableInt32()
  readonly #linked = growableInt32()
  readonly #columns: readonly OpenColumn[]

  constructor(type: TypePlan, plan: ExtractionPlan, values: ValueWriter, concepts: ConceptNumbers) {
    this.#plan = type
    this.#keeps = (member) => {
      let keep = this.#members.get(member)
      if (keep === undefined) {
        keep = plan.keeps(member)
        if (this.#members.size < maxMembers) this.#members.set(member, keep)
      }
      return keep
    }
    this.#links = plan.shared
    this.#roleWords = type.hasRoles ? roleElements.filter((name) => name !== 'meta').map((name) => [name, absent]) : []
    this.#values = values
    this.#concepts = concepts
    this.#filters = (type.sought ?? []).map(({ codes }) => new CodeFilter(codes))
    this.#columns = type.codeElements.map((element) => ({
      element,
      ends: growableInt32(),
      ids: growableInt32(),
      wholeRows: [],
      wholes: []
    }))
  }

  /** Adds a record of a patient, by ordinal, unless no measure looks for its codes. */
  add(patient: number, resource: FhirObject): void {
    const codes = this.#columns.map(({ element }) => this.#codesOf(resource, element))
    if (!this.#isWanted(codes)) return
    const row = this.#nodes.length
    this.#columns.forEach((column, index) => {
      const { ids, wholes } = codes[index]!
      for (const id of ids) column.ids.push(id)
      column.ends.push(column.ids.length)
      if (wholes.length === 0) return
      column.wholeRows.push(row)
      column.wholes.push(wholes)
    })
    this.#patients.push(patient)
    const words = new Map<string, number>(this.#roleWords)
    this.#nodes.push(this.#values.record(resource, this.#keeps, words))
    this.#roles.push(this.#plan.hasRoles ? this.#roleNumber(resource, words) : 0)
    if (this.#links.size > 0) {
      for (const key of referredResources(resource, this.#links)) this.#linked.push(this.#values.write(key, '', true))
    }
    this.#linkEnds.push(this.#linked.length)
  }

  /** The number of what decides a resource's roles; `words` are those of its members. */
  #roleNumber(resource: FhirObject, words: ReadonlyMap<string, number>): number {
    const profiles = objectOf(resource['meta'])?.['profile']
    let key = profiles === undefined ? '' : String(this.#values.write(profiles, '', true))
    for (const [name, word] of words) {
      key += word === absent ? ',' : `,${String(this.#values.once(word, resource[name]))}`
    }
    let number = this.#roleNumbers.get(key)
    if (number === undefined) {
      number = this.#roleNumbers.size
      this.#roleNumbers.set(key, number)
      const role: Record<string, FhirJson> = profiles === undefined ? {} : { meta: { profile: profiles } }
      for (const name of words.keys()) if (resource[name] !== undefined) role[name] = resource[name]
      this.#roleValues.push(this.#values.write(role, '', true))
    }
    return number
  }

  #codesOf(resource: FhirObject, element: string): { readonly ids: number[]; readonly wholes: string[] } {
    const ids: number[] = []
    const wholes: string[] = []
    elementCodings(resource, element, {
      code: (system, code) => ids.push(this.#concepts.of(system, code)),
      whole: (valueSet) => wholes.push(valueSet)
    })
    return { ids, wholes }
  }

  /** One without codes is always wanted, for it may stand for a value set. */
  #isWanted(codes: readonly { readonly ids: readonly number[]; readonly wholes: readonly string[] }[]): boolean {
    if (this.#plan.sought === undefined) return true
    return codes.some(({ ids, wholes }, index) => {
      const filter = this.#filters[index]!
      return ids.length === 0 || wholes.length > 0 || ids.some((id) => filter.has(id, this.#concepts))
    })
  }

  /** The records by patient. */
  finish(): ChunkSection {
    const patients = this.#patients.take()
    const first = patients.reduce((least, patient) => Math.min(least, patient), patients[0] ?? 0)
    const last = patients.reduce((max, patient) => Math.max(max, patient), first - 1)
    const offsets = new Int32Array(last - first + 2)
    for (const patient of patients) offsets[patient - first + 1]!++
    for (let index = 1; index < offsets.length; index++) offsets[index]! += offsets[index - 1]!
    const next = offsets.slice()
    const rows = new Uint32Array(patients.length)
    const placeOf = new Uint32Array(patients.length)
    patients.forEach((patient, row) => {
      const place = next[patient - first]!++
      rows[place] = row
      placeOf[row] = place
    })
    const inOrder = (values: Int32Array): Int32Array => Int32Array.from(rows, (row) => values[row]!)
    const links = arranged(this.#linkEnds.take(), this.#linked.take(), rows)
    const dropped = [...this.#members].flatMap(([member, keep]) => (keep ? [] : [member]))
    return {
      type: this.#plan.type,
      dropped: this.#members.size < maxMembers ? dropped : undefined,
      first,
      offsets,
      nodes: inOrder(this.#nodes.take()),
      roles: inOrder(this.#roles.take()),
      roleValues: this.#plan.hasRoles ? this.#roleValues.take() : Int32Array.of(this.#values.write({}, '', true)),
      codes: this.#columns.map((column): CodeColumn => {
        const wholes = column.wholeRows
          .map((row, index) => ({ row: placeOf[row]!, sets: column.wholes[index]! }))
          .sort((a, b) => a.row - b.row)
        return {
          element: column.element,
          ...arranged(column.ends.take(), column.ids.take(), rows),
          wholeRows: wholes.map(({ row }) => row),
          wholes: wholes.map(({ sets }) => sets)
        }
      }),
      linkOffsets: links.offsets,
      links: links.ids
    }
  }
}
