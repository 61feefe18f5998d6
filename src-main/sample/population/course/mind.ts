import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const mood: Curve = [
  [11, 0.01],
  [15, 0.07],
  [18, 0.13],
  [25, 0.22],
  [35, 0.3],
  [45, 0.36],
  [55, 0.4],
  [70, 0.43],
  [85, 0.45]
]
const worry: Curve = [
  [10, 0.01],
  [18, 0.045],
  [30, 0.09],
  [50, 0.125],
  [80, 0.14]
]
const memory: Curve = [
  [60, 0.004],
  [65, 0.012],
  [70, 0.03],
  [75, 0.065],
  [80, 0.125],
  [85, 0.22],
  [95, 0.42]
]

/** Depression, anxiety and dementia. */
export function brainOnsets({ random, person, ages, deprivation }: Risks): void {
  ages.depression = onsetAge(random, mood, (person.female ? 1.3 : 0.7) * (0.4 + deprivation * 0.6))
  ages.anxiety = onsetAge(random, worry, (person.female ? 1.25 : 0.75) * (ages.depression < 50 ? 2 : 0.75))
  ages.dementia = onsetAge(random, memory, ages.stroke < 85 ? 2 : 1.25)
}
