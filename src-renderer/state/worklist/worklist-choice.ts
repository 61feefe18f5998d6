import { gapStatuses } from '#engine/measures/results/gap-status.ts'
import {
  nextVisits,
  worklistColumnNames,
  worklistGroupings,
  type WorklistQuery,
  type WorklistSelection
} from '#engine/measures/results/worklist-result.ts'

/** What somebody chose to see of the worklist: what a saved view keeps. */
export interface WorklistChoice extends WorklistSelection {
  /** Ids of the columns to show; undefined for those that fit. */
  readonly columns: readonly string[] | undefined
}

/** What needs work, soonest first. */
export const firstChoice: WorklistChoice = {
  rates: [],
  statuses: ['open', 'due-soon', 'no-data'],
  owners: [],
  nextVisit: 'any',
  actWithin: undefined,
  followUpWithin: undefined,
  groupBy: undefined,
  sort: { column: 'actBy', descending: false },
  columns: undefined
}

/** What the people who are expected in the next week need: by day, and for each day by primary care provider. */
export const beforeVisits: WorklistChoice = {
  ...firstChoice,
  nextVisit: 'within-7-days',
  groupBy: 'nextVisit',
  sort: { column: 'provider', descending: false },
  columns: ['patient', 'measure', 'why', 'closes', 'nextVisit', 'provider']
}

/**
 * The question to the engine.
 * @param asOf the day from which days to act are told
 * @param now the day from which follow-ups are told
 */
export function queryOf(choice: WorklistSelection, search: string, asOf: number, now: number): WorklistQuery {
  return {
    rates: choice.rates,
    statuses: choice.statuses,
    owners: choice.owners,
    search,
    nextVisit: choice.nextVisit,
    actBy: choice.actWithin === undefined ? undefined : asOf + choice.actWithin,
    followUpBy: choice.followUpWithin === undefined ? undefined : now + choice.followUpWithin
  }
}

/** What a board pins of a choice: everything but its columns. */
export function selectionOf({ columns: _, ...selection }: WorklistChoice): WorklistSelection {
  return selection
}

/** A choice as text, for a saved view. */
export function writeChoice(choice: WorklistChoice): string {
  return JSON.stringify(choice)
}

/** @returns the choice; what another version wrote and this one does not know falls back to the first choice */
export function readChoice(json: string): WorklistChoice {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    return firstChoice
  }
  if (typeof parsed !== 'object' || parsed === null) return firstChoice
  const read = (key: string): unknown => Reflect.get(parsed, key)
  const sort = read('sort')
  const column = worklistColumnNames.find((name) => isObject(sort) && sort['column'] === name)
  const within = read('actWithin')
  const followUp = read('followUpWithin')
  const visit = read('nextVisit')
  return {
    rates: texts(read('rates')),
    statuses: gapStatuses.filter((status) => texts(read('statuses')).includes(status)),
    owners: texts(read('owners')),
    nextVisit: nextVisits.find((name) => name === visit) ?? 'any',
    actWithin: typeof within === 'number' && Number.isFinite(within) ? within : undefined,
    followUpWithin: typeof followUp === 'number' && Number.isFinite(followUp) ? followUp : undefined,
    groupBy: worklistGroupings.find((name) => name === read('groupBy')),
    sort:
      column === undefined ? firstChoice.sort : { column, descending: isObject(sort) && sort['descending'] === true },
    columns: Array.isArray(read('columns')) ? texts(read('columns')) : undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}
