import type { Definition } from '../figure.ts'
import { countByBin, dayBins } from '../kernels/day-bins.ts'
import { hasBit, type Bitset } from '../kernels/bitset.ts'
import { windowStart } from '../registries/control-band.ts'
import type { ColumnTest, Filter } from '../selection/filter.ts'
import { notInForce } from '../selection/payer-dimension.ts'
import { resolveRows } from '../selection/resolve-rows.ts'
import { encounterClasses, visitsOnly } from './encounter-classes.ts'
import { rateFigure } from './figures.ts'
import type { KeyFigure } from './panel.ts'
import { monthsUpTo } from './periods.ts'
import { personYears } from './person-time.ts'
import { trendNote } from './trend-note.ts'
import type { View } from './view.ts'

const emergency: Definition = {
  id: 'utilisation/emergency',
  version: '1.0.0',
  title: 'Emergency visits per 1,000',
  text:
    'Encounters of class emergency that began in the 12 months up to the date and took place ÷ years lived in these ' +
    'months by the same people, those who match the filters on the date, dead or alive.',
  sources: [{ title: 'Exact interval of a Poisson count', publisher: 'Garwood, Biometrika 28: 437-442', year: 1936 }]
}

const paid: Definition = {
  id: 'utilisation/paid',
  version: '1.0.0',
  title: 'Paid per person per month',
  text:
    'Payment amounts of claims for service in the 12 months up to the date ÷ months lived in these by the same people, ' +
    'those who match the filters on the date. Without enrolment periods, living counts as membership. The latest months ' +
    'may lack claims that are still to come.',
  sources: []
}

/** Months of person-time are compared month by month, each with its own people. */
function emergencyTrend(view: View, filters: readonly Filter[]): { readonly values: number[]; readonly note: string } {
  const found = view.population.once('encounter-classes', () => encounterClasses(view.store))
  const months = monthsUpTo(view.asOf, 25, view.span.first).filter((month) => !month.incomplete)
  if (found?.table.day === undefined) return { values: [], note: 'no encounters' }
  const groups = view.population.once('emergency-rows', () =>
    Int32Array.from(found.codes, (code) => (code >= 0 && found.classes[code]!.emergency ? 0 : -1))
  )
  const people = months.map((month) => view.population.select(month.end, filters))
  const counts = countByBin(
    { days: found.table.day, groups, groupCount: 1, patient: found.table.patient!, people },
    dayBins(months)
  )
  const rates = months.map((month, index) => {
    const years = personYears(view.store, people[index]!, month)
    return years > 0 ? (counts[index]! * 1000) / years : 0
  })
  const last = months.slice(-24)
  const values = rates.slice(-24)
  return { values, note: trendNote(values, last) }
}

/**
 * Emergency visits of the people who match `filters`.
 * @returns undefined when the data hold no encounters
 */
export function emergencyFigure(view: View, filters: readonly Filter[]): KeyFigure | undefined {
  const { population, store, asOf } = view
  const found = population.once('encounter-classes', () => encounterClasses(store))
  if (found?.table.day === undefined) return undefined
  const start = windowStart(asOf, 12)
  const people: Bitset = population.select(asOf, filters)
  const rows = {
    table: 'encounter',
    asOf,
    filters,
    where: [
      { column: 'class', in: found.classes.filter((each) => each.emergency).map((each) => each.value) },
      { column: '@day', from: start, to: asOf },
      visitsOnly
    ]
  }
  const events = resolveRows(population, rows).length
  const years = personYears(store, people, { start, end: asOf })
  const { values, note } = emergencyTrend(view, filters)
  return {
    id: 'emergency',
    label: emergency.title,
    figure: rateFigure(events, years, 'per1000PersonYears', rows, view.provenance(emergency)),
    note,
    trend: values
  }
}

/** Payments for the people in view. @returns undefined when the data hold no claims */
export function paidFigure(view: View): KeyFigure | undefined {
  const { population, store, asOf, filters } = view
  const table = store.tables.get('explanation_of_benefit')
  if (table?.day === undefined || table.rows === 0) return undefined
  const start = windowStart(asOf, 12)
  const inForce: ColumnTest = { column: 'status', in: notInForce, exclude: true }
  const claims = { table: 'explanation_of_benefit', asOf, filters, where: [inForce] }
  const amounts = table.column('payment_amount', 'number').values
  const monthly = monthsUpTo(asOf, 25, view.span.first)
  const sums = new Float64Array(monthly.length)
  const bins = dayBins(monthly)
  let total = 0
  const people = population.select(asOf, filters)
  const status = table.column('status', 'dictionary')
  const counts = Uint8Array.from(status.values, (value) => ((notInForce as readonly string[]).includes(value) ? 0 : 1))
  for (let row = 0; row < table.rows; row++) {
    const amount = amounts[row]!
    const day = table.day[row]!
    const patient = table.patient![row]!
    const code = status.codes[row]!
    if (day > asOf || Number.isNaN(amount) || (code >= 0 && counts[code] === 0)) continue
    if (filters.length > 0 && (patient < 0 || !hasBit(people, patient))) continue
    if (day >= start) total += amount
    if (day >= bins.starts[0]!) sums[bins.binOf[day - bins.starts[0]!]!]! += amount
  }
  const months = personYears(store, people, { start, end: asOf }) * 12
  const trend = monthly
    .map((month, index) => ({ month, value: sums[index]! / (personYears(store, people, month) * 12) }))
    .filter(({ month, value }) => !month.incomplete && Number.isFinite(value))
    .slice(-24)
  return {
    id: 'paid',
    label: paid.title,
    figure: {
      value: months > 0 ? total / months : undefined,
      unit: 'usd',
      numerator: total,
      denominator: months,
      rows: { ...claims, where: [inForce, { column: '@day', from: start, to: asOf }] },
      provenance: view.provenance(paid)
    },
    note: trendNote(
      trend.map((each) => each.value),
      trend.map((each) => each.month)
    ),
    trend: trend.map((each) => each.value)
  }
}
