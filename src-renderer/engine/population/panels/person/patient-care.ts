import { activeLocale } from '#shared/messages/locale.ts'
import { defined } from '#shared/language/defined.ts'
import { claimRecords, claimTables } from '../../claims/claim-tables.ts'
import { conditionStates } from '../../registries/condition-state.ts'
import { windowStart } from '../../registries/control-band.ts'
import { paidByPerson } from '../../selection/paid-dimension.ts'
import { plainDisplay } from '../../selection/plain-display.ts'
import { coveragePlans } from '../../claims/coverage-plans.ts'
import { payerLabel, payerRows } from '../../claims/payer-rows.ts'
import { lastWrittenDays } from '../../../base/fhir/last-day.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { claimedDiagnoses, claimedDrugs } from './claimed-care.ts'
import { rowsInPopulation } from '../../../store/model/population-rows.ts'
import { referredProduct } from '../../claims/product-codings.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import type { CareItem, CoverageSpan, PatientCare } from '../results/patient-result.ts'
import type { View } from '../base/view.ts'

/** Months back in which a prescription counts as current when its status does not say. */
const CURRENT_MONTHS = 12

/** What a visit is prepared from: problems, medications, coverage and cost of one person on a date. */
export function patientCare({ store, asOf, population }: View, patient: number): PatientCare {
  const isEmpty = (table: string): boolean => rowsInPopulation(store, table) === 0
  const claims = claimRecords(store)
  const isByClaims = {
    problems: isEmpty('condition') && claimTables(store) !== undefined,
    medications: isEmpty('medication_request') && claims !== undefined
  }
  return {
    isByClaims,
    problems: isByClaims.problems
      ? claimedDiagnoses(store, population.index.registries, patient, asOf)
      : problemsOf(store, patient, asOf),
    medications: isByClaims.medications
      ? claimedDrugs(store, defined(claims), patient, asOf)
      : medicationsOf(store, patient, asOf),
    coverage: coverageOf(store, patient),
    paid12m: store.tables.has('explanation_of_benefit')
      ? paidByPerson(store, windowStart(asOf, CURRENT_MONTHS), asOf)[patient]
      : undefined
  }
}

function rowsOf(table: Table, patient: number): number[] {
  const offsets = defined(table.patientOffsets)
  const [from, to] = [offsets[patient]!, offsets[patient + 1]!]
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** One item per concept: the problem since its first day, the medication on its last. */
function collect(
  store: Store,
  table: Table,
  rows: readonly number[],
  dayOf: (row: number) => number,
  keep: 'first' | 'last'
): CareItem[] {
  const ids = table.column('code', 'concept').ids
  const referred = referredProduct(store, table)
  const found = new Map<number, number>()
  for (const row of rows) {
    const id = ids[row]! >= 0 ? ids[row]! : (referred?.(row) ?? -1)
    const day = dayOf(row)
    const known = found.get(id)
    if (id < 0) continue
    if (known === undefined || (keep === 'first' ? day < known : day > known)) found.set(id, day)
  }
  const { systems, codes, displays } = store.concepts
  return [...found]
    .map(([id, day]) => ({
      label: plainDisplay(systems[id]!, displays[id]!) || codes[id]!,
      day: day === NO_DAY ? undefined : day
    }))
    .sort((a, b) => (b.day ?? -Infinity) - (a.day ?? -Infinity) || a.label.localeCompare(b.label, activeLocale))
}

function problemsOf(store: Store, patient: number, asOf: number): CareItem[] {
  const table = store.tables.get('condition')
  if (table?.patientOffsets === undefined) return []
  const { start, end, counts } = conditionStates(table)
  const active = rowsOf(table, patient).filter((row) => counts[row] === 1 && start[row]! <= asOf && asOf < end[row]!)
  return collect(store, table, active, (row) => defined(table.day)[row]!, 'first')
}

function medicationsOf(store: Store, patient: number, asOf: number): CareItem[] {
  const table = store.tables.get('medication_request')
  if (table?.patientOffsets === undefined) return []
  const { codes, values } = table.column('status', 'dictionary')
  const from = windowStart(asOf, CURRENT_MONTHS)
  const current = rowsOf(table, patient).filter((row) => {
    const status = codes[row]! < 0 ? '' : values[codes[row]!]!
    const day = defined(table.day)[row]!
    return day <= asOf && (status === 'active' || (status === '' && day >= from))
  })
  return collect(store, table, current, (row) => defined(table.day)[row]!, 'last')
}

function coverageOf(store: Store, patient: number): CoverageSpan[] {
  const table = store.tables.get('coverage')
  if (table?.patientOffsets === undefined) return []
  const payers = payerRows(store)
  const plans = coveragePlans(store)
  const start = table.column('period_start', 'dateTime').days
  const end = lastWrittenDays(table.column('period_end', 'dateTime'))
  const known = (day: number): number | undefined => (day === NO_DAY ? undefined : day)
  const spans = rowsOf(table, patient)
    .map((row) => ({
      payer: payerLabel(payers.names[payers.coverages?.[row] ?? -1] ?? ''),
      plan: plans.names[plans.rows[row] ?? -1] ?? '',
      from: known(start[row]!),
      to: known(end[row]!)
    }))
    .reverse()
  // Claims may each hold their own copy of one coverage.
  return [...new Map(spans.map((span) => [JSON.stringify(span), span])).values()]
}
