import { summerFactor, winterFactor } from '../base/seasons.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { drugs, type Drug } from '../codes/drugs.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { takes } from './pharmacy.ts'

/** An illness that passes. */
export interface Illness {
  readonly diagnosis: Diagnosis
  /** Cases per person and month. */
  readonly rate: (life: Life, age: number, month: number) => number
  readonly lasts: number
  readonly drug?: Drug
  /** Share seen in the emergency department. */
  readonly emergency: number
}

const ageLimits = [1, 5, 45, 65, 75, 85] as const

/** One of seven rates: under 1, 1 to 4, 5 to 44, 45 to 64, 65 to 74, 75 to 84, 85 and over. */
function byAge(age: number, rates: readonly [number, number, number, number, number, number, number]): number {
  const index = ageLimits.findIndex((limit) => age < limit)
  return rates[index < 0 ? 6 : index] ?? 0
}

/** What brings people to the practice or to the emergency department. */
export const illnesses: readonly Illness[] = [
  {
    diagnosis: diagnoses.coldInfection,
    lasts: 10,
    emergency: 0.09,
    rate: (_life, age, month) => (age < 5 ? 0.06 : age < 18 ? 0.024 : 0.009) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.otitis,
    lasts: 12,
    drug: drugs.amoxicillin,
    emergency: 0.1,
    rate: (_life, age, month) => (age < 6 ? 0.03 : 0.0015) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.strepThroat,
    lasts: 10,
    drug: drugs.amoxicillin,
    emergency: 0.05,
    rate: (_life, age, month) => (age > 3 && age < 16 ? 0.012 : 0.002) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.sinusitis,
    lasts: 21,
    drug: drugs.amoxicillin,
    emergency: 0.03,
    rate: (_life, age, month) => (age > 16 ? 0.006 : 0.003) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.bronchitis,
    lasts: 18,
    drug: drugs.azithromycin,
    emergency: 0.12,
    rate: (life, age, month) => (age > 18 ? 0.0055 : 0.002) * winterFactor(month) * (life.smokes === 'current' ? 2 : 1)
  },
  {
    diagnosis: diagnoses.urinaryInfection,
    lasts: 9,
    drug: drugs.nitrofurantoin,
    emergency: 0.15,
    rate: (life, age) => (life.person.female ? (age > 14 ? 0.0065 : 0.0015) : age > 65 ? 0.004 : 0.0005)
  },
  { diagnosis: diagnoses.gastroenteritis, lasts: 5, emergency: 0.3, rate: (_life, age) => (age < 6 ? 0.011 : 0.0033) },
  { diagnosis: diagnoses.rash, lasts: 20, emergency: 0.06, rate: (_life, age) => (age < 10 ? 0.01 : 0.004) },
  {
    diagnosis: diagnoses.ankleSprain,
    lasts: 30,
    emergency: 0.45,
    rate: (_life, age, month) => (age > 8 && age < 50 ? 0.004 : 0.0014) * summerFactor(month)
  },
  {
    diagnosis: diagnoses.forearmFracture,
    lasts: 60,
    emergency: 0.8,
    rate: (_life, age, month) => (age > 4 && age < 16 ? 0.002 : age > 75 ? 0.0014 : 0.0005) * summerFactor(month)
  },
  {
    diagnosis: diagnoses.laceration,
    lasts: 14,
    emergency: 0.85,
    rate: (_life, age, month) => (age < 40 ? 0.0046 : 0.0036) * summerFactor(month)
  },
  {
    diagnosis: diagnoses.concussion,
    lasts: 21,
    emergency: 0.8,
    rate: (_life, age, month) => (age > 8 && age < 24 ? 0.0016 : 0.0005) * summerFactor(month)
  },
  {
    diagnosis: diagnoses.chestPain,
    lasts: 3,
    emergency: 0.85,
    rate: (_life, age) => (age > 40 ? 0.0052 : age > 18 ? 0.0028 : 0.0003)
  },
  { diagnosis: diagnoses.abdominalPain, lasts: 4, emergency: 0.75, rate: (_life, age) => (age > 15 ? 0.0062 : 0.0034) },
  {
    diagnosis: diagnoses.headache,
    lasts: 3,
    emergency: 0.5,
    rate: (life, age) => (age > 12 ? 0.004 : 0.001) * (life.person.female ? 1.4 : 0.7)
  },
  {
    diagnosis: diagnoses.transientIschemia,
    lasts: 2,
    emergency: 0.95,
    rate: (_life, age) => (age > 55 ? 0.0003 : 0)
  },
  {
    diagnosis: diagnoses.hypoglycemia,
    lasts: 1,
    emergency: 0.8,
    rate: (life) => (takes(life, 'insulin') ? 0.005 : 0)
  },
  {
    diagnosis: diagnoses.asthmaAttack,
    lasts: 8,
    drug: drugs.prednisone,
    emergency: 0.55,
    rate: (life, _age, month) => (isKnown(life, 'asthma') ? 0.016 * winterFactor(month) : 0)
  },
  {
    diagnosis: diagnoses.fever,
    lasts: 5,
    emergency: 0.75,
    rate: (_life, age, month) => byAge(age, [0.045, 0.014, 0.0012, 0.0008, 0.001, 0.002, 0.003]) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.vomiting,
    lasts: 4,
    emergency: 0.7,
    rate: (_life, age) => byAge(age, [0.012, 0.005, 0.0035, 0.0018, 0.0015, 0.002, 0.0025])
  },
  {
    diagnosis: diagnoses.headInjury,
    lasts: 10,
    emergency: 0.9,
    rate: (_life, age, month) => byAge(age, [0.006, 0.0042, 0.0024, 0.002, 0.0033, 0.0115, 0.016]) * summerFactor(month)
  },
  {
    diagnosis: diagnoses.shortBreath,
    lasts: 6,
    emergency: 0.85,
    rate: (_life, age, month) =>
      byAge(age, [0.004, 0.0012, 0.0011, 0.0012, 0.003, 0.0085, 0.0105]) * winterFactor(month)
  },
  {
    diagnosis: diagnoses.syncope,
    lasts: 2,
    emergency: 0.9,
    rate: (_life, age) => byAge(age, [0, 0.0006, 0.0013, 0.0012, 0.0018, 0.006, 0.0085])
  },
  {
    diagnosis: diagnoses.dizziness,
    lasts: 7,
    emergency: 0.6,
    rate: (_life, age) => byAge(age, [0, 0.0003, 0.0016, 0.0016, 0.0028, 0.0065, 0.007])
  },
  {
    diagnosis: diagnoses.lowBackPain,
    lasts: 21,
    emergency: 0.45,
    rate: (_life, age) => byAge(age, [0, 0.0003, 0.0062, 0.005, 0.0035, 0.003, 0.003])
  },
  {
    diagnosis: diagnoses.toothache,
    lasts: 7,
    emergency: 0.85,
    rate: (_life, age) => byAge(age, [0, 0.0008, 0.003, 0.0009, 0.0004, 0.0003, 0.0002])
  },
  {
    diagnosis: diagnoses.palpitations,
    lasts: 2,
    emergency: 0.8,
    rate: (_life, age) => byAge(age, [0, 0.0002, 0.0013, 0.0014, 0.0018, 0.0026, 0.0026])
  }
]
