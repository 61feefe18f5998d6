import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const breast: Curve = [
  [30, 0.001],
  [40, 0.006],
  [50, 0.02],
  [60, 0.042],
  [70, 0.075],
  [85, 0.11]
]
const bowel: Curve = [
  [40, 0.001],
  [50, 0.004],
  [60, 0.011],
  [70, 0.021],
  [85, 0.036]
]
const prostate: Curve = [
  [45, 0.002],
  [50, 0.006],
  [60, 0.034],
  [70, 0.08],
  [85, 0.12]
]
const lung: Curve = [
  [45, 0.001],
  [55, 0.004],
  [65, 0.012],
  [75, 0.022],
  [88, 0.03]
]

/** The four commonest cancers. */
export function cancerOnsets({ random, person, ages }: Risks): void {
  const smoke = person.smoking === 'current' ? 3.2 : person.smoking === 'former' ? 1.6 : 0.15
  ages.breastCancer = onsetAge(random, breast, person.female ? 1 : 0)
  ages.colorectalCancer = onsetAge(random, bowel, 1)
  ages.prostateCancer = onsetAge(
    random,
    prostate,
    person.female ? 0 : person.background.raceCode === '2054-5' ? 1.6 : 0.95
  )
  ages.lungCancer = onsetAge(random, lung, smoke)
}
