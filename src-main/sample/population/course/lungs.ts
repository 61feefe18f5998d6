import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const wheeze: Curve = [
  [3, 0.03],
  [6, 0.062],
  [12, 0.088],
  [20, 0.1],
  [40, 0.12],
  [60, 0.14],
  [80, 0.15]
]
const obstruction: Curve = [
  [38, 0.004],
  [45, 0.016],
  [55, 0.045],
  [65, 0.085],
  [75, 0.12],
  [90, 0.14]
]

/** Asthma and chronic obstructive pulmonary disease. */
export function lungOnsets({ random, person, ages, deprivation }: Risks): void {
  const black = person.background.raceCode === '2054-5'
  ages.asthma = onsetAge(
    random,
    wheeze,
    0.85 * (black ? 1.4 : 0.95) * (0.5 + deprivation * 0.5) * (person.female ? 1.08 : 0.92)
  )
  const smoke = person.smoking === 'current' ? 2.9 : person.smoking === 'former' ? 1.7 : 0.32
  ages.copd = onsetAge(random, obstruction, 1.15 * smoke * deprivation)
}
