import { defined } from '#shared/language/defined.ts'
import { agesMet, isSettled } from './age-limits.ts'
import { birthOf } from '../rates/data-fingerprint.ts'
import { changeAt, type Moved, type DiffQuestion } from './diff-question.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import type { RunKey } from '../run/measure-run.ts'
import type { DiffReason } from '../results/refresh-diff-result.ts'

/** Populations that make somebody eligible, the one that decides most first. */
const eligible: readonly string[] = ['denominator', 'measure-population', 'initial-population']
const excludes: readonly string[] = [
  'denominator-exclusion',
  'denominator-exception',
  'measure-population-exclusion',
  'numerator-exclusion'
]

/** Which way a population went in the step: 1 in, -1 out, 0 neither. */
function direction(code: string, { person, at }: Moved, { chains }: DiffQuestion): number {
  const chain = chains.get(code)
  return chain === undefined ? 0 : Math.sign(changeAt(chain, person, at))
}

/**
 * Why a person's place changed when nothing but the period did. In this order: an age of the measure that is reached in one
 * of the periods alone; records that make eligible; an exclusion or exception; the records that the numerator reads. What
 * follows from another population has the reason of that one: who is no longer eligible leaves the numerator for it.
 */
export function periodReason(moved: Moved, question: DiffQuestion): DiffReason {
  const { code, entered } = moved
  const way = entered ? 1 : -1
  if (eligible.includes(code) || eligible.some((item) => direction(item, moved, question) === way)) {
    return eligibleReason(moved, question)
  }
  const evidence = evidenceReason(moved, question)
  if (excludes.includes(code)) {
    // Who is in the numerator needs no exception.
    const gaveWay = code === 'denominator-exception' && direction('numerator', moved, question) === -way
    if (gaveWay) return evidence
    return ageReason(moved, question) ?? (entered ? 'exclusion-began' : 'exclusion-ended')
  }
  const exclusion = excludes.some(
    (item) => item !== 'denominator-exception' && direction(item, moved, question) === -way
  )
  if (exclusion) return entered ? 'exclusion-ended' : 'exclusion-began'
  return evidence
}

function eligibleReason(moved: Moved, question: DiffQuestion): DiffReason {
  const aged = ageReason(moved, question)
  if (aged !== undefined) return aged
  const { measure } = question
  if (measure === undefined) return 'period-moved'
  const { ages } = measure
  const byAge = ages.others || ages.limits.length + ages.events.length > 0
  if (!measure.byRecords) return byAge ? (moved.entered ? 'aged-in' : 'aged-out') : 'period-moved'
  // An age on another day may be it as well as the records.
  if (measure.ages.others || !ageIsSettled(moved, question)) return 'period-moved'
  return moved.entered ? 'eligible-in' : 'eligible-out'
}

/** Whether the ages on the days of records are the same answer on all days of both periods. */
function ageIsSettled({ person }: Moved, { measure, periodBefore, periodAfter, after }: DiffQuestion): boolean {
  const events = measure?.ages.events ?? []
  if (events.length === 0) return true
  const birth = birthOf(after.people, person.after)
  if (birth === undefined) return false
  const [first] = [periodBefore.start, periodAfter.start].sort()
  const last = [periodBefore.end, periodAfter.end].sort()[1]!
  return isSettled(events, birth, { first: dayOfIso(defined(first)), last: dayOfIso(last) })
}

/** Whether an age that the logic asks for is met in one period and not in the other. */
function ageReason({ person, entered }: Moved, question: DiffQuestion): DiffReason | undefined {
  const { measure, periodBefore, periodAfter, after } = question
  const limits = measure?.ages.limits ?? []
  const birth = birthOf(after.people, person.after)
  if (limits.length === 0 || birth === undefined) return undefined
  const met = (period: RunKey['period']): readonly boolean[] =>
    agesMet(limits, birth, { start: dayOfIso(period.start), end: dayOfIso(period.end) })
  const was = met(periodBefore)
  const crossed = met(periodAfter).some((is, index) => is !== was[index])
  return crossed ? (entered ? 'aged-in' : 'aged-out') : undefined
}

function evidenceReason({ person }: Moved, { measure, group }: DiffQuestion): DiffReason {
  const move = measure?.evidence?.(group, person.after)
  return move === undefined ? 'period-moved' : `evidence-${move}`
}
