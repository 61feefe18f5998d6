import type { SampleDay } from '../base/calendar.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { procedures, visitTypes } from '../codes/services.ts'
import { diseases } from '../base/disease.ts'
import { isKnown } from '../life/known.ts'
import type { Life } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { bookNextVisit, writeBooking, writeFulfilledAppointment } from './booking.ts'
import { billVisit } from './claim.ts'
import type { Charge } from './adjudication.ts'
import { diagnoseAtVisit, enterDisease } from './diagnosing.ts'
import { admissions, admit } from './hospital.ts'
import { askSmoking, drawBlood, measureVitals, screenMood } from './monitoring.ts'
import { startDepressionCare } from './mood.ts'
import { prescribeAtVisit } from './prescribing.ts'
import { lastingProblems, noteDiseases } from './problems.ts'
import { recordProcedure } from './record.ts'
import { orderScreening } from './screening.ts'
import { vaccinateAtVisit } from './vaccination.ts'
import { makeVisit, workday } from './visit.ts'

/** Diagnoses of lasting diseases on a claim for a visit. */
const maxDiagnoses = 6
/** Ages in months at which a small child is seen. */
const infantVisits = [0.3, 1, 2, 4, 6, 9, 12, 15, 18, 24, 30, 36]
const heavy = [
  'diabetes',
  'heartFailure',
  'kidneyDisease',
  'copd',
  'ischemicHeart',
  'depression',
  'atrialFibrillation'
] as const

/** The next day on which somebody is expected, by age, illness and habits. */
export function nextRoutineVisit(
  { random, person, body, known }: Pick<Life, 'random' | 'person' | 'body' | 'known'>,
  day: SampleDay
): SampleDay {
  const months = (day - person.birth) / 30.4
  if (months < 35) {
    const next = infantVisits.find((month) => month > months + 0.4) ?? 36
    return workday(Math.floor(person.birth + next * 30.4 + random.whole(0, 8)))
  }
  const age = months / 12
  const active = (disease: (typeof heavy)[number]): boolean => known.get(disease)?.abated === Number.POSITIVE_INFINITY
  const burden = heavy.reduce((sum, disease) => sum + (active(disease) ? 1 : 0), 0)
  const light = known.size > 0 ? 0.35 : 0
  const base = age < 18 ? 0.75 : age < 40 ? (person.female ? 0.6 : 0.38) : age < 65 ? 0.68 : 1
  const perYear = (base + light + Math.min(4, burden) * 0.45) * body.engagement
  return workday(day + Math.max(25, Math.round((365 / perYear) * random.between(0.65, 1.35))))
}

/** New heart disease and stroke often show themselves by a stay in hospital. */
export function suddenEvents(life: Life, from: SampleDay, until: SampleDay): void {
  for (const disease of ['stroke', 'ischemicHeart'] as const) {
    const day = life.onsets[disease]
    if (day < from || day >= until || life.known.has(disease)) continue
    if (!life.random.chance(disease === 'stroke' ? 0.85 : 0.4)) continue
    if (day < life.busyUntil) continue
    const heart = life.random.chance(0.3) ? admissions.infarctionStemi : admissions.infarction
    admit(life, day, disease === 'stroke' ? admissions.stroke : heart)
    enterDisease(life, disease, { recorded: day + 1, stored: day + 4 })
  }
}

/** One planned visit to the own practice, with everything that is due. */
export function routineVisit(life: Life, day: SampleDay): void {
  const { random, person } = life
  const age = ageInYears(person.birth, day)
  const lastYearly = life.latest.get('yearly')
  const yearly =
    age < 3 || lastYearly === undefined
      ? random.chance(age < 18 ? 0.95 : 0.6)
      : day - lastYearly > 330 && random.chance(age > 64 ? 0.75 : 0.65)
  if (yearly) life.latest.set('yearly', day)
  const illness = diseases.find((disease) => isKnown(life, disease))
  const remote = !yearly && age > 12 && random.chance(0.14)
  const type = remote
    ? random.chance(0.75)
      ? visitTypes.telehealth
      : visitTypes.telephone
    : yearly
      ? age < 18
        ? visitTypes.wellChild
        : age >= 65
          ? visitTypes.wellness
          : visitTypes.preventive
      : age < 18
        ? visitTypes.pediatric
        : random.chance(0.75)
          ? visitTypes.office
          : visitTypes.followUp
  const well: Diagnosis = age < 18 ? diagnoses.wellChild : diagnoses.wellAdult
  const reason = yearly || illness === undefined ? undefined : life.known.get(illness)?.diagnosis
  const visit = makeVisit(life, day, { booking: life.booking, class: remote ? 'VR' : 'AMB', type, reason })
  // A visit that the source system does not know of yet is still a booking there.
  if (life.chart.sees(day, visit.stored)) writeFulfilledAppointment(life, visit)
  else writeBooking(life)
  life.booking = undefined
  const charges: Charge[] = [{ service: type, price: remote ? 9600 : yearly ? 19_200 : 14_600 }]
  const found = diagnoseAtVisit(life, visit)
  if (found.includes(diagnoses.depression) || found.includes(diagnoses.recurrentDepression))
    startDepressionCare(life, day)
  if (!remote) {
    measureVitals(life, visit, yearly || age < 3)
    const tests = drawBlood(life, visit)
    const price = tests.reduce((sum, test) => sum + test.price, 0)
    const [first] = tests
    // One line for the laboratory, named by its first test.
    if (first !== undefined) charges.push({ service: first.service, price, quantity: tests.length })
    charges.push(...vaccinateAtVisit(life, visit))
  }
  askSmoking(life, visit, yearly)
  screenMood(life, visit, yearly || random.chance(0.25))
  prescribeAtVisit(life, visit)
  charges.push(...orderScreening(life, visit))
  if (isKnown(life, 'kidneyDisease') && life.known.get('kidneyDisease')?.diagnosis === diagnoses.kidneyFailure)
    recordProcedure(life, visit, procedures.dialysis)
  const lasting = lastingProblems(life)
  noteDiseases(life, visit, lasting)
  const active = lasting.map((problem) => problem.diagnosis).slice(0, maxDiagnoses)
  billVisit(life, visit, charges, yearly || active.length === 0 ? [well, ...active] : active)
  life.nextVisit = nextRoutineVisit(life, day)
  life.booking = bookNextVisit(life, visit)
}
