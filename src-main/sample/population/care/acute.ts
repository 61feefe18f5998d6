import { monthOfYear, type SampleDay } from '../base/calendar.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { drugs, type Drug } from '../codes/drugs.ts'
import { panels } from '../codes/observations.ts'
import { visitTypes } from '../codes/services.ts'
import { pressureAt } from '../life/physiology.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { admissions, admit, type Admission } from './hospital.ts'
import { billVisit } from './claim.ts'
import { prescribe, takes } from './pharmacy.ts'
import { recordPassing } from './problems.ts'
import { recordPressure, recordReport } from './record.ts'
import { influenzaSeason } from './vaccination.ts'
import { makeVisit, workday } from './visit.ts'

/** Infections by month of the year, January first; 1 is the mean of the year. */
const winter = [1.75, 1.7, 1.35, 1, 0.8, 0.6, 0.5, 0.55, 0.85, 1.1, 1.3, 1.6]
const summer = [0.8, 0.8, 0.9, 1, 1.15, 1.25, 1.3, 1.25, 1.1, 0.95, 0.8, 0.8]

interface Illness {
  readonly diagnosis: Diagnosis
  /** Cases per person and month. */
  readonly rate: (life: Life, age: number, month: number) => number
  readonly lasts: number
  readonly drug?: Drug
  /** Share seen in the emergency department. */
  readonly emergency: number
}

const cold = (month: number): number => winter[month - 1] ?? 1
const warm = (month: number): number => summer[month - 1] ?? 1

const illnesses: readonly Illness[] = [
  {
    diagnosis: diagnoses.coldInfection,
    lasts: 10,
    emergency: 0.09,
    rate: (_life, age, month) => (age < 5 ? 0.04 : age < 18 ? 0.016 : 0.006) * cold(month)
  },
  {
    diagnosis: diagnoses.otitis,
    lasts: 12,
    drug: drugs.amoxicillin,
    emergency: 0.1,
    rate: (_life, age, month) => (age < 6 ? 0.02 : 0.001) * cold(month)
  },
  {
    diagnosis: diagnoses.strepThroat,
    lasts: 10,
    drug: drugs.amoxicillin,
    emergency: 0.05,
    rate: (_life, age, month) => (age > 3 && age < 16 ? 0.008 : 0.0012) * cold(month)
  },
  {
    diagnosis: diagnoses.sinusitis,
    lasts: 21,
    drug: drugs.amoxicillin,
    emergency: 0.03,
    rate: (_life, age, month) => (age > 16 ? 0.004 : 0.002) * cold(month)
  },
  {
    diagnosis: diagnoses.bronchitis,
    lasts: 18,
    drug: drugs.azithromycin,
    emergency: 0.12,
    rate: (life, age, month) => (age > 18 ? 0.0035 : 0.001) * cold(month) * (life.smokes === 'current' ? 2 : 1)
  },
  {
    diagnosis: diagnoses.urinaryInfection,
    lasts: 9,
    drug: drugs.nitrofurantoin,
    emergency: 0.15,
    rate: (life, age) => (life.person.female ? (age > 14 ? 0.0045 : 0.001) : age > 65 ? 0.003 : 0.0003)
  },
  { diagnosis: diagnoses.gastroenteritis, lasts: 5, emergency: 0.3, rate: (_life, age) => (age < 6 ? 0.007 : 0.002) },
  { diagnosis: diagnoses.rash, lasts: 20, emergency: 0.06, rate: (_life, age) => (age < 10 ? 0.006 : 0.002) },
  {
    diagnosis: diagnoses.ankleSprain,
    lasts: 30,
    emergency: 0.45,
    rate: (_life, age, month) => (age > 8 && age < 50 ? 0.0022 : 0.0007) * warm(month)
  },
  {
    diagnosis: diagnoses.forearmFracture,
    lasts: 60,
    emergency: 0.8,
    rate: (_life, age, month) => (age > 4 && age < 16 ? 0.0011 : 0.0003) * warm(month)
  },
  { diagnosis: diagnoses.laceration, lasts: 14, emergency: 0.85, rate: (_life, _age, month) => 0.0024 * warm(month) },
  {
    diagnosis: diagnoses.concussion,
    lasts: 21,
    emergency: 0.8,
    rate: (_life, age, month) => (age > 8 && age < 24 ? 0.0009 : 0.0003) * warm(month)
  },
  {
    diagnosis: diagnoses.chestPain,
    lasts: 3,
    emergency: 0.85,
    rate: (_life, age) => (age > 40 ? 0.005 : age > 18 ? 0.0016 : 0)
  },
  { diagnosis: diagnoses.abdominalPain, lasts: 4, emergency: 0.75, rate: (_life, age) => (age > 15 ? 0.0044 : 0.0018) },
  {
    diagnosis: diagnoses.headache,
    lasts: 3,
    emergency: 0.5,
    rate: (life, age) => (age > 12 ? 0.0027 : 0.0005) * (life.person.female ? 1.4 : 0.7)
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
    rate: (life, _age, month) => (isKnown(life, 'asthma') ? 0.016 * cold(month) : 0)
  }
]

/** Illness that passes: a visit to the emergency department at once, or to the practice on the next working day. */
function fallIll(life: Life, day: SampleDay, illness: Illness): void {
  if (day < life.busyUntil) return
  const { random, person } = life
  const poor = person.position < 0.35 ? 1.5 : person.position > 0.7 ? 0.65 : 1
  if (random.chance(Math.min(0.95, illness.emergency * poor))) emergencyVisit(life, day, illness)
  else life.agenda.push({ day: workday(day), act: (one, at) => sickVisit(one, at, illness) })
}

function sickVisit(life: Life, day: SampleDay, illness: Illness): void {
  const { random, person } = life
  const remote = random.chance(0.13)
  const type = remote
    ? visitTypes.telehealth
    : ageInYears(person.birth, day) < 18
      ? visitTypes.pediatric
      : visitTypes.problem
  const visit = makeVisit(life, day, { class: remote ? 'VR' : 'AMB', type, reason: illness.diagnosis })
  recordPassing(life, visit, illness.diagnosis, illness.lasts)
  if (illness.drug !== undefined && random.chance(0.75)) prescribe(life, visit, 'acute', illness.drug)
  billVisit(life, visit, [{ service: type, price: remote ? 9200 : 13_400 }], [illness.diagnosis])
}

function emergencyVisit(life: Life, day: SampleDay, illness: Pick<Illness, 'diagnosis' | 'lasts' | 'drug'>): void {
  const { random, performance } = life
  const facility = random.whole(0, 1)
  const visit = makeVisit(life, day, {
    class: 'EMER',
    type: visitTypes.emergency,
    reason: illness.diagnosis,
    facility,
    role: 'emergency',
    disposition: 'home'
  })
  recordPassing(life, visit, illness.diagnosis, illness.lasts)
  if (ageInYears(life.person.birth, day) > 10) recordPressure(life, visit, ...pressureAt(life, day))
  if (illness.diagnosis === diagnoses.chestPain || illness.diagnosis === diagnoses.bronchitis)
    recordReport(life, visit, 'imaging', panels.chestFilm, [])
  if (illness.drug !== undefined && random.chance(0.8)) prescribe(life, visit, 'acute', illness.drug)
  const price = 118_000 * Math.exp(random.normal(0.1, 0.5))
  billVisit(life, visit, [{ service: visit.type, price: Math.round(price), revenue: '0450' }], [illness.diagnosis])
  if (random.chance(0.46 + performance.followUp * 0.25)) {
    life.agenda.push({ day: workday(day + random.whole(1, 8)), act: (one, at) => checkUp(one, at, illness.diagnosis) })
  }
}

function checkUp(life: Life, day: SampleDay, reason: Diagnosis): void {
  if (day < life.busyUntil) return
  const visit = makeVisit(life, day, { class: 'AMB', type: visitTypes.followUp, reason })
  billVisit(life, visit, [{ service: visit.type, price: 13_400 }], [reason])
}

/** Influenza comes between November and April, in seasons of different strength; a vaccine halves it. */
function influenzaRate(life: Life, day: SampleDay, month: number): number {
  const season = influenzaSeason(day)
  if (season === undefined || (month > 3 && month < 11)) return 0
  const strength = { 2022: 1, 2023: 0.85, 2024: 1.5, 2025: 1.1, 2026: 1 }[season] ?? 1
  const peak = { 11: 0.5, 12: 1.3, 1: 1.9, 2: 1.6, 3: 0.7 }[month] ?? 0
  return 0.0042 * strength * peak * (life.latest.has(`influenza${season}`) ? 0.5 : 1)
}

const influenza: Illness = { diagnosis: diagnoses.influenza, lasts: 9, emergency: 0.22, rate: () => 0 }

function admissionRates(life: Life, age: number, month: number): readonly (readonly [Admission, number])[] {
  const { performance } = life
  const careless = 1.1 - performance.followUp * 0.25
  const old = age > 65 ? Math.exp((age - 65) * 0.055) : age > 45 ? 0.6 : 0.12
  return [
    [admissions.heartFailure, isKnown(life, 'heartFailure') ? 0.02 * careless * (cold(month) * 0.4 + 0.6) : 0],
    [admissions.copd, isKnown(life, 'copd') ? 0.011 * careless * cold(month) : 0],
    [admissions.pneumonia, 0.0008 * old * cold(month)],
    [admissions.sepsis, 0.0006 * old],
    [admissions.infarction, isKnown(life, 'ischemicHeart') ? 0.0028 : 0],
    [admissions.hipFracture, isKnown(life, 'osteoporosis') && age > 65 ? 0.0013 : 0],
    [admissions.knee, isKnown(life, 'osteoarthritis') && age < 85 ? 0.0032 : 0],
    [admissions.gallstones, age > 25 ? 0.0003 : 0],
    [admissions.appendicitis, age > 6 && age < 50 ? 0.00009 : 0.00003],
    [admissions.hyperglycemia, isKnown(life, 'diabetes') ? 0.002 * careless * (1 - performance.control * 0.3) : 0]
  ]
}

/** What goes wrong in one month: passing illness, emergencies and stays in hospital. */
export function acuteMonth(life: Life, from: SampleDay, until: SampleDay): void {
  const { random, person } = life
  const age = ageInYears(person.birth, from)
  const month = monthOfYear(from)
  const days = until - from - 1
  for (const illness of illnesses) {
    if (random.chance(illness.rate(life, age, month))) fallIll(life, from + random.whole(0, days), illness)
  }
  if (random.chance(influenzaRate(life, from, month))) fallIll(life, from + random.whole(0, days), influenza)
  for (const [admission, rate] of admissionRates(life, age, month)) {
    if (rate > 0 && random.chance(rate)) admit(life, from + random.whole(0, days), admission)
  }
}
