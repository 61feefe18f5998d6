import { coded, labs, panels, scores } from '../codes/observations.ts'
import { findings, procedures, smokingStates } from '../codes/services.ts'
import { drugs } from '../codes/drugs.ts'
import { bmiAt, heightAt } from '../course/body.ts'
import { a1cAt, albuminAt, creatinineFor, filtrationAt, lipidsAt, moodAt, pressureAt } from '../life/physiology.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import type { Charge } from './adjudication.ts'
import { prescribe, takes } from './pharmacy.ts'
import { hasBegun, isKnown } from '../life/known.ts'
import {
  recordFinding,
  recordLab,
  recordMeasure,
  recordPressure,
  recordProcedure,
  recordReport,
  recordVital
} from './record.ts'
import { followPositiveScreen } from './mood.ts'
import type { Visit } from './visit.ts'

/** Notes a service as done and tells whether at least `days` have passed since the last one. */
function due(life: Life, name: string, visit: Visit, days: number, chance: number): boolean {
  const last = life.latest.get(name)
  if (last !== undefined && visit.start - last < days) return false
  if (!life.random.chance(chance)) return false
  life.latest.set(name, visit.start)
  return true
}

const flag = (value: number, low: number, high: number): 'H' | 'L' | undefined =>
  value > high ? 'H' : value < low ? 'L' : undefined

/** Blood pressure at every visit of somebody old enough; weight, height and pulse less often. */
export function measureVitals(life: Life, visit: Visit, thorough: boolean): void {
  const { random, person, body } = life
  const day = visit.start
  const age = ageInYears(person.birth, day)
  if (age >= 3 && random.chance(age < 18 && !thorough ? 0.4 : 0.93))
    recordPressure(life, visit, ...pressureAt(life, day))
  if (
    thorough ||
    due(life, 'weight', visit, 150, isKnown(life, 'heartFailure') || isKnown(life, 'obesity') ? 0.45 : 0.06)
  ) {
    life.latest.set('weight', day)
    const bmi = bmiAt(person, body, day) + random.normal(0, 0.25)
    const height = heightAt(person, day)
    recordVital(life, visit, 'weight', (bmi * height * height) / 10_000)
    if (age >= 2) recordVital(life, visit, 'bmi', bmi)
    if ((age < 18 && thorough) || due(life, 'height', visit, 1300, 0.9)) recordVital(life, visit, 'height', height)
    if (age >= 18 && bmi >= 30 && due(life, 'diet', visit, 330, 0.16))
      recordProcedure(life, visit, procedures.dietEducation)
  }
  if (thorough && age >= 60)
    recordVital(life, visit, 'pulse', takes(life, 'beta') ? random.normal(66, 7) : random.normal(75, 9))
}

/** Smoking status once a year, with advice and sometimes medicine for smokers. */
export function askSmoking(life: Life, visit: Visit, yearly: boolean): void {
  const { random, person } = life
  if (ageInYears(person.birth, visit.start) < 13 || !due(life, 'smoking', visit, 330, yearly ? 0.9 : 0.2)) return
  if (life.smokes === 'current' && random.chance(0.05)) life.smokes = 'former'
  recordFinding(life, visit, coded.smoking, smokingStates[life.smokes], 'social-history')
  if (life.smokes !== 'current') return
  if (random.chance(0.55 + life.performance.followUp * 0.25))
    recordProcedure(life, visit, procedures.tobaccoCounselling)
  if (random.chance(0.12)) prescribe(life, visit, 'acute', random.pick([drugs.nicotinePatch, drugs.varenicline]))
}

/** PHQ-2 for everybody once a year; PHQ-9 for those who score high or are treated. */
export function screenMood(life: Life, visit: Visit, yearly: boolean): void {
  const { random, person, performance } = life
  const age = ageInYears(person.birth, visit.start)
  if (age < 12) return
  if (isKnown(life, 'depression')) {
    if (!due(life, 'phq9', visit, 60, 0.62 + performance.followUp * 0.2)) return
    const score = moodAt(life, visit.start)
    recordMeasure(life, visit, scores.phq9, score, 'survey')
    life.latest.set(score < 5 ? 'moodGood' : 'moodPoor', visit.start)
    return
  }
  if (!yearly || !due(life, 'phq2', visit, 330, 0.76 + performance.screening * 0.3)) return
  const full = moodAt(life, visit.start)
  const short = Math.min(6, Math.round(full * 0.24 + random.between(-0.3, 0.6)))
  recordMeasure(life, visit, scores.phq2, Math.max(0, short), 'survey')
  const positive = short >= 3
  recordFinding(
    life,
    visit,
    coded.depressionScreen,
    positive ? findings.screenPositive : findings.screenNegative,
    'survey'
  )
  if (positive) {
    recordMeasure(life, visit, scores.phq9, full, 'survey')
    followPositiveScreen(life, visit)
  }
}

/** The blood and urine tests that are due at a visit; returns what to bill. */
export function drawBlood(life: Life, visit: Visit): Charge[] {
  const { person, performance, random } = life
  const day = visit.start
  const age = ageInYears(person.birth, day)
  const charges: Charge[] = []
  const diligence = 1 + performance.control * 0.2
  const sugar = isKnown(life, 'diabetes')
  const likely = Math.min(0.93, (sugar ? 0.78 : isKnown(life, 'prediabetes') ? 0.5 : age >= 40 ? 0.16 : 0) * diligence)
  if (likely > 0 && due(life, 'a1c', visit, sugar ? 85 : 330, likely)) {
    const a1c = a1cAt(life, day)
    recordLab(life, visit, labs.a1c, a1c, flag(a1c, 4, 5.6))
    life.lastA1c = { day, value: a1c }
    charges.push({ service: labs.a1c.concept, price: 1800 })
  }
  const treated =
    sugar ||
    isKnown(life, 'hypertension') ||
    isKnown(life, 'kidneyDisease') ||
    isKnown(life, 'heartFailure') ||
    takes(life, 'renin')
  if (
    age >= 18 &&
    due(life, 'metabolic', visit, isKnown(life, 'kidneyDisease') ? 170 : 320, treated ? 0.72 * diligence : 0.14)
  ) {
    charges.push(metabolicPanel(life, visit))
  }
  const fatty = isKnown(life, 'hyperlipidemia') || sugar || isKnown(life, 'ischemicHeart') || takes(life, 'statin')
  if (age >= 20 && due(life, 'lipids', visit, fatty ? 330 : 1400, fatty ? 0.62 * diligence : age >= 40 ? 0.2 : 0.06)) {
    charges.push(lipidPanel(life, visit))
  }
  if (
    (sugar || isKnown(life, 'kidneyDisease')) &&
    due(life, 'albumin', visit, 330, Math.min(0.9, 0.42 * (1 + performance.control * 0.6)))
  ) {
    const ratio = albuminAt(life, day)
    recordLab(life, visit, labs.albuminRatio, ratio, flag(ratio, 0, 30))
    charges.push({ service: labs.albuminRatio.concept, price: 1600 })
  }
  if (isKnown(life, 'heartFailure') && due(life, 'natriuretic', visit, 300, 0.45)) {
    const value = 260 * Math.exp(random.normal(0, 0.7))
    recordLab(life, visit, labs.natriuretic, value, flag(value, 0, 100))
  }
  if (due(life, 'blood', visit, 340, isKnown(life, 'kidneyDisease') ? 0.6 : age > 60 ? 0.14 : 0.03)) {
    const value = (person.female ? 13.3 : 14.6) - (isKnown(life, 'kidneyDisease') ? 1.4 : 0) + random.normal(0, 1)
    recordLab(life, visit, labs.hemoglobin, value, flag(value, 12, 17.5))
    charges.push({ service: panels.bloodCount, price: 1200 })
  }
  if (!person.female && age >= 55 && age < 76 && due(life, 'psa', visit, 700, 0.14)) {
    const value = Math.exp(random.normal(isKnown(life, 'prostateCancer') ? 1.4 : 0.2, 0.7))
    recordLab(life, visit, labs.psa, value, flag(value, 0, 4))
  }
  return charges
}

function metabolicPanel(life: Life, visit: Visit): Charge {
  const { random } = life
  const rate = filtrationAt(life, visit.start)
  const potassium = 4.2 + (isKnown(life, 'kidneyDisease') ? 0.3 : 0) + random.normal(0, 0.35)
  const glucose = hasBegun(life, 'diabetes', visit.start) ? random.normal(156, 38) : random.normal(95, 10)
  const ids = [
    recordLab(life, visit, labs.creatinine, creatinineFor(life, rate, visit.start)),
    recordLab(life, visit, labs.egfr, rate, flag(rate, 60, 999)),
    recordLab(life, visit, labs.potassium, potassium, flag(potassium, 3.5, 5.1)),
    random.chance(0.5) ? recordLab(life, visit, labs.glucose, Math.max(52, glucose), flag(glucose, 65, 99)) : undefined
  ]
  recordReport(life, visit, 'laboratory', panels.metabolic, ids)
  return { service: panels.metabolic, price: 2200 }
}

function lipidPanel(life: Life, visit: Visit): Charge {
  const { ldl, hdl, triglycerides, total } = lipidsAt(life, visit.start)
  const ids = [
    recordLab(life, visit, labs.ldl, ldl, flag(ldl, 0, 129)),
    recordLab(life, visit, labs.hdl, hdl, flag(hdl, 40, 999)),
    recordLab(life, visit, labs.cholesterol, total, flag(total, 0, 199)),
    recordLab(life, visit, labs.triglycerides, triglycerides, flag(triglycerides, 0, 149))
  ]
  recordReport(life, visit, 'laboratory', panels.lipids, ids)
  return { service: panels.lipids, price: 2600 }
}
