import type { SampleDay } from '../base/calendar.ts'
import type { Disease } from '../base/disease.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { outpatientServices } from '../codes/outpatient.ts'
import { procedures, visitTypes } from '../codes/services.ts'
import { isKnown } from '../life/known.ts'
import type { Life, Problem } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import type { Clinician } from '../reference/reference.ts'
import { billOutpatient, billVisit } from './claim.ts'
import { noteDiseases } from './problems.ts'
import { recordProcedure } from './record.ts'
import { makeVisit, workday } from './visit.ts'

interface Referral {
  readonly role: Clinician['role']
  readonly disease: Disease
  /** Visits per month while the disease is known. */
  readonly rate: number
}

const referrals: readonly Referral[] = [
  { role: 'cardiology', disease: 'ischemicHeart', rate: 0.09 },
  { role: 'cardiology', disease: 'heartFailure', rate: 0.11 },
  { role: 'cardiology', disease: 'atrialFibrillation', rate: 0.12 },
  { role: 'endocrinology', disease: 'diabetes', rate: 0.05 },
  { role: 'nephrology', disease: 'kidneyDisease', rate: 0.07 },
  { role: 'orthopedics', disease: 'osteoarthritis', rate: 0.07 },
  { role: 'orthopedics', disease: 'backPain', rate: 0.06 },
  { role: 'orthopedics', disease: 'rheumatoidArthritis', rate: 0.25 },
  { role: 'psychiatry', disease: 'depression', rate: 0.05 },
  { role: 'psychiatry', disease: 'anxiety', rate: 0.04 },
  { role: 'oncology', disease: 'breastCancer', rate: 0.12 },
  { role: 'oncology', disease: 'colorectalCancer', rate: 0.16 },
  { role: 'oncology', disease: 'prostateCancer', rate: 0.1 },
  { role: 'oncology', disease: 'lungCancer', rate: 0.3 }
]

const infused: readonly Disease[] = ['breastCancer', 'colorectalCancer', 'lungCancer']

/** Visits to specialists, imaging, day surgery, infusions and dialysis of one month. */
export function specialistMonth(life: Life, from: SampleDay, until: SampleDay): void {
  if (life.inHospice) return
  const { random } = life
  const day = (): SampleDay => workday(from + random.whole(0, until - from - 4))
  for (const { role, disease, rate } of referrals) {
    const problem = life.known.get(disease)
    if (problem === undefined || !isKnown(life, disease) || !random.chance(rate)) continue
    life.agenda.push({
      day: day(),
      act: (patient, on) => specialistVisit(patient, on, role, problem.diagnosis, problem)
    })
  }
  const age = ageInYears(life.person.birth, from)
  if (random.chance(0.008 + Math.min(0.045, age * 0.0007)))
    life.agenda.push({ day: day(), act: (patient, on) => specialistVisit(patient, on, 'dermatology', diagnoses.rash) })
  for (const disease of infused) {
    const problem = life.known.get(disease)
    if (problem === undefined || !isKnown(life, disease) || from - problem.recorded > 400 || !random.chance(0.55))
      continue
    life.agenda.push({
      day: day(),
      act: (patient, on) => outpatientService(patient, on, outpatientServices.infusion, problem.diagnosis)
    })
  }
  if (life.known.get('kidneyDisease')?.diagnosis === diagnoses.kidneyFailure)
    life.agenda.push({ day: day(), act: dialysisMonth })
}

function specialistVisit(
  life: Life,
  day: SampleDay,
  role: Clinician['role'],
  reason: Diagnosis,
  problem?: Problem
): void {
  if (day < life.busyUntil) return
  const { random } = life
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.specialist,
    facility: random.whole(0, 1),
    role,
    reason
  })
  if (problem?.abated === Number.POSITIVE_INFINITY) noteDiseases(life, visit, [problem])
  billVisit(life, visit, [{ service: visit.type, price: 19_800 }], [reason])
  if (!random.chance(0.34)) return
  const kinds = Object.values(outpatientServices).filter((each) => each.weight > 0)
  const service = kinds[random.weighted(kinds.map((each) => each.weight))] ?? outpatientServices.imaging
  life.agenda.push({
    day: workday(day + random.whole(3, 30)),
    act: (patient, on) => outpatientService(patient, on, service, reason)
  })
}

function outpatientService(
  life: Life,
  day: SampleDay,
  service: (typeof outpatientServices)[keyof typeof outpatientServices],
  reason: Diagnosis
): void {
  if (day < life.busyUntil || life.inHospice) return
  const { random } = life
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.diagnostic,
    facility: random.whole(0, 1),
    role: service.role,
    reason
  })
  const price = Math.round(service.price * Math.exp(random.normal(-0.18, 0.6)))
  billOutpatient(life, visit, [{ service: service.concept, price, revenue: service.revenue }], [reason])
}

/** Thirteen treatments of a month on one claim, as dialysis facilities bill them. */
function dialysisMonth(life: Life, day: SampleDay): void {
  if (day < life.busyUntil || life.inHospice) return
  const visit = makeVisit(life, day, {
    class: 'AMB',
    type: visitTypes.diagnostic,
    facility: 0,
    role: 'nephrology',
    reason: diagnoses.kidneyFailure
  })
  recordProcedure(life, visit, procedures.dialysis)
  const charge = { service: procedures.dialysis, price: 13 * 41_000, revenue: '0821', quantity: 13 }
  billOutpatient(life, visit, [charge], [diagnoses.kidneyFailure])
}
