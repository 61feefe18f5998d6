import type { SampleDay } from '../base/calendar.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { Disease } from '../base/disease.ts'
import type { Life, Problem } from '../life/life.ts'
import type { Visit } from './visit.ts'

/** Adds a diagnosis to the record. */
export function recordDiagnosis(
  life: Life,
  diagnosis: Diagnosis,
  at: {
    readonly onset: SampleDay
    readonly recorded: SampleDay
    readonly stored: SampleDay
    readonly encounterId?: string
    readonly category?: Problem['category']
    readonly disease?: Disease
  }
): Problem {
  const problem: Problem = {
    id: life.ids.next(),
    disease: at.disease,
    diagnosis,
    category: at.category ?? 'problem-list-item',
    onset: Math.max(life.person.birth, at.onset),
    recorded: at.recorded,
    stored: at.stored,
    encounterId: at.encounterId,
    ends: 'resolved',
    abated: Number.POSITIVE_INFINITY
  }
  life.problems.push(problem)
  return problem
}

/** Adds the diagnosis of a visit that passes again after `days`. */
export function recordPassing(life: Life, visit: Visit, diagnosis: Diagnosis, days: number): void {
  const problem = recordDiagnosis(life, diagnosis, {
    onset: visit.start,
    recorded: visit.start,
    stored: visit.stored,
    encounterId: visit.id,
    category: 'encounter-diagnosis'
  })
  problem.abated = visit.start + days
}
