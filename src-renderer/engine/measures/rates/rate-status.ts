import { defined } from '#shared/language/defined.ts'
import { hasBit, type Bitset } from '../../base/kernels/bitset.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { CLOSED, EXCLUDED, NO_DATA, NOT_APPLICABLE, OPEN } from '../results/gap-status.ts'
import { bitsOfType } from './records-of-type.ts'
import { casesOf, membersOf } from './rate-tally.ts'
import type { Rate } from './rate.ts'
import type { GroupRun } from '../run/measure-run.ts'

/** Cases of one patient that count, and how many of them are as they should be. */
export interface PatientCases {
  readonly denominator: number
  readonly eligible: number
  /** Of the eligible, those that need nothing. */
  readonly good: number
}

/** One patient's eligible cases of a group, and how many of them are in the numerator. */
export function countedCases(group: GroupRun, patient: number): { readonly eligible: number; readonly met: number } {
  const of = (code: string): number => casesOf(membersOf(group, code), patient)
  const eligible = Math.max(0, of('denominator') - of('denominator-exclusion') - of('denominator-exception'))
  return { eligible, met: Math.min(eligible, Math.max(0, of('numerator') - of('numerator-exclusion'))) }
}

/** Reads one patient's cases of a rate. */
export function patientCases(rate: Rate, patient: number): PatientCases {
  const { group, improvement } = rate
  const { eligible, met } = countedCases(group, patient)
  const denominator = casesOf(membersOf(group, 'denominator'), patient)
  return { denominator, eligible, good: improvement.direction === 'increase' ? met : eligible - met }
}

/** By run and way that is better. */
const statuses = new WeakMap<GroupRun, Map<string, Uint8Array>>()

/**
 * The status of every patient by source data alone, without regard to the date ({@link DUE_SOON} does not occur):
 *
 * | denominator | left after exclusions and exceptions | as it should be | record of a kind that is read | status |
 * |---|---|---|---|---|
 * | no | | | | not applicable |
 * | yes | none | | | excluded |
 * | yes | some | all | | closed |
 * | yes | some | not all | yes | open |
 * | yes | some | not all | none at all | no data: the care may have been given elsewhere |
 *
 * A patient in the initial population and not in the denominator is not applicable. With a measure where less is better,
 * a case in the numerator is not as it should be. Cohorts and means have no gaps: nobody applies.
 */
export function sourceStatuses(population: AllPeople, rate: Rate): Uint8Array {
  const ofGroup = statuses.get(rate.group) ?? new Map<string, Uint8Array>()
  statuses.set(rate.group, ofGroup)
  const codes = ofGroup.get(rate.improvement.direction) ?? computeStatuses(population, rate)
  ofGroup.set(rate.improvement.direction, codes)
  return codes
}

function computeStatuses(population: AllPeople, rate: Rate): Uint8Array {
  const codes = new Uint8Array(population.count).fill(NOT_APPLICABLE)
  const denominator = membersOf(rate.group, 'denominator')
  if (!rate.hasGaps || denominator === undefined) return codes
  const known = anyRecord(population, rate)
  for (let patient = 0; patient < codes.length; patient++) {
    if (!hasBit(denominator.members, patient)) continue
    const { eligible, good } = patientCases(rate, patient)
    if (eligible === 0) codes[patient] = EXCLUDED
    else if (good === eligible) codes[patient] = CLOSED
    else codes[patient] = known === undefined || hasBit(known, patient) ? OPEN : NO_DATA
  }
  return codes
}

/** Patients with any record of a kind that the numerator reads; undefined when it reads nothing but the Patient. */
function anyRecord(population: AllPeople, { measure, definition }: Rate): Bitset | undefined {
  const reads = measure.reads[definition.id] ?? []
  const types = [...new Set(reads.map(({ type }) => type))].filter((type) => type !== 'Patient')
  if (types.length === 0) return undefined
  const [first, ...others] = types.map((type) => bitsOfType(population, type))
  const known = defined(first).slice()
  for (const other of others) for (let i = 0; i < known.length; i++) known[i]! |= other[i]!
  return known
}
