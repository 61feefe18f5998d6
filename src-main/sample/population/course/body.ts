import { ageInYears, type SamplePerson } from '../person/person.ts'
import type { Random } from '../base/random.ts'
import type { SampleDay } from '../base/calendar.ts'
import { referenceDay } from '../base/timeline.ts'

/** Set points and habits of one person around which measurements vary. */
export interface Body {
  /** Body mass index at the reference day, grown people. */
  readonly bmi: number
  /** Change of the body mass index per year. */
  readonly bmiSlope: number
  /** Deviation from the mean of the age, in standard deviations. */
  readonly pressure: number
  readonly lipids: number
  readonly sugar: number
  readonly filtration: number
  /** Years by which kidney function falls faster once it is ill, mL/min a year. */
  readonly decline: number
  /** 0 to 1: how much of the medicine is taken. */
  readonly adherence: number
  /** 0.4 to 1.8: how readily care is sought. */
  readonly engagement: number
  /** 0 to 1: inclination to vaccines and screening. */
  readonly prevention: number
}

/** Draws the weight of an adult and its change over the years, by age, place in society and background. */
export function drawBody(random: Random, person: SamplePerson): Body {
  const age = ageInYears(person.birth, referenceDay)
  const social = (0.5 - person.position) * 3
  const asian = person.background.raceCode === '2028-9' ? -3.4 : 0
  const skew = random.exponential(1) + random.normal(0, 0.7)
  const middle = age < 30 ? -1.6 : age < 70 ? 0.6 : -0.9
  const advantage = person.position * 0.15 + 0.05
  return {
    bmi: Math.max(16.5, 24.6 + middle + social + asian + skew * 4.3),
    bmiSlope: random.normal(age < 60 ? 0.14 : -0.08, 0.3),
    pressure: random.normal(0, 1),
    lipids: random.normal(0, 1),
    sugar: random.normal(0, 1),
    filtration: random.normal(0, 1),
    adherence: random.chance(0.76 + advantage) ? random.between(0.86, 1) : random.between(0.35, 0.86),
    engagement: Math.min(1.8, Math.max(0.4, random.normal(0.95 + advantage, 0.3))),
    prevention: Math.min(1, Math.max(0, random.normal(0.5 + (person.position - 0.45) * 0.35, 0.24))),
    // Most lose little; a few lose their kidney function within years.
    decline: random.chance(0.078) ? 2.2 + random.exponential(1.6) : 0.2 + random.exponential(0.4)
  }
}

/** Median height of a child in cm; rough, by age in years. */
function childHeight(age: number): number {
  return age < 1 ? 50 + 26 * age : age < 2 ? 76 + 11 * (age - 1) : 87 + 6.3 * (age - 2)
}

/** Height in centimeters on a day; children grow. */
export function heightAt(person: SamplePerson, day: SampleDay): number {
  const age = ageInYears(person.birth, day)
  const grown = person.height
  return age >= 17 ? grown : Math.min(grown, childHeight(age) * (grown / (person.female ? 162 : 176)))
}

/** Body mass index in kg/m² on a day; at least 15.5 for adults. */
export function bmiAt(person: SamplePerson, body: Body, day: SampleDay): number {
  const age = ageInYears(person.birth, day)
  if (age < 20) return 15.4 + Math.max(0, age - 5) * 0.45 + Math.max(0, (body.bmi - 24) * 0.25)
  return Math.max(15.5, body.bmi + (body.bmiSlope * (day - referenceDay)) / 365.25)
}
