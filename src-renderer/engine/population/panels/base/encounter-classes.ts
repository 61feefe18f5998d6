import { enginePopulationPanelsBaseMessages as m } from '#messages/engine/population/panels/base.ts'
import { defined } from '#shared/language/defined.ts'
import { encounterClassCodes } from '../../claims/encounter-class.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { narrowCodes, type Codes } from '../../../base/kernels/codes.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { binRows, type PeopleBins } from '../../../base/kernels/people-bins.ts'
import type { PopulationView } from '../../selection/population.ts'
import type { Period } from './periods.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { notVisits, tookPlace } from '../../selection/visit-dimensions.ts'

/** Plain words for the classes of HL7's ActEncounterCode (v3-ActCode), which Encounter.class uses. */
const words: Readonly<Record<string, string>> = {
  AMB: m.ambulatory,
  EMER: m.emergency,
  IMP: m.inpatient,
  ACUTE: m.inpatientAcute,
  NONAC: m.inpatientNotAcute,
  OBSENC: m.observationStay,
  PRENC: m.beforeAdmission,
  SS: m.shortStay,
  HH: m.home,
  VR: m.virtual,
  FLD: m.inTheField
}

const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

/** Classes of care in a hospital: emergency visits and stays. */
const hospitalClasses: ReadonlySet<string | undefined> = new Set(['EMER', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'SS'])

/** The words for a class, else its display or code. */
export function classLabel({ concepts }: Store, id: number): string {
  if (id < 0) return m.classNotRecorded
  const code = concepts.codes[id]!
  return words[code] ?? (concepts.displays[id]! || code)
}

/** A class of encounters: one of HL7 with the local ones that mean the same, or a local one that does not tell what it means. */
export interface EncounterClass {
  /** `system|code`, that of HL7 where there is one; '' for encounters without a class. */
  readonly id: string
  /** `system|code` of each class in the data, '' for none. */
  readonly values: readonly string[]
  readonly label: string
  /** An emergency visit or a stay in hospital. */
  readonly hospital: boolean
}

/** The encounters that took place, by class. */
export interface EncounterClasses {
  readonly table: Table
  readonly classes: readonly EncounterClass[]
  /** Index into `classes` per row, -1 for encounters that did not take place. */
  readonly codes: Codes
}

/** Test that leaves out encounters that did not take place. */
export const visitsOnly: ColumnTest = { column: 'status', in: notVisits, exclude: true }

/** Looked for once per population. @returns undefined when there are no encounters */
export function encounterClasses(population: PopulationView): EncounterClasses | undefined {
  return population.once('encounter-classes', () => readClasses(population.store))
}

/** The encounters that took place by class, as groups, and month; prepared once. @returns undefined when there are none */
export function encountersByMonth(population: PopulationView, months: readonly Period[]): PeopleBins | undefined {
  const found = encounterClasses(population)
  if (found?.table.hasDays !== true || months.length === 0) return undefined
  const { table, classes, codes } = found
  const { binOf, starts, ends } = dayBins(months)
  return population.prepared('encounters-by-month', `${starts[0]!}-${defined(ends.at(-1))}`, () => {
    const size = { people: population.store.patients, groups: classes.length, bins: months.length }
    const rows = { offsets: defined(table.patientOffsets), days: defined(table.day), groups: codes }
    return binRows(size, rows, { first: starts[0]!, binOf })
  })
}

function readClasses(store: Store): EncounterClasses | undefined {
  const table = store.tables.get('encounter')
  if (table === undefined || table.rows === 0) return undefined
  const { concepts } = store
  const codesOf = encounterClassCodes(concepts)
  const ids = table.column('class', 'concept').ids
  const happened = tookPlace(table)
  const classes: (EncounterClass & { readonly values: string[] })[] = []
  const placeOf = new Map<string, number>()
  const place = new Map<number, number>()
  const codes = new Int32Array(table.rows).fill(-1)
  for (let row = 0; row < table.rows; row++) {
    if (happened[row] === 0) continue
    const id = ids[row]!
    let index = place.get(id)
    if (index === undefined) {
      const code = id < 0 ? undefined : codesOf[id]
      const value = id < 0 ? '' : `${concepts.systems[id]!}|${concepts.codes[id]!}`
      const group = code === undefined ? value : `${actCode}|${code}`
      index = placeOf.get(group) ?? classes.length
      placeOf.set(group, index)
      place.set(id, index)
      if (index < classes.length) classes[index]!.values.push(value)
      else {
        const label = (code === undefined ? undefined : words[code]) ?? classLabel(store, id)
        classes.push({ id: group, values: [value], label, hospital: hospitalClasses.has(code) })
      }
    }
    codes[row] = index
  }
  return { table, classes, codes: narrowCodes(codes, classes.length) }
}
