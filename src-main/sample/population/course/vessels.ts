import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const pressure: Curve = [
  [18, 0.012],
  [30, 0.085],
  [40, 0.2],
  [50, 0.36],
  [60, 0.53],
  [70, 0.66],
  [80, 0.74],
  [92, 0.79]
]
const kidney: Curve = [
  [30, 0.004],
  [40, 0.01],
  [50, 0.022],
  [60, 0.065],
  [70, 0.155],
  [80, 0.29],
  [92, 0.4]
]
const heart: Curve = [
  [35, 0.003],
  [40, 0.008],
  [50, 0.028],
  [60, 0.075],
  [70, 0.145],
  [80, 0.215],
  [92, 0.26]
]
const failure: Curve = [
  [40, 0.002],
  [50, 0.006],
  [60, 0.015],
  [70, 0.036],
  [80, 0.08],
  [92, 0.14]
]
const rhythm: Curve = [
  [40, 0.002],
  [50, 0.007],
  [60, 0.019],
  [70, 0.052],
  [80, 0.12],
  [92, 0.19]
]
const cerebral: Curve = [
  [35, 0.001],
  [40, 0.003],
  [50, 0.01],
  [60, 0.024],
  [70, 0.052],
  [80, 0.095],
  [92, 0.14]
]

/** Blood pressure and what it does to kidneys, heart and brain. */
export function bloodVesselOnsets({ random, person, body, ages, deprivation }: Risks): void {
  const black = person.background.raceCode === '2054-5'
  const smoke = person.smoking === 'current' ? 1.7 : person.smoking === 'former' ? 1.15 : 0.85
  const lean = Math.exp((body.bmi - 28) * 0.05)
  ages.hypertension = onsetAge(
    random,
    pressure,
    1.02 * lean * (black ? 1.4 : 0.95) * Math.exp(body.pressure * 0.35) * (0.6 + deprivation * 0.4)
  )
  const sugar = Number.isFinite(ages.diabetes)
  const strained = ages.hypertension < 70
  ages.kidneyDisease = onsetAge(
    random,
    kidney,
    (strained ? 1.15 : 0.7) * (black ? 1.25 : 1) * Math.exp(-body.filtration * 0.4)
  )
  if (sugar) ages.kidneyDisease = Math.min(ages.kidneyDisease, ages.diabetes + 3 + random.exponential(black ? 24 : 34))
  const sex = person.female ? 0.62 : 1.4
  const lipidRisk = ages.hyperlipidemia < 65 ? 1.25 : 0.85
  ages.ischemicHeart = onsetAge(
    random,
    heart,
    0.8 * sex * smoke * (sugar ? 1.6 : 0.9) * (strained ? 1.2 : 0.8) * lipidRisk * deprivation
  )
  ages.heartFailure = onsetAge(random, failure, 0.95 * (strained ? 1.15 : 0.6) * lean * (sugar ? 1.4 : 0.9))
  if (Number.isFinite(ages.ischemicHeart))
    ages.heartFailure = Math.min(ages.heartFailure, ages.ischemicHeart + 0.2 + random.exponential(38))
  ages.atrialFibrillation = onsetAge(
    random,
    rhythm,
    (person.female ? 0.85 : 1.1) * lean * (ages.heartFailure < 80 ? 2.2 : 0.9)
  )
  ages.stroke = onsetAge(
    random,
    cerebral,
    0.9 * smoke * (sugar ? 1.4 : 0.9) * (strained ? 1.3 : 0.7) * (ages.atrialFibrillation < 80 ? 1.7 : 0.95)
  )
}
