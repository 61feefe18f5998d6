import { engineRiskDischargeMessages as m } from '#messages/engine/risk/discharge.ts'
import { defined } from '#shared/language/defined.ts'
import { addMonths } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import { readmissions, stayOutcomes } from '../../population/stays/readmissions.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { diagnosisEvents } from '../evidence/diagnosis-events.ts'
import { icdCodes, withoutIcd } from '../evidence/icd-codes.ts'
import { groupReader } from '../indices/group-reader.ts'
import type { IndexDefinition } from '../model/index-definition.ts'
import { pointScore, type PointScore, type ScoreItem } from './point-score.ts'
import {
  hospitalAdmissions,
  hospitalPoints,
  LACE_ACUTE,
  laceComorbidity,
  laceLength,
  laceVisits,
  laceWeights,
  type HospitalVariant
} from './score-tables.ts'
import { stayFacts, type StayFacts } from './stay-facts.ts'

/** A discharge with its scores. */
export interface Discharge {
  /** Encounters, or claims in data without encounters. */
  readonly table: Table
  /** Row of that table. */
  readonly row: number
  readonly patient: number
  readonly admitted: Day
  readonly discharged: Day
  /** What became of it, as readmissions are counted. */
  readonly outcome: (typeof stayOutcomes)[number]
  readonly lace: PointScore
  readonly hospital: PointScore
}

const scope = { allAges: false, observation: false }
const known = new DerivedValues<Store, readonly Discharge[]>()

/**
 * LACE and HOSPITAL at each discharge from an acute stay of an adult that ended alive, as for readmissions.
 * @param charlson the index whose groups LACE weighs
 */
export function dischargeScores(
  store: Store,
  charlson: IndexDefinition,
  variant: HospitalVariant = '2013'
): readonly Discharge[] {
  return known.get(store, () => scoreAll(store, charlson, variant), variant)
}

function scoreAll(store: Store, charlson: IndexDefinition, variant: HospitalVariant): readonly Discharge[] {
  const stays = readmissions(store, scope)
  if (stays === undefined) return []
  const { table } = stays
  const facts = stayFacts(store)
  const groups = groupReader(store, charlson)
  const isCancer = cancerConcepts(store, charlson)
  const noDiagnoses = withoutIcd(store)
  return Array.from(stays.rows.keys())
    .filter((index) => stays.outcome[index]! > 0)
    .map((index): Discharge => {
      const row = stays.rows[index]!
      const stay = {
        patient: defined(table.patient)[row]!,
        admitted: stays.first[index]!,
        discharged: stays.last[index]!
      }
      const weight = [...groups(stay.patient, stay.discharged)].reduce(
        (sum, group) => sum + (laceWeights[charlson.groups[group]!.id] ?? 0),
        0
      )
      return {
        ...stay,
        table,
        row,
        outcome: stayOutcomes[stays.outcome[index]!]!,
        lace: pointScore(laceItems(facts, stay, noDiagnoses === undefined ? weight : undefined, noDiagnoses)),
        hospital: pointScore(hospitalItems(facts, stay, hasCancer(store, isCancer, stay), variant))
      }
    })
}

/** The most points of LACE for emergency visits. */
const LACE_VISITS = 4

/** A stay of a person. */
type Stay = Pick<Discharge, 'patient' | 'admitted' | 'discharged'>

const noEmergency = m.theDataContainNoEmergencyVisits

/** An emergency visit of a person. */
type Visit = ReturnType<StayFacts['emergency']>[number]

/** Whether an emergency visit that went on to the day of admission or the day before led to the stay. */
function ledTo({ admitted }: Stay, visit: Visit): boolean {
  return visit.admitted && visit.day <= admitted && visit.last >= admitted - 1
}

function throughEmergency(facts: StayFacts, stay: Stay): boolean {
  return facts.emergency(stay.patient).some((visit) => ledTo(stay, visit))
}

function laceItems(
  facts: StayFacts,
  stay: Stay,
  weight: number | undefined,
  noDiagnoses: string | undefined
): readonly ScoreItem[] {
  const { patient, admitted, discharged } = stay
  const days = discharged - admitted
  const since = addMonths(admitted, -6)
  const visits = facts
    .emergency(patient)
    .filter((visit) => visit.day >= since && visit.day <= admitted && !ledTo(stay, visit)).length
  const isAcute = throughEmergency(facts, stay)
  // More visits than make all points leave nothing open.
  const isTold = facts.firstDay <= since || laceVisits(visits) === LACE_VISITS
  return [
    { id: 'L', label: m.lengthOfStay, points: laceLength(days), maximum: 7, finding: dayCount(days) },
    {
      id: 'A',
      label: m.acuteAdmission,
      points: facts.hasEmergency ? (isAcute ? LACE_ACUTE : 0) : undefined,
      maximum: LACE_ACUTE,
      finding: facts.hasEmergency
        ? isAcute
          ? m.admittedThroughAnEmergencyVisit
          : m.noEmergencyVisitBefore
        : noEmergency
    },
    {
      id: 'C',
      label: m.comorbidity,
      points: weight === undefined ? undefined : laceComorbidity(weight),
      maximum: 5,
      finding: weight === undefined ? (noDiagnoses ?? '') : m.weightsOfLACEAddUpTo(weight)
    },
    {
      id: 'E',
      label: m.emergencyVisitsInTheSixMonths,
      points: facts.hasEmergency && isTold ? laceVisits(visits) : undefined,
      maximum: LACE_VISITS,
      finding: facts.hasEmergency
        ? isTold
          ? String(visits)
          : m.theRecordsBeginLessThanSix
        : m.theDataContainNoEmergencyVisitsInText
    }
  ]
}

function hospitalItems(
  facts: StayFacts,
  stay: Stay,
  cancer: boolean | undefined,
  variant: HospitalVariant
): readonly ScoreItem[] {
  const { patient, admitted, discharged } = stay
  const result = (test: 'hemoglobin' | 'sodium', label: string, unit: string): ScoreItem => {
    const value = facts.latest(test, patient, admitted, discharged)
    const { below, points } = hospitalPoints[test]
    return {
      id: test,
      label: m.atDischargeBelow(label, below, unit),
      points: value === undefined ? undefined : value < below ? points : 0,
      maximum: points,
      finding: value === undefined ? m.noWasMeasuredInTheStay(label.toLowerCase()) : `${round(value)} ${unit}`
    }
  }
  const days = discharged - admitted
  const yearBefore = addMonths(admitted, -12)
  const earlier = facts.admissions(patient).filter((day) => day >= yearBefore && day < admitted).length
  const isTold = facts.firstDay <= yearBefore
  const isDone = facts.procedure(patient, admitted, discharged)
  const isUrgent = throughEmergency(facts, stay)
  const { oncology, procedure, urgent, length } = hospitalPoints
  return [
    result('hemoglobin', m.hemoglobin, 'g/dL'),
    {
      id: 'oncology',
      label: m.cancerAmongTheDiagnosesOfThe,
      points: cancer === undefined ? undefined : cancer ? oncology.points : 0,
      maximum: oncology.points,
      finding: cancer === undefined ? m.theStayHasNoDiagnosisIn : cancer ? 'yes' : 'no'
    },
    result('sodium', m.sodium, 'mmol/L'),
    {
      id: 'procedure',
      label: m.procedureInTheStay,
      points: facts.hasProcedures ? (isDone ? procedure.points : 0) : undefined,
      maximum: procedure.points,
      finding: facts.hasProcedures ? (isDone ? 'yes' : 'no') : m.theDataContainNoProcedures
    },
    {
      id: 'urgent',
      label: m.urgentAdmission,
      points: facts.hasEmergency ? (isUrgent ? urgent.points : 0) : undefined,
      maximum: urgent.points,
      finding: facts.hasEmergency ? (isUrgent ? m.throughAnEmergencyVisit : m.noEmergencyVisitBefore) : noEmergency
    },
    {
      id: 'admissions',
      label: m.admissionsInTheTwelveMonthsBefore,
      points: isTold ? hospitalAdmissions(earlier, variant) : undefined,
      maximum: 5,
      finding: isTold ? String(earlier) : m.theRecordsBeginLessThanTwelve
    },
    {
      id: 'length',
      label: m.stayOfDaysOrMore(length.from),
      points: days >= length.from ? length.points : 0,
      maximum: length.points,
      finding: dayCount(days)
    }
  ]
}

function dayCount(days: number): string {
  return days === 1 ? m.n1Day : m.daysDays(days)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** 1 for concepts that are a cancer. */
function cancerConcepts(store: Store, charlson: IndexDefinition): Uint8Array {
  const prefixes = charlson.groups
    .filter(({ id }) => id === 'canc' || id === 'metacanc')
    .flatMap(({ codes }) => codes.split(' '))
  const cancers = new Set(prefixes)
  return Uint8Array.from(icdCodes(store.concepts), (code) =>
    code !== undefined && cancers.has(code.slice(0, 3)) ? 1 : 0
  )
}

/** Whether a diagnosis of the stay is a cancer; undefined where the stay has none in ICD-10. */
function hasCancer(store: Store, isCancer: Uint8Array, { patient, admitted, discharged }: Stay): boolean | undefined {
  const { offsets, concept, from, source } = diagnosisEvents(store)
  const codes = icdCodes(store.concepts)
  let found: boolean | undefined
  for (let index = offsets[patient]!; index < offsets[patient + 1]!; index++) {
    const ofStay =
      (source[index] === 1 || source[index] === 2) && from[index]! >= admitted && from[index]! <= discharged
    if (!ofStay || codes[concept[index]!] === undefined) continue
    found = found === true || isCancer[concept[index]!] === 1
  }
  return found
}
