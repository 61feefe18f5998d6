import type { SampleDay } from '../base/calendar.ts'
import { diagnoses, type Diagnosis } from '../codes/conditions.ts'
import { devices } from '../codes/services.ts'
import { bmiAt } from '../course/body.ts'
import { filtrationAt } from '../life/physiology.ts'
import { diseases, type Disease } from '../base/disease.ts'
import type { Life, Problem } from '../life/life.ts'
import { ageInYears } from '../person/person.ts'
import { deviceLine } from '../writers/device.ts'
import { hasBegun, isKnown } from '../life/known.ts'
import { canBeFound, chanceToFind } from './detection.ts'
import { recordDiagnosis } from './problems.ts'
import type { Visit } from './visit.ts'

const fixed: Partial<Record<Disease, Diagnosis>> = {
  prediabetes: diagnoses.prediabetes,
  hypertension: diagnoses.hypertension,
  ischemicHeart: diagnoses.ischemicHeart,
  atrialFibrillation: diagnoses.atrialFibrillation,
  stroke: diagnoses.stroke,
  copd: diagnoses.copd,
  anxiety: diagnoses.anxiety,
  osteoporosis: diagnoses.osteoporosis,
  breastCancer: diagnoses.breastCancer,
  colorectalCancer: diagnoses.colorectalCancer,
  prostateCancer: diagnoses.prostateCancer,
  lungCancer: diagnoses.lungCancer,
  osteoarthritis: diagnoses.osteoarthritis,
  rheumatoidArthritis: diagnoses.rheumatoidArthritis,
  backPain: diagnoses.backPain,
  reflux: diagnoses.reflux,
  sleepApnea: diagnoses.sleepApnea,
  hypothyroidism: diagnoses.hypothyroidism,
  retinopathy: diagnoses.retinopathy,
  neuropathy: diagnoses.neuropathy
}

function kidneyStage(life: Life, day: SampleDay): Diagnosis {
  const rate = filtrationAt(life, day)
  if (rate < 10) return diagnoses.kidneyFailure
  if (rate < 15) return diagnoses.kidney5
  if (rate < 30) return diagnoses.kidney4
  return rate < 45 ? diagnoses.kidney3b : diagnoses.kidney3a
}

/** The diagnosis that a disease gets in this person on this day. */
function diagnosisOf(life: Life, disease: Disease, day: SampleDay): Diagnosis {
  const { random, body, person } = life
  switch (disease) {
    case 'diabetes':
      return life.type1 ? diagnoses.diabetesType1 : diagnoses.diabetes
    case 'hyperlipidemia':
      return random.chance(0.3) ? diagnoses.mixedHyperlipidemia : diagnoses.hyperlipidemia
    case 'obesity':
      return bmiAt(person, body, day) >= 40 ? diagnoses.severeObesity : diagnoses.obesity
    case 'kidneyDisease':
      return kidneyStage(life, day)
    case 'heartFailure':
      return random.chance(0.25)
        ? diagnoses.heartFailure
        : life.systolic
          ? diagnoses.systolicFailure
          : diagnoses.diastolicFailure
    case 'asthma':
      return random.pick([diagnoses.asthma, diagnoses.asthma, diagnoses.mildAsthma, diagnoses.moderateAsthma])
    case 'depression':
      return random.chance(0.3) ? diagnoses.recurrentDepression : diagnoses.depression
    case 'dementia':
      return random.pick([diagnoses.alzheimer, diagnoses.alzheimer, diagnoses.dementia, diagnoses.vascularDementia])
    default:
      return fixed[disease] ?? diagnoses.hypertension
  }
}

/** Adds a disease to the problem list. */
export function enterDisease(
  life: Life,
  disease: Disease,
  recording: { recorded: SampleDay; stored: SampleDay; encounterId?: string }
): Problem {
  const problem = recordDiagnosis(life, diagnosisOf(life, disease, recording.recorded), {
    ...recording,
    disease,
    onset: life.onsets[disease]
  })
  life.known.set(disease, problem)
  if (disease === 'diabetes') endProblem(life, 'prediabetes', recording.recorded)
  if (disease === 'kidneyDisease' && isKnown(life, 'diabetes') && life.random.chance(0.5)) {
    recordDiagnosis(life, diagnoses.diabeticKidney, { ...recording, onset: life.onsets[disease] })
  }
  if (disease === 'sleepApnea' && life.random.chance(0.6)) issueDevice(life, recording.recorded + 20, devices.airway)
  if (disease === 'diabetes' && life.random.chance(0.35)) issueDevice(life, recording.recorded, devices.glucoseMeter)
  return problem
}

/** Ends a disease in the record. */
export function endProblem(life: Life, disease: Disease, day: SampleDay, ends: Problem['ends'] = 'resolved'): void {
  const problem = life.known.get(disease)
  if (problem === undefined || problem.abated !== Number.POSITIVE_INFINITY) return
  problem.abated = Math.max(day, problem.recorded, problem.onset)
  problem.ends = ends
}

/** Finds at a visit what has begun since, and moves kidney disease to its new stage. */
export function diagnoseAtVisit(life: Life, visit: Visit): Diagnosis[] {
  const { random, person, body } = life
  const day = visit.start
  const found: Diagnosis[] = []
  const recording = { recorded: day, stored: visit.stored, encounterId: visit.id }
  for (const disease of diseases) {
    if (!hasBegun(life, disease, day) || life.known.has(disease) || !canBeFound(life, disease)) continue
    if (disease === 'obesity' && (ageInYears(person.birth, day) < 18 || bmiAt(person, body, day) < 30)) continue
    if (random.chance(chanceToFind(disease))) found.push(enterDisease(life, disease, recording).diagnosis)
  }
  const kidney = life.known.get('kidneyDisease')
  if (kidney !== undefined && day - kidney.recorded > 270 && isKnown(life, 'kidneyDisease')) {
    const stage = kidneyStage(life, day)
    if (stage !== kidney.diagnosis && rank(stage) > rank(kidney.diagnosis)) {
      kidney.abated = day
      const next = recordDiagnosis(life, stage, { ...recording, disease: 'kidneyDisease', onset: day })
      life.known.set('kidneyDisease', next)
      found.push(stage)
    }
  }
  return found
}

const stages: readonly Diagnosis[] = [
  diagnoses.kidney3a,
  diagnoses.kidney3b,
  diagnoses.kidney4,
  diagnoses.kidney5,
  diagnoses.kidneyFailure
]
const rank = (diagnosis: Diagnosis): number => stages.indexOf(diagnosis)

/** Gives the person a device. */
export function issueDevice(life: Life, day: SampleDay, type: (typeof devices)[keyof typeof devices]): void {
  const { chart, ids, person } = life
  const id = ids.next()
  const stored = Math.max(day, person.joined)
  const serial = String(100_000 + (person.index % 900_000))
  if (chart.sees(day, stored))
    chart.add('Device', () => deviceLine({ id, type, made: day - 200, serial }, chart.subject, stored))
}
