import type { SampleDay } from '../base/calendar.ts'
import type { Disease } from '../base/disease.ts'
import type { Life } from './life.ts'

/** The disease is in the record and not over. */
export function isKnown(life: Life, disease: Disease): boolean {
  const problem = life.known.get(disease)
  return problem !== undefined && problem.abated === Number.POSITIVE_INFINITY
}

/** The disease has begun, known or not. */
export function hasBegun(life: Life, disease: Disease, day: SampleDay): boolean {
  return life.onsets[disease] <= day
}
