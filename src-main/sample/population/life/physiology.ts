import type { SampleDay } from '../base/calendar.ts'
import { hasBegun } from './known.ts'
import type { Life, Slot } from './life.ts'
import { ageInYears } from '../person/person.ts'

const years = (from: SampleDay, to: SampleDay): number => (to - from) / 365.25

/** How much a slot of the regimen works on a day: the adherence, or 0 when nothing is taken. */
function effect(life: Life, slot: Slot, day: SampleDay): number {
  const therapy = life.therapies.get(slot)
  return therapy !== undefined && therapy.ended > day ? life.body.adherence : 0
}

/** HbA1c in percent. */
export function a1cAt(life: Life, day: SampleDay): number {
  const { random, body, onsets, performance, person, signals } = life
  const noise = random.normal(0, 0.22)
  if (!hasBegun(life, 'diabetes', day)) {
    const level = hasBegun(life, 'prediabetes', day)
      ? Math.min(6.4, 5.95 + 0.14 * body.sugar + noise)
      : 5.3 + 0.16 * body.sugar + noise
    return Math.max(4.5, level)
  }
  const duration = Math.min(25, years(onsets.diabetes, day))
  // Excess over a healthy level: half of the people lie near the goal, a long tail far above it.
  const excess = Math.exp(life.type1 ? 0.85 + 0.4 * body.sugar : -0.46 + 1.25 * body.sugar + 0.012 * duration)
  const treated = life.type1
    ? 0.25 * effect(life, 'insulin', day)
    : 0.17 * effect(life, 'sugar', day) + 0.14 * effect(life, 'sugarSecond', day) + 0.16 * effect(life, 'insulin', day)
  const { worsening } = signals
  const signal = person.practice === worsening.practice && day >= worsening.from ? worsening.a1cShift : 0
  const level = 5.9 + excess * (1 - treated) - 0.35 * performance.control + signal
  return Math.min(14.8, Math.max(5.2, level + noise * 1.3))
}

/** Systolic and diastolic pressure in mmHg. */
export function pressureAt(life: Life, day: SampleDay): readonly [systolic: number, diastolic: number] {
  const { random, body, person, performance, signals } = life
  const age = ageInYears(person.birth, day)
  let systolic =
    (age < 18 ? 92 + age * 1.15 : 110 + Math.min(24, (age - 18) * 0.34)) + body.pressure * 6 + random.normal(0, 8)
  if (hasBegun(life, 'hypertension', day)) {
    const drugs = ['renin', 'calcium', 'thiazide', 'beta'] as const
    const lowering = drugs.reduce((sum, slot) => sum + effect(life, slot, day), 0)
    systolic += 20 - 9.5 * lowering - 4.5 * performance.control
    const { improvement } = signals
    if (person.practice === improvement.practice && day >= improvement.from) systolic += improvement.systolicShift
  }
  const diastolic = systolic * 0.46 + 19 - Math.max(0, age - 55) * 0.22 + random.normal(0, 5)
  return [Math.round(Math.min(225, Math.max(74, systolic))), Math.round(Math.min(125, Math.max(42, diastolic)))]
}

/** Lipids in mg/dL. */
export function lipidsAt(
  life: Life,
  day: SampleDay
): { readonly ldl: number; readonly hdl: number; readonly triglycerides: number; readonly total: number } {
  const { random, body, person } = life
  const ill = hasBegun(life, 'hyperlipidemia', day)
  const natural = 108 + 20 * body.lipids + (ill ? 34 : 0) + random.normal(0, 9)
  const ldl = Math.max(32, natural * (1 - 0.4 * effect(life, 'statin', day)))
  const hdl = Math.max(24, (person.female ? 57 : 47) - (body.bmi - 28) * 0.6 + random.normal(0, 9))
  const triglycerides = Math.max(42, (105 + (body.bmi - 26) * 4) * Math.exp(random.normal(0, 0.3)))
  return { ldl, hdl, triglycerides, total: ldl + hdl + triglycerides / 5 }
}

/** Estimated glomerular filtration rate in mL/min/1.73 m². */
export function filtrationAt(life: Life, day: SampleDay): number {
  const { random, body, onsets, person } = life
  const age = ageInYears(person.birth, day)
  const noise = random.normal(0, 3)
  if (hasBegun(life, 'kidneyDisease', day)) {
    return Math.max(6, Math.min(58, 57.5 - body.decline * years(onsets.kidneyDisease, day) + noise))
  }
  return Math.min(125, Math.max(62, 112 - Math.max(0, age - 20) * 0.66 + body.filtration * 8 + noise))
}

/** Creatinine in mg/dL for a filtration rate; the CKD-EPI 2021 relation, roughly inverted. */
export function creatinineFor(life: Life, filtration: number, day: SampleDay): number {
  const age = ageInYears(life.person.birth, day)
  const kappa = life.person.female ? 0.7 : 0.9
  const top = 142 * 0.9938 ** Math.max(18, age) * (life.person.female ? 1.012 : 1)
  return Math.max(0.4, kappa * (top / filtration) ** (filtration > top ? 1 / 0.302 : 1 / 1.2))
}

/** Urine albumin to creatinine in mg/g. */
export function albuminAt(life: Life, day: SampleDay): number {
  const kidney = hasBegun(life, 'kidneyDisease', day)
  const sugar = hasBegun(life, 'diabetes', day)
  const median = kidney && sugar ? 75 : kidney ? 34 : sugar ? 13 : 6
  return Math.max(2, median * Math.exp(life.random.normal(0, 0.8)))
}

/**
 * PHQ-9 score. In an episode it is high at the start, falls in those whom treatment helps, and comes and goes over a year or
 * two in all. One in twenty without a diagnosis is distressed on a given day.
 */
export function moodAt(life: Life, day: SampleDay): number {
  const { random, known, body } = life
  const episode = known.get('depression')
  const noise = random.normal(0, 2)
  const distressed = random.chance(0.05)
  const clamp = (score: number): number => Math.min(27, Math.max(0, Math.round(score)))
  if (episode === undefined || episode.abated < Number.POSITIVE_INFINITY) {
    const ill = episode === undefined && hasBegun(life, 'depression', day)
    return clamp(ill ? 13 + noise : distressed ? 12 + noise : 1.8 + Math.abs(noise) + body.sugar * 0.3)
  }
  const months = (day - episode.recorded) / 30.4
  const wave = Math.sin((day / (700 + body.lipids * 90)) * 2 * Math.PI + body.filtration * 3)
  const settled = life.responds ? 4 + 3.5 * wave : 9.5 + 5 * wave
  return clamp(settled + (life.responds ? 10 : 4) * Math.exp(-months / 5) + noise)
}
