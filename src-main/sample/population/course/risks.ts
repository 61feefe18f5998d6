import type { Disease } from '../base/disease.ts'
import type { SamplePerson } from '../person/person.ts'
import type { Random } from '../base/random.ts'
import type { Body } from './body.ts'

/** What a course may look at when it draws its onsets; ages in years. */
export interface Risks {
  readonly random: Random
  readonly person: SamplePerson
  readonly body: Body
  /** Age at onset of what was drawn before. */
  readonly ages: Record<Disease, number>
  /** 1 on average, higher for poorer people. */
  readonly deprivation: number
}
