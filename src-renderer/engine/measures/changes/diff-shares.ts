import { defined } from '#shared/language/defined.ts'
import { dataChange, type DataFingerprint } from '../rates/data-fingerprint.ts'
import { periodReason } from './diff-period.ts'
import type { Moved, ComparedPerson, DiffQuestion } from './diff-question.ts'
import { casesOf } from '../rates/rate-tally.ts'
import type { DiffReason } from '../results/refresh-diff-result.ts'

/** Everybody of both sides, matched by the id of the Patient. */
export function everybody(before: DataFingerprint, after: DataFingerprint): readonly ComparedPerson[] {
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

function reasonOf(moved: Moved, question: DiffQuestion): DiffReason {
  const { person, at } = moved
  switch (question.causes[at - 1]!) {
    case 'data': {
      const change = dataChange(question.before.people, person.before, question.after.people, person.after)
      return change === 'same' ? 'changed-data' : change
    }
    case 'period':
      return periodReason(moved, question)
    case 'code-list':
      return 'code-list-changed'
    case 'logic':
      return 'logic-changed'
    case 'several':
      return 'several-changes'
  }
}

/**
 * Puts the change of one person's cases down to reasons. It is the last steps that made it so that count: steps are gone
 * through from the end, each giving what it changed in the direction of the whole, until the whole is explained.
 */
export function sharesOf(code: string, person: ComparedPerson, question: DiffQuestion): readonly Share[] {
  const { populations } = defined(question.chains.get(code))
  const cases = populations.map((population, index) => {
    const ordinal = index === 0 ? person.before : person.after
    return ordinal < 0 ? 0 : casesOf(population, ordinal)
  })
  const change = defined(cases.at(-1)) - cases[0]!
  if (change === 0) return []
  if (person.before < 0) return [{ reason: 'person-new', cases: change }]
  if (person.after < 0) return [{ reason: 'person-gone', cases: change }]
  const shares: Share[] = []
  let left = change
  for (let index = cases.length - 1; index > 0 && left !== 0; index--) {
    const step = cases[index]! - cases[index - 1]!
    if (step === 0 || step > 0 !== change > 0) continue
    const part = change > 0 ? Math.min(step, left) : Math.max(step, left)
    shares.push({ reason: reasonOf({ person, code, at: index, entered: change > 0 }, question), cases: part })
    left -= part
  }
  return shares
}
