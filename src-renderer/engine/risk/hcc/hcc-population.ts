import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { Store } from '../../store/model/store.ts'
import type { HccDefinition } from '../model/hcc-definition.ts'
import { diagnosisBasis, eligibleReader, type DiagnosisBasis, type EligibleDiagnosis } from './eligible-diagnoses.ts'
import { hccMembers, type HccMember, type MemberStatus, type NotScored } from './hcc-members.ts'
import { hccsOfCode, paymentFactors, scoreHcc, type HccScore, type PaymentFactors } from './score-hcc.ts'

/** What imported tables add to the model. */
export interface HccImports {
  /** Eligible CPT and HCPCS codes; undefined without a list. */
  readonly procedures: ReadonlySet<string> | undefined
  /** What the plan knows of its members, by patient. */
  readonly status: ReadonlyMap<number, MemberStatus>
}

/** Without any import. */
export const noImports: HccImports = { procedures: undefined, status: new Map() }

/** The score of a member by the diagnoses of one service year. */
export interface MemberScore extends HccMember {
  readonly score: HccScore
  /** Diagnoses behind each category, also of those that a hierarchy took away. */
  readonly evidence: ReadonlyMap<number, readonly EligibleDiagnosis[]>
}

/** Risk scores of everybody for one payment year. */
export interface HccPopulation {
  readonly model: HccDefinition
  readonly serviceYear: number
  readonly paymentYear: number
  readonly basis: DiagnosisBasis
  /** Undefined where the model has none for the payment year. */
  readonly factors: PaymentFactors | undefined
  /** In the order of patients. */
  readonly members: readonly MemberScore[]
  /** Place of each patient in `members`; -1 without a score. */
  readonly place: Int32Array
  /** People without a score, by reason. */
  readonly notScored: ReadonlyMap<NotScored, readonly number[]>
}

/** The year that a day lies in. */
export function calendarYear(day: Day): number {
  return civilFromDay(day).year
}

/**
 * Scores everybody who is in Medicare on a date by the diagnoses of a service year up to that date.
 * @param serviceYear its diagnoses make the scores of the payment year after it
 */
export function hccPopulation(
  store: Store,
  model: HccDefinition,
  serviceYear: number,
  asOf: Day,
  imports: HccImports = noImports
): HccPopulation {
  const read = eligibleReader(store, imports.procedures)
  const place = new Int32Array(store.patients).fill(-1)
  const notScored = new Map<NotScored, number[]>()
  const members: MemberScore[] = []
  for (const [patient, member] of hccMembers(store, serviceYear, asOf, imports.status).entries()) {
    if (typeof member === 'string') {
      const others = notScored.get(member)
      if (others === undefined) notScored.set(member, [patient])
      else others.push(patient)
      continue
    }
    place[patient] = members.length
    members.push(scoreMember(model, member, read(patient, serviceYear, asOf)))
  }
  return {
    model,
    serviceYear,
    paymentYear: serviceYear + 1,
    basis: diagnosisBasis(store),
    factors: paymentFactors(model, serviceYear + 1),
    members,
    place,
    notScored
  }
}

function scoreMember(model: HccDefinition, member: HccMember, diagnoses: readonly EligibleDiagnosis[]): MemberScore {
  const evidence = new Map<number, EligibleDiagnosis[]>()
  for (const diagnosis of diagnoses)
    for (const hcc of hccsOfCode(model, diagnosis.code, member.person)) {
      const list = evidence.get(hcc)
      if (list === undefined) evidence.set(hcc, [diagnosis])
      else list.push(diagnosis)
    }
  const score = scoreHcc(model, member.person, new Set(diagnoses.map(({ code }) => code)))
  return { ...member, score, evidence }
}
