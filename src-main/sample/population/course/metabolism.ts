import { onsetAge, type Curve } from './onset.ts'
import type { Risks } from './risks.ts'

const type1: Curve = [
  [3, 0.0003],
  [10, 0.0022],
  [20, 0.0038],
  [40, 0.0052]
]
const type2: Curve = [
  [15, 0.001],
  [20, 0.004],
  [30, 0.017],
  [40, 0.05],
  [50, 0.105],
  [60, 0.17],
  [70, 0.225],
  [80, 0.25],
  [95, 0.265]
]
const raisedSugar: Curve = [
  [20, 0.03],
  [40, 0.12],
  [60, 0.26],
  [80, 0.34]
]
const lipids: Curve = [
  [20, 0.01],
  [30, 0.06],
  [40, 0.18],
  [50, 0.33],
  [60, 0.47],
  [70, 0.55],
  [85, 0.58]
]
const thyroid: Curve = [
  [20, 0.012],
  [40, 0.04],
  [60, 0.085],
  [80, 0.135]
]
const reflux: Curve = [
  [20, 0.02],
  [40, 0.08],
  [60, 0.15],
  [80, 0.19]
]
const apnea: Curve = [
  [25, 0.004],
  [40, 0.03],
  [60, 0.075],
  [80, 0.09]
]

/** Diabetes and what leads to and follows from it, lipids, weight, thyroid. */
export function metabolicOnsets({ random, person, body, ages, deprivation }: Risks): { readonly type1: boolean } {
  const { raceCode, hispanic } = person.background
  const origin =
    raceCode === '2054-5' ? 1.35 : raceCode === '2028-9' ? 1.45 : raceCode === '1002-5' ? 1.7 : hispanic ? 1.4 : 0.88
  const weight = Math.exp((body.bmi - 28) * 0.085)
  const firstType = onsetAge(random, type1, 1)
  const secondType = onsetAge(random, type2, 0.92 * weight * origin * deprivation * Math.exp(body.sugar * 0.25))
  ages.diabetes = Math.min(firstType, secondType)
  ages.prediabetes = Math.min(secondType - random.between(1.5, 8), onsetAge(random, raisedSugar, weight * origin))
  if (firstType < secondType) ages.prediabetes = Number.POSITIVE_INFINITY
  ages.hyperlipidemia = onsetAge(random, lipids, 0.92 * Math.exp(body.lipids * 0.45) * (ages.diabetes < 60 ? 1.35 : 1))
  ages.obesity = body.bmi >= 30 ? random.between(18, 45) : Number.POSITIVE_INFINITY
  ages.hypothyroidism = onsetAge(random, thyroid, person.female ? 1.5 : 0.35)
  ages.reflux = onsetAge(random, reflux, 0.8 + Math.max(0, body.bmi - 26) * 0.05)
  ages.sleepApnea = onsetAge(random, apnea, Math.exp((body.bmi - 29) * 0.09) * (person.female ? 0.6 : 1.4))
  if (Number.isFinite(ages.diabetes)) {
    ages.retinopathy = ages.diabetes + 3 + random.exponential(26)
    ages.neuropathy = ages.diabetes + 3 + random.exponential(28)
  }
  return { type1: firstType < secondType }
}
