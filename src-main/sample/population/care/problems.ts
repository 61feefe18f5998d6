import type { SampleDay } from '../base/calendar.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { Disease } from '../base/disease.ts'
import type { Life, Problem } from '../life/life.ts'
import type { Visit } from './visit.ts'

/** Adds a diagnosis to the record. */
export function recordDiagnosis(
  life: Life,
  diagnosis: Diagnosis,
  recording: {
    readonly onset: SampleDay
    readonly recorded: SampleDay
    readonly stored: SampleDay
    readonly encounterId?: string
    readonly category?: Problem['category']
    readonly disease?: Disease
    readonly id?: string | undefined
    /** The entry of the problem list that it repeats. */
    readonly repeats?: Problem
  }
): Problem {
  const problem: Problem = {
    id: recording.id ?? life.ids.next(),
    disease: recording.disease,
    repeats: recording.repeats,
    diagnosis,
    category: recording.category ?? 'problem-list-item',
    onset: Math.max(life.person.birth, recording.onset),
    recorded: recording.recorded,
    stored: recording.stored,
    encounterId: recording.encounterId,
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
    id: visit.diagnosisId,
    category: 'encounter-diagnosis'
  })
  problem.abated = visit.start + days
}

/** Days after which a lasting disease is noted again as a diagnosis of a visit. */
const notedEvery = 300

/** Notes the lasting diseases that a visit deals with as its diagnoses, once in a while each. */
export function noteDiseases(life: Life, visit: Visit, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const name = `noted ${problem.diagnosis.icd}`
    const last = life.latest.get(name)
    if (last !== undefined && visit.start - last < notedEvery) continue
    life.latest.set(name, visit.start)
    recordDiagnosis(life, problem.diagnosis, {
      onset: problem.onset,
      recorded: visit.start,
      stored: visit.stored,
      encounterId: visit.id,
      category: 'encounter-diagnosis',
      repeats: problem
    })
  }
}

/** The diseases of the problem list that last, oldest entry first. */
export function lastingProblems({ known }: Life): Problem[] {
  return [...known.values()].filter((problem) => problem.abated === Number.POSITIVE_INFINITY)
}
