import { engineModelsTrainingMessages as m } from '#messages/engine/models/training.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { TrainingExamples } from './training-data.ts'

/** Rows to fit, and later ones to judge by. */
export interface TimeFold {
  readonly fit: Int32Array
  readonly judge: Int32Array
}

/** How folds were made, in words. */
export interface TimeFolds {
  readonly folds: readonly TimeFold[]
  readonly text: string
}

const BLOCKS = 4
/** Events that both sides of a fold must have. */
const FOLD_EVENTS = 5
/** Rows of one side of a fold; of more, every so many-th is taken. */
const FOLD_ROWS = 20_000

/**
 * Folds that look ahead: what is judged begins after every outcome of what is fitted is over. Where the examples reach
 * over too short a time for that, folds by person: nobody stands on both sides.
 */
export function timeFolds(examples: Pick<TrainingExamples, 'index' | 'end' | 'patient' | 'outcomes'>): TimeFolds {
  const { index, end, patient } = examples
  const rows = Array.from(index.keys())
  const ahead = blockStarts(index).map((from, block, starts): TimeFold => {
    const to = starts[block + 1] ?? Number.POSITIVE_INFINITY
    return {
      fit: Int32Array.from(rows.filter((row) => end[row]! <= from)),
      judge: Int32Array.from(rows.filter((row) => index[row]! >= from && index[row]! < to))
    }
  })
  const usable = ahead.filter((fold) => hasEvents(fold, examples.outcomes))
  if (usable.length > 0)
    return {
      folds: usable.map(thin),
      text: m.foldsThatLookAheadInTime(usable.length)
    }
  const byPerson = Array.from({ length: BLOCKS }, (_, block): TimeFold => {
    const isJudged = (row: number): boolean => patient[row]! % BLOCKS === block
    return {
      fit: Int32Array.from(rows.filter((row) => !isJudged(row))),
      judge: Int32Array.from(rows.filter(isJudged))
    }
  })
  return {
    folds: byPerson.filter((fold) => hasEvents(fold, examples.outcomes)).map(thin),
    text: m.foldsByPersonBecauseTheExamples(BLOCKS)
  }
}

/** First index dates of what is judged: each date but the first where there are few, else quarters of the examples. */
function blockStarts(index: Int32Array): readonly Day[] {
  const dates = [...new Set(index)].toSorted((left, right) => left - right)
  if (dates.length <= BLOCKS + 1) return dates.slice(1)
  const ascending = index.toSorted()
  const starts = Array.from(
    { length: BLOCKS - 1 },
    (_, block) => ascending[Math.floor(((block + 1) * ascending.length) / BLOCKS)]!
  )
  return [...new Set(starts)]
}

function hasEvents({ fit, judge }: TimeFold, outcomes: Uint8Array): boolean {
  return [fit, judge].every((rows) => {
    const events = rows.reduce((sum, row) => sum + outcomes[row]!, 0)
    return Math.min(events, rows.length - events) >= FOLD_EVENTS
  })
}

function thin({ fit, judge }: TimeFold): TimeFold {
  const every = (rows: Int32Array): Int32Array => {
    const step = Math.ceil(rows.length / FOLD_ROWS)
    return step <= 1 ? rows : rows.filter((_, place) => place % step === 0)
  }
  return { fit: every(fit), judge: every(judge) }
}
