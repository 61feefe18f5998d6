import { defined } from '#shared/language/defined.ts'
import { CodeFilter, ConceptNumbers } from '../../cql/elm/values/concept-numbers.ts'
import type { CodeMembership } from '../../cql/elm/values/code.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { dataRequirements, type DataRequirement } from '../definition/data-requirements.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import { soughtCodes } from './sought-codes.ts'

/** Which stored resources the measures of some content can read. */
export interface NeededRecords {
  /** FHIR types. Patients are always among them. */
  readonly types: ReadonlySet<string>
  /** Whether the resource in a row of `store.resources.get(type)` may be read. */
  wanted(type: string, row: number): boolean
}

/** Element of each type whose codings the store keeps in full, see {@link Store.codings}. */
export const codedElements: Readonly<Record<string, string>> = {
  AllergyIntolerance: 'code',
  Condition: 'code',
  Device: 'type',
  DiagnosticReport: 'code',
  Encounter: 'type',
  Immunization: 'vaccineCode',
  MedicationRequest: 'medication',
  Observation: 'code',
  Procedure: 'code'
}

/**
 * Finds what has to be read of a population: by type, and where all retrieves of a type look for known codes, by the
 * codes in the store's columns. A resource without any coding is always wanted, for it may stand for a value set.
 * @param only FHIR types to look at; all that are read when absent
 */
export function neededRecords(
  content: MeasureContent,
  store: Store,
  supplemental: boolean,
  only?: ReadonlySet<string>
): NeededRecords {
  const requirements = content.measures.flatMap((measure) => dataRequirements(measure, content.libraries, supplemental))
  const read = ['Patient', ...requirements.map((item) => item.type)]
  const types = new Set(read.filter((type) => only?.has(type) !== false))
  const masks = new Map<string, Uint8Array>()
  for (const type of types) {
    const typeRequirements = requirements.filter((item) => item.type === type)
    const table = [...store.tables.values()].find((item) => item.resourceType === type && store.codings.has(item.name))
    if (
      table === undefined ||
      typeRequirements.length === 0 ||
      !typeRequirements.every((item) => isNarrow(item, codedElements[type]))
    )
      continue
    masks.set(type, maskOf(store, table, soughtCodes(typeRequirements, content.valueSets)))
  }
  return {
    types,
    wanted: (type, row) => masks.get(type)?.[row] !== 0
  }
}

function isNarrow(requirement: DataRequirement, element: string | undefined): boolean {
  return requirement.closed && requirement.codeProperty === element
}

/** 0 for the resources of a table none of whose codings is sought, 1 for all others. */
function maskOf(store: Store, table: Table, codes: CodeMembership): Uint8Array {
  const mask = new Uint8Array(store.resources.get(table.resourceType)?.count ?? 0).fill(1)
  const { offsets, ids } = defined(store.codings.get(table.name))
  const isMember = membersOf(store.concepts, codes)
  for (let row = 0; row < table.rows; row++) {
    const [from, to] = [offsets[row]!, offsets[row + 1]!]
    let found = from === to
    for (let index = from; index < to && !found; index++) found = isMember(ids[index]!)
    if (!found) mask[table.resource[row]!] = 0
  }
  return mask
}

function membersOf({ systems, codes }: ConceptTable, wanted: CodeMembership): (concept: number) => boolean {
  const numbers = new ConceptNumbers()
  const filter = new CodeFilter(wanted)
  return (concept) => {
    const system = systems[concept]!
    return filter.has(numbers.of(system === '' ? undefined : system, codes[concept]!), numbers)
  }
}
