import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { knownDay } from '../../claims/paid-claims.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { serviceTypes } from '../../claims/service-types.ts'
import { matchedVisits, type MatchedVisits } from '../../reconcile/match-visits.ts'
import { rowCodes } from '../../reconcile/row-codes.ts'
import type { Store } from '../../../store/model/store.ts'
import type { View } from '../base/view.ts'
import { smallNumbers, type SmallNumbers } from './counted-claims.ts'

/** What rows are counted by. */
interface RowGroup {
  readonly id: string
  /** Index into `values` of each row. */
  readonly codes: SmallNumbers
  readonly values: readonly string[]
}

/** Claims, or encounters, of people in the data in a period that were matched. */
export interface SideRows {
  readonly people: Int32Array
  /** Index into `chartOutcomes` or `claimOutcomes`. */
  readonly outcomes: Uint8Array
  readonly groups: readonly RowGroup[]
  /** Of claims: service and days to the claim, joined by a line feed; the number of values where the days are not known. */
  readonly lags: Omit<RowGroup, 'id'> | undefined
}

/** Both sides. */
interface ReconciledRows {
  readonly claims: SideRows
  readonly chart: SideRows
}

/** The rows of a shard that are reconciled in a period; prepared once. @returns undefined where there are no claims or no encounters */
export function reconciledRows({ population, store }: View, from: number, to: number): ReconciledRows | undefined {
  const found = matchedVisits(store)
  if (found === undefined) return undefined
  return population.prepared('reconciled-rows', `${from}-${to}`, () => ({
    claims: claimSide(store, found, from, to),
    chart: chartSide(store, found, from, to)
  }))
}

/** Rows of people in the data with an outcome and a day in the period. */
function rowsIn(
  outcomes: Int8Array,
  { days, patient }: { readonly days: Int32Array; readonly patient: Int32Array },
  from: number,
  to: number
): Int32Array {
  const rows: number[] = []
  for (let row = 0; row < outcomes.length; row++)
    if (outcomes[row]! >= 0 && days[row]! >= from && days[row]! <= to && patient[row]! >= 0) rows.push(row)
  return Int32Array.from(rows)
}

/** Numbers the values of rows. @param valueOf a number for each row that stands for a value, and what it says */
function groupRows(
  rows: Int32Array,
  id: string,
  valueOf: (row: number) => number,
  textOf: (value: number) => string
): RowGroup {
  const places = new Map<number, number>()
  const all = new Int32Array(rows.length)
  for (let index = 0; index < rows.length; index++) {
    const value = valueOf(rows[index]!)
    let place = places.get(value)
    if (place === undefined) {
      place = places.size
      places.set(value, place)
    }
    all[index] = place
  }
  const codes = smallNumbers(rows.length, places.size + 1)
  codes.set(all)
  return { id, codes, values: Array.from(places.keys(), textOf) }
}

function claimSide(store: Store, { claims, chart }: MatchedVisits, from: number, to: number): SideRows {
  const { days, patient, services, payers, table } = claims
  const rows = rowsIn(chart, claims, from, to)
  const { names } = payerRows(store)
  const billedFor = defined(rowCodes(store, table))
  const became = knownDay(claims)
  const serviceText = (service: number): string => serviceTypes[service]!.value
  // Days and service in one number; rows whose days are not known come last.
  const known = rows.filter((row) => became(row) !== NO_DAY)
  const lags = groupRows(
    known,
    'lag',
    (row) => Math.max(0, became(row) - days[row]!) * serviceTypes.length + services[row]!,
    (value) => `${serviceText(value % serviceTypes.length)}\n${Math.floor(value / serviceTypes.length)}`
  )
  const ofRows = smallNumbers(rows.length, lags.values.length + 1)
  let position = 0
  rows.forEach((row, place) => {
    ofRows[place] = became(row) === NO_DAY ? lags.values.length : lags.codes[position++]!
  })
  return {
    people: rows.map((row) => patient[row]!),
    outcomes: Uint8Array.from(rows, (row) => chart[row]!),
    groups: [
      groupRows(rows, 'service', (row) => services[row]!, serviceText),
      groupRows(
        rows,
        'code',
        (row) => billedFor.codes[row]!,
        (code) => billedFor.values[code] ?? ''
      ),
      groupRows(
        rows,
        'payer',
        (row) => payers[row]!,
        (payer) => names[payer] ?? ''
      )
    ],
    lags: { codes: ofRows, values: lags.values }
  }
}

function chartSide(store: Store, { encounters, claim }: MatchedVisits, from: number, to: number): SideRows {
  const [days, patient] = [defined(encounters.day), defined(encounters.patient)]
  const rows = rowsIn(claim, { days, patient }, from, to)
  const classes = encounters.column('class', 'concept').ids
  const { systems, codes } = store.concepts
  const cameFor = defined(rowCodes(store, encounters))
  return {
    people: rows.map((row) => patient[row]!),
    outcomes: Uint8Array.from(rows, (row) => claim[row]!),
    groups: [
      groupRows(
        rows,
        'class',
        (row) => classes[row]!,
        (id) => (id < 0 ? '' : `${systems[id]!}|${codes[id]!}`)
      ),
      groupRows(
        rows,
        'code',
        (row) => cameFor.codes[row]!,
        (code) => cameFor.values[code] ?? ''
      )
    ],
    lags: undefined
  }
}
