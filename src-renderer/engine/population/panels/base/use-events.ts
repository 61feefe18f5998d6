import { defined } from '#shared/language/defined.ts'
import { inOrderOfDays, type DatedEvents } from '../../../base/kernels/dated-events.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import type { Table } from '../../../store/model/store.ts'
import { anyStay } from '../../rows/derived-columns.ts'
import { claimRecords } from '../../claims/claim-tables.ts'
import { noEmergencyEvidence } from '../../stays/claim-emergencies.ts'
import { noStayEvidence } from '../../stays/claim-stays.ts'
import { emergencyOutcomes, emergencyVisits } from '../../stays/emergency-visits.ts'
import { hospitalStays, inpatientStays } from '../../stays/inpatient-stays.ts'
import { classFacts, classFactsOf, hiddenByClasses } from '../../stays/unknown-classes.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import type { PopulationView } from '../../selection/population.ts'

/** Care that is counted per 1,000 people: all emergency visits, those by how they ended, and inpatient stays. */
export type UseKind = 'emergency' | 'released' | 'admitted' | 'inpatient'

/** The events of one kind that took place. */
export interface UseEvents {
  /** Encounters, or claims in data without encounters. */
  readonly table: Table
  /** Row of the table that stands for each event; the table has days and patients. */
  readonly rows: Int32Array
  /** What the rows have in common. */
  readonly where: readonly ColumnTest[]
}

/** @returns undefined when neither encounters nor claims tell them; looked for once per population */
export function useEvents(population: PopulationView, kind: UseKind): UseEvents | undefined {
  const { store } = population
  return population.once(`use-events:${kind}`, () => {
    const table = hospitalStays(store)?.table
    if (table === undefined || !table.hasDays || !table.isAboutPeople) return undefined
    if (kind === 'inpatient') return { table, rows: defined(inpatientStays(store)).rows, where: [anyStay] }
    const visits = emergencyVisits(store)
    if (visits === undefined) return undefined
    const { rows, outcome } = visits
    if (kind === 'emergency') return { table, rows, where: [{ column: '@emergency', in: emergencyOutcomes }] }
    return {
      table,
      rows: rows.filter((_, index) => emergencyOutcomes[outcome[index]!] === kind),
      where: [{ column: '@emergency', in: [kind] }]
    }
  })
}

/** The same in the order of their days, whoever they happened to; put in order once per population. */
export function datedUse(population: PopulationView, kind: UseKind): DatedEvents | undefined {
  return population.once(`dated-use:${kind}`, () => {
    const events = useEvents(population, kind)
    if (events === undefined) return undefined
    return datedRows(events, events.rows)
  })
}

/** Some rows of the table of events, in the order of their days. */
export function datedRows({ table }: UseEvents, rows: Int32Array): DatedEvents {
  const [days, patient] = [defined(table.day), defined(table.patient)]
  return inOrderOfDays(
    rows.map((row) => days[row]!),
    rows.map((row) => patient[row]!)
  )
}

/** Whether visits and stays are those of claims, because the data hold no encounters. */
export function isUseByClaims({ store }: Pick<PopulationView, 'store'>): boolean {
  return rowsInPopulation(store, 'encounter') === 0 && claimRecords(store) !== undefined
}

/** Whether anything could tell events of a kind: {@link missingUse}, and some record, for whoever is asked about one shard. */
export function isUseTold(population: PopulationView, kind: 'emergency' | 'inpatient'): boolean {
  const { store } = population
  const events = useEvents(population, kind)
  if (events === undefined) return false
  return events.table.name !== 'encounter' || hiddenByClasses(classFactsOf(store), kind) === undefined
}

/** Why neither encounters nor, in data without them, claims tell events of a kind; undefined where they do, or there are none. */
export function missingUse(population: PopulationView, kind: UseKind): string | undefined {
  if (!isUseByClaims(population)) {
    const told = population.fact('what the classes of encounters tell', classFacts)
    return hiddenByClasses(told, kind === 'inpatient' ? 'inpatient' : 'emergency')
  }
  if (useEvents(population, kind) !== undefined) return undefined
  return kind === 'inpatient' || hospitalStays(population.store) === undefined ? noStayEvidence : noEmergencyEvidence
}
