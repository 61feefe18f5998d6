import type { SampleDay } from '../base/calendar.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { labs, panels } from '../codes/observations.ts'
import { devices, procedures, visitTypes } from '../codes/services.ts'
import { drugs } from '../codes/drugs.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { creatinineFor, filtrationAt, pressureAt } from '../life/physiology.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { billVisit } from './claim.ts'
import type { Charge } from './adjudication.ts'
import { issueDevice } from './diagnosing.ts'
import { prescribe } from './pharmacy.ts'
import { prescribeAtVisit } from './prescribing.ts'
import { lastingProblems, recordDiagnosis, recordPassing } from './problems.ts'
import { recordLab, recordPressure, recordProcedure, recordReport } from './record.ts'
import { makeVisit, workday, type Visit } from './visit.ts'

/** What brings somebody into hospital. */
export interface Admission {
  readonly diagnosis: Diagnosis
  /** Mean days of the stay. */
  readonly length: number
  /** US cents on top of the days. */
  readonly price: number
  readonly elective?: boolean
  readonly procedure?: SampleConcept
  /** Chance to come back within 30 days. */
  readonly returns: number
  /** What stays in the problem list. */
  readonly leaves?: Diagnosis
  /** A return that was arranged at the end of the stay before. */
  readonly isReturn?: true
}

/** The common reasons to be admitted. */
export const admissions = {
  heartFailure: { diagnosis: diagnoses.acuteFailure, length: 4.6, price: 420_000, returns: 0.22 },
  copd: { diagnosis: diagnoses.copdAttack, length: 3.8, price: 330_000, returns: 0.19 },
  asthma: { diagnosis: diagnoses.asthmaAttack, length: 2.4, price: 260_000, returns: 0.07 },
  kidneyInjury: { diagnosis: diagnoses.kidneyInjury, length: 4.2, price: 360_000, returns: 0.17 },
  bleeding: { diagnosis: diagnoses.bleeding, length: 3.6, price: 420_000, returns: 0.14 },
  urinaryInfection: { diagnosis: diagnoses.urinaryInfection, length: 3.4, price: 250_000, returns: 0.14 },
  cellulitis: { diagnosis: diagnoses.cellulitis, length: 3.4, price: 240_000, returns: 0.1 },
  arrhythmia: { diagnosis: diagnoses.atrialFibrillation, length: 3, price: 330_000, returns: 0.13 },
  depression: { diagnosis: diagnoses.severeDepression, length: 6.2, price: 120_000, returns: 0.12 },
  pneumonia: { diagnosis: diagnoses.pneumonia, length: 4.4, price: 390_000, returns: 0.15 },
  sepsis: { diagnosis: diagnoses.sepsis, length: 6.4, price: 760_000, returns: 0.19 },
  infarction: {
    diagnosis: diagnoses.infarction,
    length: 3.6,
    price: 1_450_000,
    returns: 0.14,
    procedure: procedures.coronaryIntervention,
    leaves: diagnoses.oldInfarction
  },
  infarctionStemi: {
    diagnosis: diagnoses.infarctionStemi,
    length: 4.2,
    price: 1_700_000,
    returns: 0.14,
    procedure: procedures.coronaryIntervention,
    leaves: diagnoses.oldInfarction
  },
  stroke: { diagnosis: diagnoses.stroke, length: 5, price: 820_000, returns: 0.12 },
  hipFracture: {
    diagnosis: diagnoses.hipFracture,
    length: 5.4,
    price: 1_380_000,
    returns: 0.13,
    procedure: procedures.hipReplacement
  },
  knee: {
    diagnosis: diagnoses.osteoarthritis,
    length: 1.8,
    price: 1_520_000,
    returns: 0.04,
    procedure: procedures.kneeReplacement,
    elective: true
  },
  gallstones: {
    diagnosis: diagnoses.gallstones,
    length: 2,
    price: 780_000,
    returns: 0.06,
    procedure: procedures.cholecystectomy
  },
  appendicitis: {
    diagnosis: diagnoses.appendicitis,
    length: 1.7,
    price: 720_000,
    returns: 0.04,
    procedure: procedures.appendectomy
  },
  hyperglycemia: { diagnosis: diagnoses.hyperglycemia, length: 3.2, price: 360_000, returns: 0.17 },
  delivery: {
    diagnosis: diagnoses.delivery,
    length: 1.9,
    price: 620_000,
    returns: 0.01,
    procedure: procedures.vaginalDelivery
  }
} as const satisfies Record<string, Admission>

/** A stay in hospital with its tests, claim, way out, follow-up and sometimes a return. */
export function admit(life: Life, day: SampleDay, admission: Admission): void {
  if (day < life.busyUntil || life.inHospice) return
  const { random, person, performance } = life
  const age = ageInYears(person.birth, day)
  const end = day + Math.max(1, Math.round(admission.length * Math.exp(random.normal(-0.12, 0.5))))
  const frail = age > 78 || isKnown(life, 'dementia')
  const disposition =
    frail && random.chance(0.42)
      ? 'snf'
      : random.chance(0.012)
        ? 'aadvice'
        : random.chance(0.1) && age > 65
          ? 'rehab'
          : 'home'
  const type =
    admission.elective === true
      ? visitTypes.electiveAdmission
      : random.chance(0.7)
        ? visitTypes.emergencyAdmission
        : visitTypes.admission
  const facility = random.whole(0, 1)
  const visit = makeVisit(life, day, {
    class: 'IMP',
    diagnosed: true,
    type,
    reason: admission.diagnosis,
    facility,
    role: 'hospitalist',
    end,
    disposition
  })
  life.busyUntil = end
  recordPassing(life, visit, admission.diagnosis, end - day + 20)
  if (admission.procedure !== undefined) recordProcedure(life, visit, admission.procedure)
  stayTests(life, visit)
  if (admission.leaves !== undefined && !life.latest.has(admission.leaves.icd)) {
    life.latest.set(admission.leaves.icd, day)
    recordDiagnosis(life, admission.leaves, {
      onset: day,
      recorded: visit.end,
      stored: visit.stored + (visit.end - day)
    })
  }
  // Most stays cost less than the mean, a few many times as much.
  const severity = Math.exp(random.normal(-0.6, 1.1))
  const charges: Charge[] = [
    {
      service: type,
      price: Math.round((admission.price * 0.75 + 240_000 * (visit.end - day)) * severity),
      revenue: '0120',
      quantity: Math.max(1, visit.end - day)
    }
  ]
  if (admission.procedure !== undefined)
    charges.push({ service: admission.procedure, price: Math.round(admission.price * 0.6), revenue: '0360' })
  const others = lastingProblems(life).map((problem) => problem.diagnosis)
  billVisit(life, visit, charges, [admission.diagnosis, ...others.filter((each) => each !== admission.diagnosis)])
  const follows = random.chance(Math.min(0.92, 0.56 + performance.followUp * 0.28))
  const wait = follows ? random.whole(3, 13) : random.whole(18, 50)
  const chance = returnChance(life, admission)
  const returns = random.chance(chance)
  if (life.chart.sees(day, visit.stored))
    life.tally.stays.push({
      start: day,
      isReturn: admission.isReturn === true,
      chance,
      returns,
      heartFailure: isKnown(life, 'heartFailure')
    })
  if (returns) {
    life.agenda.push({
      day: end + random.whole(2, 29),
      act: (patient, visitDay) =>
        admit(patient, visitDay, { ...admission, returns: admission.returns * 0.6, isReturn: true })
    })
  }
  life.agenda.push({ day: workday(end + wait), act: afterStay })
  if (admission === admissions.infarction && random.chance(0.12)) recordProcedure(life, visit, procedures.bypass)
  if (isKnown(life, 'atrialFibrillation') && random.chance(0.05)) {
    recordProcedure(life, visit, procedures.pacemaker)
    issueDevice(life, day, devices.pacemaker)
  }
  if (admission.elective === true || admission === admissions.hipFracture)
    prescribe(life, visit, 'acute', drugs.oxycodone)
}

/** How likely somebody comes back after a stay. */
function returnChance(life: Life, { returns }: Admission): number {
  const { person, performance, signals } = life
  const ofPractice = person.practice === signals.returns.practice ? signals.returns.ofPractice : 1
  const ofHeart = isKnown(life, 'heartFailure') ? signals.returns.ofHeartFailure : 1
  return Math.min(0.9, returns * (1.15 - performance.followUp * 0.25) * ofPractice * ofHeart)
}

function stayTests(life: Life, visit: Visit): void {
  const { random, person } = life
  const rate = filtrationAt(life, visit.start)
  recordPressure(life, visit, ...pressureAt(life, visit.start))
  recordLab(life, visit, labs.hemoglobin, (person.female ? 12.1 : 12.9) + random.normal(0, 1.5))
  recordLab(life, visit, labs.sodium, 138.5 + random.normal(0, 3.2))
  const id = recordLab(life, visit, labs.creatinine, creatinineFor(life, rate * random.between(0.75, 1), visit.start))
  recordReport(life, visit, 'laboratory', panels.metabolic, [id])
}

function afterStay(life: Life, day: SampleDay): void {
  if (day < life.busyUntil) return
  const remote = life.random.chance(0.18)
  const visit = makeVisit(life, day, {
    class: remote ? 'VR' : 'AMB',
    type: remote ? visitTypes.telehealth : visitTypes.followUp
  })
  if (life.random.chance(0.55 + life.performance.followUp * 0.3))
    recordProcedure(life, visit, procedures.reconciliation)
  if (!remote) recordPressure(life, visit, ...pressureAt(life, day))
  prescribeAtVisit(life, visit)
  const known = lastingProblems(life).map((problem) => problem.diagnosis)
  billVisit(life, visit, [{ service: visit.type, price: 18_400 }], known.length === 0 ? [diagnoses.wellAdult] : known)
}
