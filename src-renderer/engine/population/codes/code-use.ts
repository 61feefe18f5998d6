import { defined } from '#shared/language/defined.ts'
import { isDrugSystem, saysWhyNoCode } from '../../base/codes/code-systems.ts'
import { productsOfLines } from '../claims/line-codes.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import { referredProduct } from '../claims/product-codings.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** Kinds of record that code lists are about, whichever resources they come in. */
export const recordKinds = ['diagnoses', 'drugs', 'procedures', 'results', 'immunizations'] as const
export type RecordKind = (typeof recordKinds)[number]

/** Records that have the same codings. */
export interface CodedRecords {
  readonly kind: RecordKind
  /** FHIR type that they come in. */
  readonly type: string
  /** Concepts of the codings, the first one first; never empty. */
  readonly concepts: readonly number[]
  readonly records: number
}

/** Kinds of the types whose records are all of one kind. */
const kindOfType: Readonly<Record<string, RecordKind>> = {
  Condition: 'diagnoses',
  Procedure: 'procedures',
  Observation: 'results',
  DiagnosticReport: 'results',
  Immunization: 'immunizations',
  MedicationRequest: 'drugs',
  MedicationDispense: 'drugs',
  MedicationAdministration: 'drugs',
  MedicationStatement: 'drugs'
}
const claimTypes: ReadonlySet<string> = new Set(['ExplanationOfBenefit', 'Claim'])

const used = new DerivedValues<Table, readonly CodedRecords[]>()

/**
 * Which codings the records of a population have, and how often. Records without any coding are not in it.
 * @param asked FHIR types and kinds that are asked for; all when absent. Columns of other tables need not have been read
 */
export function codeUse(
  store: Store,
  asked?: { readonly types: ReadonlySet<string>; readonly kinds: ReadonlySet<RecordKind> }
): readonly CodedRecords[] {
  return [...store.tables.values()].flatMap((table) => {
    if (asked !== undefined && !(asked.types.has(table.resourceType) && mayHold(table, asked.kinds))) return []
    return used.get(table, () => recordsOf(store, table))
  })
}

/** Whether rows of a table may be of one of some kinds. */
function mayHold({ name, resourceType }: Table, kinds: ReadonlySet<RecordKind>): boolean {
  if (!claimTypes.has(resourceType)) return kinds.has(kindOfType[resourceType] ?? 'results')
  if (name.endsWith('_diagnosis')) return kinds.has('diagnoses')
  return kinds.has('procedures') || kinds.has('drugs')
}

/** How the rows of a table are read: all of one kind, or each line of a claim by its codes. */
function kindsOf(store: Store, table: Table): ((concepts: readonly number[]) => RecordKind) | undefined {
  const { name, resourceType } = table
  if (!table.columns.has('code')) return undefined
  if (!claimTypes.has(resourceType)) {
    const kind = name.endsWith('_component') ? undefined : kindOfType[resourceType]
    return kind === undefined ? undefined : () => kind
  }
  if (name.endsWith('_diagnosis')) return () => 'diagnoses'
  if (name.endsWith('_procedure')) return () => 'procedures'
  if (!name.endsWith('_item')) return undefined
  const { systems } = store.concepts
  return (concepts) => (concepts.some((concept) => isDrugSystem(systems[concept]!)) ? 'drugs' : 'procedures')
}

/**
 * How many people have each concept as the first code of a record that none of some concepts is in.
 * @param known 1 by concept for those that leave a record out
 * @returns by kind of record, and by concept
 */
export function peopleByFirstCode(store: Store, known: Uint8Array): ReadonlyMap<RecordKind, Int32Array> {
  const { size } = store.concepts
  const tables = [...store.tables.values()].flatMap((table) => {
    const kindOf = table.patientOffsets && kindsOf(store, table)
    return kindOf === undefined
      ? []
      : [{ offsets: defined(table.patientOffsets), kindOf, codingsOf: codingsReader(store, table) }]
  })
  const people = new Map(recordKinds.map((kind) => [kind, new Int32Array(size)]))
  /** The last person who was counted for a concept, and 1. */
  const counted = new Map(recordKinds.map((kind) => [kind, new Int32Array(size)]))
  for (let person = 0; person < store.patients; person++)
    for (const { offsets, kindOf, codingsOf } of tables)
      for (let row = offsets[person]!; row < offsets[person + 1]!; row++) {
        const codings = codingsOf(row)
        const concepts = (typeof codings === 'number' ? [codings] : [...codings]).filter(
          (concept) => concept >= 0 && isCode(store.concepts, concept)
        )
        const [first] = concepts
        if (first === undefined || concepts.some((concept) => known[concept] === 1)) continue
        const kind = kindOf(concepts)
        if (defined(counted.get(kind))[first] === person + 1) continue
        defined(counted.get(kind))[first] = person + 1
        defined(people.get(kind))[first]!++
      }
  return people
}

function recordsOf(store: Store, table: Table): readonly CodedRecords[] {
  const kindOf = kindsOf(store, table)
  if (kindOf === undefined) return []
  const codingsOf = codingsReader(store, table)
  const single = new Int32Array(store.concepts.size)
  const several = new Map<string, { readonly concepts: readonly number[]; records: number }>()
  for (let row = 0; row < table.rows; row++) {
    const concepts = codingsOf(row)
    if (typeof concepts === 'number') {
      if (concepts >= 0) single[concepts]!++
      continue
    }
    const key = concepts.join()
    const known = several.get(key)
    if (known === undefined) several.set(key, { concepts: [...concepts], records: 1 })
    else known.records++
  }
  const found = [...several.values()]
  for (let concept = 0; concept < single.length; concept++) {
    if (single[concept]! > 0) found.push({ concepts: [concept], records: single[concept]! })
  }
  return found
    .map(({ concepts, records }) => ({
      concepts: concepts.filter((concept) => isCode(store.concepts, concept)),
      records
    }))
    .filter(({ concepts }) => concepts.length > 0)
    .map(({ concepts, records }) => ({ kind: kindOf(concepts), type: table.resourceType, concepts, records }))
}

/** Whether a concept has a code that means something, not why there is none. */
function isCode({ systems, codes }: ConceptTable, concept: number): boolean {
  return codes[concept] !== '' && !saysWhyNoCode(systems[concept]!)
}

/** Reads the concepts of a row: a number for one, -1 for none. An order that refers to a Medication has its code. */
function codingsReader(store: Store, table: Table): (row: number) => number | Int32Array {
  const index = store.codings.get(table.name)
  const main = table.column('code', 'concept').ids
  const referred = referredProduct(store, table)
  const further = furtherProducts(store, table)
  return (row) => {
    const products = further?.(row) ?? []
    if (products.length > 0) return Int32Array.from(main[row]! >= 0 ? [main[row]!, ...products] : products)
    if (index !== undefined) {
      const [from, to] = [index.offsets[row]!, index.offsets[row + 1]!]
      if (to - from > 1) return index.ids.subarray(from, to)
      if (to - from === 1) return index.ids[from]!
    }
    return main[row]! >= 0 ? main[row]! : (referred?.(row) ?? -1)
  }
}

/** Further codes of what the lines of claims are for; undefined for other tables. Modifiers are in no list, so they are not asked for. */
function furtherProducts(store: Store, table: Table): ((row: number) => readonly number[]) | undefined {
  if (!claimTypes.has(table.resourceType) || !table.name.endsWith('_item')) return undefined
  return productsOfLines(store, table, table.resourceType === 'Claim' ? 'claim_id' : 'explanation_of_benefit_id')
}
