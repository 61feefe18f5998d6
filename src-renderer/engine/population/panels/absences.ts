import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { rowsInPopulation } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import { claimTables } from '../claims/claim-tables.ts'
import type { PopulationView } from '../selection/population.ts'
import { undecidableReason } from '../selection/registry-dimensions.ts'
import type { AbsentTypes, RecordSpans } from './withhold-figures.ts'

/** What the chart of a person consists of, by the table that holds it. */
const chartTypes: Readonly<Record<string, string>> = {
  condition: 'Condition',
  encounter: 'Encounter',
  observation: 'Observation',
  procedure: 'Procedure',
  medication_request: 'MedicationRequest',
  immunization: 'Immunization'
}

/**
 * What figures cannot be computed without.
 * @param store of any shard, with its index
 * @param absent resource types that should be in the data and are not
 */
export function absencesOf({ store, index }: PopulationView, absent: readonly string[]): AbsentTypes {
  return {
    absent: absentTypesOf(store, absent),
    registries: index.registries,
    byClaims: claimTables(store) !== undefined,
    spans: recordSpans(store),
    untold: (dimension) => undecidableReason(index, dimension)
  }
}

/**
 * Resource types of which nothing is in the data although figures need them: those that are known to be absent, and for data
 * that hold claims and nothing of a chart, as payers export them, all of the chart. Nobody having a visit or a result in such
 * data says nothing about people.
 */
function absentTypesOf(store: Store, absent: readonly string[]): readonly string[] {
  const isEmpty = (table: string): boolean => rowsInPopulation(store, table) === 0
  const isPayerExport = !isEmpty('explanation_of_benefit') && Object.keys(chartTypes).every(isEmpty)
  return isPayerExport ? [...new Set([...absent, ...Object.values(chartTypes)])] : absent
}

/** From which day to which the data hold encounters and results. */
function recordSpans(store: Store): RecordSpans {
  return { encounters: spanOf(store, 'encounter'), results: spanOf(store, 'observation') }
}

function spanOf(store: Store, name: string): RecordSpans['results'] {
  const { first, last } = store.inPopulation(
    `days of ${name}`,
    ({ tables }) => daySpan(tables.get(name)?.day ?? new Int32Array()),
    (left, right) => ({ first: Math.min(left.first, right.first), last: Math.max(left.last, right.last) })
  )
  return first > last ? undefined : { first, last }
}

/** First and last of some days; the first is after the last where there is none. */
function daySpan(days: Int32Array): { readonly first: Day; readonly last: Day } {
  let [first, last] = [2147483647, NO_DAY]
  for (const day of days) {
    if (day === NO_DAY) continue
    if (day < first) first = day
    if (day > last) last = day
  }
  return { first, last }
}
