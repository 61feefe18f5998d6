import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const bone: Curve = [
  [45, 0.008],
  [50, 0.024],
  [60, 0.075],
  [70, 0.165],
  [80, 0.29],
  [92, 0.38]
]
const joint: Curve = [
  [35, 0.015],
  [50, 0.09],
  [60, 0.18],
  [70, 0.27],
  [85, 0.34]
]
const rheumatic: Curve = [
  [20, 0.001],
  [40, 0.005],
  [60, 0.012],
  [80, 0.018]
]
const spine: Curve = [
  [18, 0.015],
  [40, 0.08],
  [60, 0.13],
  [80, 0.16]
]

/** Osteoporosis, arthritis and back pain. */
export function skeletonOnsets({ random, person, body, ages, deprivation }: Risks): void {
  ages.osteoporosis = onsetAge(random, bone, (person.female ? 1.5 : 0.28) * Math.exp((27 - body.bmi) * 0.05))
  ages.osteoarthritis = onsetAge(random, joint, Math.exp((body.bmi - 29) * 0.05) * (person.female ? 1.15 : 0.85))
  ages.rheumatoidArthritis = onsetAge(random, rheumatic, person.female ? 1.5 : 0.6)
  ages.backPain = onsetAge(random, spine, 0.5 + deprivation * 0.5)
}
