import { monthOfYear, type SampleDay } from '../base/calendar.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { panels } from '../codes/observations.ts'
import { visitTypes } from '../codes/services.ts'
import { pressureAt } from '../life/physiology.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { admissions, admit, type Admission } from './hospital.ts'
import { billVisit } from './claim.ts'
import { winterFactor } from '../base/seasons.ts'
import { illnesses, type Illness } from './illnesses.ts'
import { prescribe } from './pharmacy.ts'
import { recordPassing } from './problems.ts'
import { recordPressure, recordReport } from './record.ts'
import { influenzaSeason } from './vaccination.ts'
import { makeVisit, workday } from './visit.ts'

/** Illness that passes: a visit to the emergency department at once, or to the practice on the next working day. */
function fallIll(life: Life, day: SampleDay, illness: Illness): void {
  if (day < life.busyUntil) return
  const { random, person } = life
  const poor = person.position < 0.35 ? 1.5 : person.position > 0.7 ? 0.65 : 1
  if (random.chance(Math.min(0.95, illness.emergency * 0.88 * poor))) emergencyVisit(life, day, illness)
  else life.agenda.push({ day: workday(day), act: (patient, visitDay) => sickVisit(patient, visitDay, illness) })
}

function sickVisit(life: Life, day: SampleDay, illness: Illness): void {
  const { random, person } = life
  const remote = random.chance(0.13)
  const type = remote
    ? visitTypes.telehealth
    : ageInYears(person.birth, day) < 18
      ? visitTypes.pediatric
      : visitTypes.problem
  const visit = makeVisit(life, day, {
    class: remote ? 'VR' : 'AMB',
    diagnosed: true,
    type,
    reason: illness.diagnosis
  })
  recordPassing(life, visit, illness.diagnosis, illness.lasts)
  if (illness.drug !== undefined && random.chance(0.75)) prescribe(life, visit, 'acute', illness.drug)
  billVisit(life, visit, [{ service: type, price: remote ? 9200 : 13_400 }], [illness.diagnosis])
}

function emergencyVisit(life: Life, day: SampleDay, illness: Pick<Illness, 'diagnosis' | 'lasts' | 'drug'>): void {
  const { random, performance } = life
  const facility = random.whole(0, 1)
  const visit = makeVisit(life, day, {
    class: 'EMER',
    diagnosed: true,
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
    life.agenda.push({
      day: workday(day + random.whole(1, 8)),
      act: (patient, visitDay) => checkUp(patient, visitDay, illness.diagnosis)
    })
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
  const old = age > 65 ? Math.exp((age - 65) * 0.07) : age > 45 ? 0.82 : age > 18 ? 0.42 : 0.32
  const season = winterFactor(month)
  return [
    [admissions.heartFailure, isKnown(life, 'heartFailure') ? 0.019 * careless * (season * 0.4 + 0.6) : 0],
    [admissions.copd, isKnown(life, 'copd') ? 0.0105 * careless * season : 0],
    [admissions.asthma, isKnown(life, 'asthma') ? 0.0022 * careless * season : 0],
    [admissions.pneumonia, (age < 5 ? 0.0009 : 0.00085 * old) * season],
    [admissions.sepsis, 0.0009 * old],
    [admissions.kidneyInjury, 0.0005 * old * (isKnown(life, 'kidneyDisease') ? 2.5 : 1)],
    [admissions.bleeding, 0.00045 * old],
    [admissions.urinaryInfection, 0.00045 * old],
    [admissions.cellulitis, age > 18 ? 0.0004 * old + 0.00015 : 0.00005],
    [admissions.infarction, isKnown(life, 'ischemicHeart') ? 0.003 : 0],
    [admissions.arrhythmia, isKnown(life, 'atrialFibrillation') ? 0.006 : 0],
    [admissions.hipFracture, isKnown(life, 'osteoporosis') && age > 65 ? 0.0018 : 0],
    [admissions.knee, isKnown(life, 'osteoarthritis') && age < 85 ? 0.0035 : 0],
    [admissions.gallstones, age > 25 ? 0.0005 : 0],
    [admissions.appendicitis, age > 6 && age < 50 ? 0.00012 : 0.00004],
    [admissions.depression, isKnown(life, 'depression') && age < 75 ? 0.0045 : 0],
    [admissions.hyperglycemia, isKnown(life, 'diabetes') ? 0.003 * careless * (1 - performance.control * 0.3) : 0]
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
