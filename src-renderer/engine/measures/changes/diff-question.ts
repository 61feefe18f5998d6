import type { DiffCause, DiffMeasure, DiffSide } from './diff-steps.ts'
import type { PopulationMembers, RunKey } from '../run/measure-run.ts'
import { casesOf } from '../rates/rate-tally.ts'

/** Cases per person of one population, from run to run. */
export interface Chain {
  /** `before` has ordinals of its own; the others those of after. */
  readonly populations: readonly (PopulationMembers | undefined)[]
}

/** Ordinals of one person on both sides; -1 where not there. */
export interface ComparedPerson {
  readonly id: string
  readonly before: number
  readonly after: number
}

/** Everything that reasons are found from, for one rate. */
export interface DiffQuestion {
  readonly before: DiffSide
  readonly after: DiffSide
  readonly causes: readonly DiffCause[]
  readonly measure: DiffMeasure | undefined
  /** Id of the group. */
  readonly group: string
  /** By code of the population. */
  readonly chains: ReadonlyMap<string, Chain>
  readonly periodBefore: RunKey['period']
  readonly periodAfter: RunKey['period']
}

/** One person who entered or left one population in one step. */
export interface Moved {
  readonly person: ComparedPerson
  readonly code: string
  /** Place of the run after the step in the chain. */
  readonly at: number
  readonly entered: boolean
}

/** By how many cases of a person a population changed in a step; 0 where there is no such population. */
export function changeAt({ populations }: Chain, person: ComparedPerson, position: number): number {
  const casesAt = (run: number): number => {
    const ordinal = run === 0 ? person.before : person.after
    return ordinal < 0 ? 0 : casesOf(populations[run], ordinal)
  }
  return casesAt(position) - casesAt(position - 1)
}
