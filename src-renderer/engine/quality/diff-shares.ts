import { agesMet } from './age-limits.ts'
import { birthOf, dataChange, type DataFingerprint } from './data-fingerprint.ts'
import type { DiffCause, DiffMeasure, DiffSide } from './diff-steps.ts'
import { dayOfIso } from './iso-day.ts'
import type { PopulationMembers, RunKey } from './measure-run.ts'
import { casesOf } from './rate-tally.ts'
import type { DiffReason } from './refresh-diff-result.ts'

/** Cases per person of one population, from run to run. */
export interface Chain {
  /** `before` has ordinals of its own; the others those of after. */
  readonly populations: readonly (PopulationMembers | undefined)[]
}

/** Ordinals of one person on both sides; -1 where not there. */
export interface Person {
  readonly id: string
  readonly before: number
  readonly after: number
}

/** Everybody of both sides, matched by the id of the Patient. */
export function everybody(before: DataFingerprint, after: DataFingerprint): readonly Person[] {
  const old = new Map(before.ids.map((id, ordinal) => [id, ordinal]))
  const people = after.ids.map((id, ordinal) => ({ id, before: old.get(id) ?? -1, after: ordinal }))
  const here = new Set(after.ids)
  before.ids.forEach((id, ordinal) => {
    if (!here.has(id)) people.push({ id, before: ordinal, after: -1 })
  })
  return people
}

/** What a change of a person's cases is put down to. */
interface Share {
  readonly reason: DiffReason
  readonly cases: number
}

/** Everything that reasons are found from, for one rate. */
export interface Question {
  readonly before: DiffSide
  readonly after: DiffSide
  readonly causes: readonly DiffCause[]
  readonly measure: DiffMeasure | undefined
  readonly periodBefore: RunKey['period']
  readonly periodAfter: RunKey['period']
}

function reasonOf(cause: DiffCause, entered: boolean, person: Person, question: Question): DiffReason {
  switch (cause) {
    case 'data': {
      const change = dataChange(question.before.people, person.before, question.after.people, person.after)
      return change === 'same' ? 'changed-data' : change
    }
    case 'period':
      return ageReason(person, entered, question) ?? 'period-moved'
    case 'code-list':
      return 'code-list-changed'
    case 'logic':
      return 'logic-changed'
    case 'several':
      return 'several-changes'
  }
}

/** Whether an age that the logic asks for is met in one period and not in the other. */
function ageReason(person: Person, entered: boolean, question: Question): DiffReason | undefined {
  const { measure, periodBefore, periodAfter, after } = question
  const birth = birthOf(after.people, person.after)
  if (measure === undefined || measure.ages.length === 0 || birth === undefined) return undefined
  const met = (period: RunKey['period']): readonly boolean[] =>
    agesMet(measure.ages, birth, { start: dayOfIso(period.start), end: dayOfIso(period.end) })
  const was = met(periodBefore)
  const crossed = met(periodAfter).some((is, at) => is !== was[at])
  return crossed ? (entered ? 'aged-in' : 'aged-out') : undefined
}

/**
 * Puts the change of one person's cases down to reasons. It is the last steps that made it so that count: steps are gone
 * through from the end, each giving what it changed in the direction of the whole, until the whole is explained.
 */
export function sharesOf({ populations }: Chain, person: Person, question: Question): readonly Share[] {
  const cases = populations.map((population, at) => {
    const ordinal = at === 0 ? person.before : person.after
    return ordinal < 0 ? 0 : casesOf(population, ordinal)
  })
  const whole = cases.at(-1)! - cases[0]!
  if (whole === 0) return []
  if (person.before < 0) return [{ reason: 'person-new', cases: whole }]
  if (person.after < 0) return [{ reason: 'person-gone', cases: whole }]
  const shares: Share[] = []
  let left = whole
  for (let at = cases.length - 1; at > 0 && left !== 0; at--) {
    const step = cases[at]! - cases[at - 1]!
    if (step === 0 || step > 0 !== whole > 0) continue
    const part = whole > 0 ? Math.min(step, left) : Math.max(step, left)
    shares.push({ reason: reasonOf(question.causes[at - 1]!, whole > 0, person, question), cases: part })
    left -= part
  }
  return shares
}
