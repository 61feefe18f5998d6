import { enginePopulationPanelsDataMessages as m } from '#messages/engine/population/panels/data.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { asSentence } from '#shared/as-sentence.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { codedDiagnoses } from '../../claims/claim-diagnoses.ts'
import { claimTables } from '../../claims/claim-tables.ts'
import { askShards } from '../../../shards/mergeable.ts'
import type { Store } from '../../../store/model/store.ts'
import { countBits, ordinalsOf } from '../../../base/kernels/bitset.ts'
import type { FitnessInput, Summary } from '../results/summary-result.ts'
import { addFeedMonths, emptyMonths, emptyMonthsText, feedMonths, type FeedMonths } from './feed-months.ts'
import type { View } from '../base/view.ts'

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
  const reason =
    all === 0 ? nothing : m.goodOfAllWhat(good.toLocaleString(activeLocale), all.toLocaleString(activeLocale), what)
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
    label: m.linesStored,
    what: m.linesCouldBeStored,
    nothing: m.noLinesWereRead
  })
}

function references({ report }: Store): MeasuredInput {
  const { references: all, resolved } = report.values
  return input('references', resolved, all, {
    label: m.referencesResolved,
    what: m.referencesLeadToAResource,
    nothing: m.thereAreNoReferences
  })
}

function dates({ report }: Store): MeasuredInput {
  const bad = report.rejectCounts['bad-date'] ?? 0
  const read = report.values.dates
  return input('dates', read, read + bad, {
    label: m.datesRead,
    what: m.datesCouldBeRead,
    nothing: m.thereAreNoDates
  })
}

/** Some things, and those of them that are good. */
interface Tally {
  readonly all: number
  readonly good: number
}

function addTallies(left: Tally, right: Tally): Tally {
  return { all: left.all + right.all, good: left.good + right.good }
}

function codedConditions(store: Store): Tally {
  const code = store.tables.get('condition')?.column('code', 'concept').ids ?? new Int32Array(0)
  const claims = claimTables(store)
  const onClaims = claims === undefined ? new Uint8Array(0) : codedDiagnoses(claims)
  return {
    all: code.length + onClaims.length,
    good: code.filter((id) => id >= 0).length + onClaims.filter((coded) => coded === 1).length
  }
}

function codedResults(store: Store): Tally {
  const table = store.tables.get('observation')
  if (table === undefined) return { all: 0, good: 0 }
  const value = table.column('value', 'number').values
  const code = table.column('code', 'concept').ids
  const unit = table.column('unit', 'dictionary')
  let all = 0
  let good = 0
  for (let row = 0; row < table.rows; row++) {
    if (Number.isNaN(value[row])) continue
    all++
    if (code[row]! >= 0 && unit.codes[row]! >= 0 && unit.values[unit.codes[row]!] !== '') good++
  }
  return { all, good }
}

function recentMonths(months: FeedMonths): MeasuredInput {
  const { all, empty } = emptyMonths(months)
  const measured = input('months', all - empty.length, all, {
    label: m.monthsWithData,
    what: m.feedMonthsOfTheLastTwelve,
    nothing: m.noDatedRows
  })
  return empty.length === 0 ? measured : { ...measured, reason: emptyMonthsText(empty, all) }
}

const optionalDimensions = ['payer', 'race'] as const

/** The people in view, and those of them about whom a dimension says something. */
function recorded(view: View, dimensionId: (typeof optionalDimensions)[number]): Tally {
  const dimension = view.population.dimension(dimensionId)
  const unknown = dimension.values.findIndex((value) => value.value === 'unknown')
  const codes = view.population.codes(dimensionId, view.asOf)
  let good = 0
  for (const patient of ordinalsOf(view.people)) if (codes[patient] !== unknown) good++
  return { all: countBits(view.people), good }
}

function recordedInput(view: View, id: (typeof optionalDimensions)[number], { good, all }: Tally): MeasuredInput {
  const { label } = view.population.dimension(id)
  const what = inSentence(label)
  const measured = input(id, good, all, {
    label: m.labelRecorded(label),
    what: m.peopleHaveA(what),
    nothing: m.nobodyIsInView
  })
  const reason = m.notPartOfTheScoreIt(asSentence(measured.reason), what)
  return { ...measured, reason, optional: true }
}

/** What one shard tells of the fitness. What files and references are like is told by the report of the load. */
interface FitnessPart {
  readonly diagnoses: Tally
  readonly results: Tally
  readonly months: FeedMonths
  readonly optional: readonly Tally[]
}

/** Everything that the fitness rests on, those that count for the score first. */
export function fitnessInputs(views: readonly View[]): MeasuredInput[] {
  return askShards(views, {
    partial: (view): FitnessPart => ({
      ...view.population.once('fitness', () => ({
        diagnoses: codedConditions(view.store),
        results: codedResults(view.store),
        months: feedMonths(view)
      })),
      optional: optionalDimensions.map((id) => recorded(view, id))
    }),
    merge: (left, right) => ({
      diagnoses: addTallies(left.diagnoses, right.diagnoses),
      results: addTallies(left.results, right.results),
      months: addFeedMonths(left.months, right.months),
      optional: left.optional.map((tally, index) => addTallies(tally, right.optional[index]!))
    }),
    finish: ({ diagnoses, results, months, optional }) => {
      const view = views[0]!
      return [
        lines(view.store),
        references(view.store),
        dates(view.store),
        input('diagnoses', diagnoses.good, diagnoses.all, {
          label: m.diagnosesCoded,
          what: m.diagnosesHaveACode,
          nothing: m.thereAreNoDiagnoses
        }),
        input('results', results.good, results.all, {
          label: m.resultsWithCodeAndUnit,
          what: m.numericResultsHaveACodeAnd,
          nothing: m.thereAreNoResults
        }),
        recentMonths(months),
        ...optionalDimensions.map((id, index) => recordedInput(view, id, optional[index]!))
      ]
    }
  })
}

/**
 * How far the data can be trusted. The score is that of the weakest input, without those that only limit a breakdown and
 * those of which the data hold nothing at all.
 */
export function fitness(views: readonly View[]): Summary['fitness'] {
  const inputs = fitnessInputs(views)
  const counted = inputs.filter(({ optional, all }) => !optional && all > 0)
  return {
    score: counted.length === 0 ? 0 : Math.min(...counted.map((each) => each.score)),
    inputs: inputs.map(({ label, score, reason }) => ({ label, score, reason }))
  }
}
