import { addMonths, monthStart } from '../fhir/calendar.ts'
import type { Store, Table } from '../store/store.ts'
import { countBits, ordinalsOf } from '../kernels/bitset.ts'
import type { FitnessInput, Summary } from './summary-result.ts'
import type { View } from './view.ts'

/** Feeds that ought to have rows in every month. */
const monthlyTables = ['encounter', 'observation', 'condition', 'explanation_of_benefit']

/** An input, and whether the data hold nothing of its kind. */
interface Measured extends FitnessInput {
  readonly absent: boolean
}

function input(label: string, good: number, all: number, what: string, nothing: string): Measured {
  if (all === 0) return { label, score: 0, reason: nothing, absent: true }
  // Rounded down, so that 100 is said only when nothing is missing.
  const score = Math.floor((good / all) * 100)
  return {
    label,
    score,
    reason: `${good.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} ${what}`,
    absent: false
  }
}

function lines(store: Store): Measured {
  let stored = 0
  let rejected = 0
  for (const file of store.report.files) {
    stored += file.stored
    rejected += file.rejected
  }
  return input('Lines stored', stored, stored + rejected, 'lines could be stored', 'No lines were read.')
}

function references({ report }: Store): Measured {
  const { references: all, resolved } = report.values
  return input('References resolved', resolved, all, 'references lead to a resource', 'There are no references.')
}

function dates({ report }: Store): Measured {
  const bad = report.rejectCounts['bad-date'] ?? 0
  const read = report.values.dates
  return input('Dates read', read, read + bad, 'dates could be read', 'There are no dates.')
}

function rowsWith(
  table: Table | undefined,
  counts: (row: number) => boolean,
  holds: (row: number) => boolean
): { readonly all: number; readonly good: number } {
  let all = 0
  let good = 0
  for (let row = 0; row < (table?.rows ?? 0); row++) {
    if (!counts(row)) continue
    all++
    if (holds(row)) good++
  }
  return { all, good }
}

function codedConditions(store: Store): Measured {
  const table = store.tables.get('condition')
  const code = table?.column('code', 'concept').ids
  const { all, good } = rowsWith(
    table,
    () => true,
    (row) => code![row]! >= 0
  )
  return input('Diagnoses coded', good, all, 'diagnoses have a code', 'There are no diagnoses.')
}

function codedResults(store: Store): Measured {
  const table = store.tables.get('observation')
  const value = table?.column('value', 'number').values
  const code = table?.column('code', 'concept').ids
  const unit = table?.column('unit', 'dictionary')
  const { all, good } = rowsWith(
    table,
    (row) => !Number.isNaN(value![row]),
    (row) => code![row]! >= 0 && unit!.codes[row]! >= 0 && unit!.values[unit!.codes[row]!] !== ''
  )
  return input(
    'Results with code and unit',
    good,
    all,
    'numeric results have a code and a unit',
    'There are no results.'
  )
}

function recentMonths(view: View): Measured {
  const last = monthStart(view.span.last ?? view.asOf)
  let all = 0
  let good = 0
  for (const name of monthlyTables) {
    const table = view.store.tables.get(name)
    if (table?.day === undefined || table.rows === 0) continue
    const seen = new Set<number>()
    const from = addMonths(last, -11)
    for (let row = 0; row < table.rows; row++) {
      const day = table.day[row]!
      if (day >= from && day < addMonths(last, 1)) seen.add(monthStart(day))
    }
    all += 12
    good += seen.size
  }
  return input('Months with data', good, all, 'months of the last twelve have rows in each feed', 'No dated rows.')
}

function recorded(view: View, dimensionId: string): FitnessInput {
  const dimension = view.population.dimension(dimensionId)
  const unknown = dimension.values.findIndex((value) => value.value === 'unknown')
  const codes = view.population.codes(dimensionId, view.asOf)
  let good = 0
  for (const patient of ordinalsOf(view.people)) if (codes[patient] !== unknown) good++
  const what = dimension.label.toLowerCase()
  const label = `${dimension.label} recorded`
  const { score, reason } = input(label, good, countBits(view.people), `people have a ${what}`, 'Nobody is in view')
  return { label, score, reason: `${reason}. Not part of the score; it limits breakdowns by ${what} only.` }
}

/**
 * How far the data can be trusted. The score is that of the weakest input, without those that only limit a breakdown and
 * those of which the data hold nothing at all.
 */
export function fitness(view: View): Summary['fitness'] {
  const required = view.population.once('fitness', () => [
    lines(view.store),
    references(view.store),
    dates(view.store),
    codedConditions(view.store),
    codedResults(view.store),
    recentMonths(view)
  ])
  const present = required.filter((each) => !each.absent)
  return {
    score: present.length === 0 ? 0 : Math.min(...present.map((each) => each.score)),
    inputs: [...required, recorded(view, 'payer'), recorded(view, 'race')].map(({ label, score, reason }) => ({
      label,
      score,
      reason
    }))
  }
}
