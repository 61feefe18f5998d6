import { asSentence } from '#shared/as-sentence.ts'
import { addMonths, civilFromDay, monthStart } from '../../../base/fhir/calendar.ts'
import { codedDiagnoses } from '../../claims/claim-diagnoses.ts'
import { claimTables } from '../../claims/claim-tables.ts'
import type { Store, Table } from '../../../store/model/store.ts'
import { countBits, ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { FitnessInput, Summary } from '../results/summary-result.ts'
import type { View } from '../base/view.ts'

/** Feeds that ought to have rows in every month. */
const monthlyTables = ['encounter', 'observation', 'condition', 'explanation_of_benefit']

/** What the fitness rests on. */
export type FitnessInputId = 'lines' | 'references' | 'dates' | 'diagnoses' | 'results' | 'months' | 'payer' | 'race'

/** An input with what it is made of. */
export interface MeasuredInput extends FitnessInput {
  readonly id: FitnessInputId
  readonly good: number
  /** 0 where the data hold nothing of its kind. */
  readonly all: number
  /** It limits a breakdown only, and does not count for the score. */
  readonly optional: boolean
}

interface Words {
  readonly label: string
  /** What the good ones are, after both numbers. */
  readonly what: string
  /** Said where there are none at all. */
  readonly nothing: string
}

function input(id: FitnessInputId, good: number, all: number, { label, what, nothing }: Words): MeasuredInput {
  const reason = all === 0 ? nothing : `${good.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} ${what}`
  // Rounded down, so that 100 is said only when nothing is missing.
  return { id, label, score: all === 0 ? 0 : Math.floor((good / all) * 100), reason, good, all, optional: false }
}

function lines(store: Store): MeasuredInput {
  let stored = 0
  let rejected = 0
  for (const file of store.report.files) {
    stored += file.stored
    rejected += file.rejected
  }
  return input('lines', stored, stored + rejected, {
    label: 'Lines stored',
    what: 'lines could be stored',
    nothing: 'No lines were read.'
  })
}

function references({ report }: Store): MeasuredInput {
  const { references: all, resolved } = report.values
  return input('references', resolved, all, {
    label: 'References resolved',
    what: 'references lead to a resource',
    nothing: 'There are no references.'
  })
}

function dates({ report }: Store): MeasuredInput {
  const bad = report.rejectCounts['bad-date'] ?? 0
  const read = report.values.dates
  return input('dates', read, read + bad, {
    label: 'Dates read',
    what: 'dates could be read',
    nothing: 'There are no dates.'
  })
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

function codedConditions(store: Store): MeasuredInput {
  const code = store.tables.get('condition')?.column('code', 'concept').ids ?? new Int32Array(0)
  const claims = claimTables(store)
  const onClaims = claims === undefined ? new Uint8Array(0) : codedDiagnoses(claims)
  const all = code.length + onClaims.length
  const good = code.filter((id) => id >= 0).length + onClaims.filter((coded) => coded === 1).length
  return input('diagnoses', good, all, {
    label: 'Diagnoses coded',
    what: 'diagnoses have a code',
    nothing: 'There are no diagnoses.'
  })
}

function codedResults(store: Store): MeasuredInput {
  const table = store.tables.get('observation')
  const value = table?.column('value', 'number').values
  const code = table?.column('code', 'concept').ids
  const unit = table?.column('unit', 'dictionary')
  const { all, good } = rowsWith(
    table,
    (row) => !Number.isNaN(value![row]),
    (row) => code![row]! >= 0 && unit!.codes[row]! >= 0 && unit!.values[unit!.codes[row]!] !== ''
  )
  return input('results', good, all, {
    label: 'Results with code and unit',
    what: 'numeric results have a code and a unit',
    nothing: 'There are no results.'
  })
}

function recentMonths(view: View): MeasuredInput {
  const end = view.span.last ?? view.asOf
  // A month that the data do not reach the end of cannot be empty yet.
  const isOver = monthStart(end + 1) !== monthStart(end)
  const last = isOver ? monthStart(end) : addMonths(monthStart(end), -1)
  const months = Array.from({ length: 12 }, (_, back) => addMonths(last, back - 11))
  let all = 0
  const empty: { readonly feed: string; readonly month: number }[] = []
  for (const name of monthlyTables) {
    const table = view.store.tables.get(name)
    if (table?.day === undefined || table.rows === 0) continue
    const seen = new Set<number>()
    for (let row = 0; row < table.rows; row++) {
      const day = table.day[row]!
      if (day >= months[0]! && day < addMonths(last, 1)) seen.add(monthStart(day))
    }
    all += months.length
    for (const month of months) if (!seen.has(month)) empty.push({ feed: feedNames[name] ?? name, month })
  }
  const measured = input('months', all - empty.length, all, {
    label: 'Months with data',
    what: 'feed-months of the last twelve have rows',
    nothing: 'No dated rows.'
  })
  return empty.length === 0 ? measured : { ...measured, reason: emptyMonthsText(empty, all) }
}

const feedNames: Readonly<Record<string, string>> = {
  encounter: 'encounters',
  observation: 'observations',
  condition: 'conditions',
  explanation_of_benefit: 'claims'
}

const monthNames = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** Empty months that are named; the others are counted. */
const NAMED = 4

/** E.g. "3 of 48 feed-months are empty: conditions in Apr 2021, encounters in Apr 2021, observations in Apr 2021". */
function emptyMonthsText(empty: readonly { readonly feed: string; readonly month: number }[], all: number): string {
  const named = empty.slice(0, NAMED).map(({ feed, month }) => {
    const { year, month: number } = civilFromDay(month)
    return `${feed} in ${monthNames[number - 1]!} ${year}`
  })
  const more = empty.length > NAMED ? ` and ${empty.length - NAMED} more` : ''
  return `${empty.length} of ${all} feed-months ${empty.length === 1 ? 'is' : 'are'} empty: ${named.join(', ')}${more}`
}

function recorded(view: View, dimensionId: 'payer' | 'race'): MeasuredInput {
  const dimension = view.population.dimension(dimensionId)
  const unknown = dimension.values.findIndex((value) => value.value === 'unknown')
  const codes = view.population.codes(dimensionId, view.asOf)
  let good = 0
  for (const patient of ordinalsOf(view.people)) if (codes[patient] !== unknown) good++
  const what = dimension.label.toLowerCase()
  const words = { label: `${dimension.label} recorded`, what: `people have a ${what}`, nothing: 'Nobody is in view' }
  const measured = input(dimensionId, good, countBits(view.people), words)
  const reason = `${asSentence(measured.reason)} Not part of the score; it limits breakdowns by ${what} only.`
  return { ...measured, reason, optional: true }
}

/** Everything that the fitness rests on, those that count for the score first. */
export function fitnessInputs(view: View): MeasuredInput[] {
  const required = view.population.once('fitness', () => [
    lines(view.store),
    references(view.store),
    dates(view.store),
    codedConditions(view.store),
    codedResults(view.store),
    recentMonths(view)
  ])
  return [...required, recorded(view, 'payer'), recorded(view, 'race')]
}

/**
 * How far the data can be trusted. The score is that of the weakest input, without those that only limit a breakdown and
 * those of which the data hold nothing at all.
 */
export function fitness(view: View): Summary['fitness'] {
  const inputs = fitnessInputs(view)
  const counted = inputs.filter(({ optional, all }) => !optional && all > 0)
  return {
    score: counted.length === 0 ? 0 : Math.min(...counted.map((each) => each.score)),
    inputs: inputs.map(({ label, score, reason }) => ({ label, score, reason }))
  }
}
