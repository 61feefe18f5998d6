import type { SampleDay } from '../base/calendar.ts'
import { diseases, type Disease } from '../base/disease.ts'
import type { SamplePerson } from '../person/person.ts'
import type { Random } from '../base/random.ts'
import type { Body } from './body.ts'
import { bloodVesselOnsets } from './vessels.ts'
import { brainOnsets } from './mind.ts'
import { cancerOnsets } from './cancer.ts'
import { lungOnsets } from './lungs.ts'
import { metabolicOnsets } from './metabolism.ts'
import type { Risks } from './risks.ts'
import { skeletonOnsets } from './skeleton.ts'

/** True first day of every disease, Infinity when it never comes. */
export type Onsets = Record<Disease, SampleDay>

/** Draws when which disease begins; later courses see the earlier ones. */
export function drawOnsets(
  random: Random,
  person: SamplePerson,
  body: Body
): { readonly onsets: Onsets; readonly type1: boolean } {
  const ages = Object.fromEntries(diseases.map((disease) => [disease, Number.POSITIVE_INFINITY])) as Record<
    Disease,
    number
  >
  const risks: Risks = { random, person, body, ages, deprivation: 1 + (0.5 - person.position) * 0.9 }
  const { type1 } = metabolicOnsets(risks)
  bloodVesselOnsets(risks)
  lungOnsets(risks)
  brainOnsets(risks)
  skeletonOnsets(risks)
  cancerOnsets(risks)
  const onsets = Object.fromEntries(
    diseases.map((disease) => [disease, Math.floor(person.birth + ages[disease] * 365.2425)])
  ) as Onsets
  return { onsets, type1 }
}
