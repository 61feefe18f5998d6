import { engineMatchingScoresMessages as m } from '#messages/engine/matching/scores.ts'
import type { PersonIdentifier } from '../records/person-identifiers.ts'
import type { PersonRecord } from '../records/person-record.ts'
import { ABSENT, matchFields, type PairLevels } from './comparison.ts'

/** Rules that decide or hold back a pair whatever its score is. */
export const matchRules = {
  replaced: m.theSourceReplacedOneRecordBy,
  'same-mbi': m.sameMedicareBeneficiaryIdentifierAndBirth,
  'same-ssn': m.sameSocialSecurityNumberAndBirth,
  'same-member': m.sameMemberNumberOfOnePayer,
  'same-record-number': m.sameMedicalRecordNumberOfOne
} as const
export type MatchRule = keyof typeof matchRules

/** Why a pair is not matched automatically, however high its score is. */
export const holdReasons = {
  'birth-date-differs': m.theBirthDatesDifferByMore,
  'given-name-differs': m.theGivenNamesDifferAsThose,
  'suffix-differs': m.oneIsJuniorAndTheOther,
  'sex-differs': m.theSexesDifferAndTheGiven,
  'identifier-differs': m.bothHaveAnIdentifierThatA,
  'too-little': m.tooFewFactsAreRecordedIn,
  'identifier-alone': m.anIdentifierIsTheSameAnd,
  'another-candidate': m.anotherRecordOfTheSameSource,
  'two-of-one-source': m.togetherWithOtherMatchesItWould
} as const
export type HoldReason = keyof typeof holdReasons

const indexOf = (name: (typeof matchFields)[number]['name']): number =>
  matchFields.findIndex((field) => field.name === name)
const GIVEN = indexOf('given')
const FAMILY = indexOf('family')
const BIRTH = indexOf('birthDate')
const SEX = indexOf('sex')

/** Kinds of which a person has one. */
const single = new Set<PersonIdentifier['kind']>(['mbi', 'ssn'])

/** The rule by which two records are of one person; undefined for none. */
export function ruleOf(left: PersonRecord, right: PersonRecord, levels: PairLevels): MatchRule | undefined {
  const shared = sharedKinds(left, right)
  const birth = levels[BIRTH]! > 0
  const given = levels[GIVEN]! > 0
  if (hasConflict(left, right, levels)) return undefined
  if (shared.has('mbi') && (birth || given)) return 'same-mbi'
  if (shared.has('ssn') && (birth || given)) return 'same-ssn'
  if (shared.has('member') && birth && given) return 'same-member'
  return shared.has('record') && (birth || given) ? 'same-record-number' : undefined
}

/** Whether two records share an identifier of a kind that identifies people. */
export function shareIdentifier(left: PersonRecord, right: PersonRecord): boolean {
  return ['mbi', 'ssn', 'record'].some((kind) => sharedKinds(left, right).has(kind))
}

/** Why two records are not matched without being looked at; undefined when nothing speaks against it. */
export function holdReasonOf(left: PersonRecord, right: PersonRecord, levels: PairLevels): HoldReason | undefined {
  if (differInIdentifier(left, right)) return 'identifier-differs'
  if (levels[GIVEN] === 0) return 'given-name-differs'
  if (levels[BIRTH] === 0) return 'birth-date-differs'
  if (suffixesDiffer(left, right, levels)) return 'suffix-differs'
  if (levels[SEX] === 0 && levels[GIVEN]! < 2) return 'sex-differs'
  const told = [GIVEN, FAMILY, BIRTH].filter((field) => levels[field] !== ABSENT).length
  return told < 3 ? 'too-little' : undefined
}

function hasConflict(left: PersonRecord, right: PersonRecord, levels: PairLevels): boolean {
  return (
    levels[BIRTH] === 0 || levels[GIVEN] === 0 || differInIdentifier(left, right) || suffixesDiffer(left, right, levels)
  )
}

function sharedKinds(left: PersonRecord, right: PersonRecord): ReadonlySet<string> {
  const keys = new Set(left.identifiers.map(keyOf))
  return new Set(right.identifiers.filter((identifier) => keys.has(keyOf(identifier))).map(({ kind }) => kind))
}

function differInIdentifier(left: PersonRecord, right: PersonRecord): boolean {
  return [...single].some((kind) => {
    const identifiers = left.identifiers.filter((identifier) => identifier.kind === kind)
    const other = new Set(right.identifiers.filter((identifier) => identifier.kind === kind).map(({ value }) => value))
    return identifiers.length > 0 && other.size > 0 && !identifiers.some(({ value }) => other.has(value))
  })
}

/** Juniors are often recorded without their suffix; the birth date tells them from their fathers. */
function suffixesDiffer(left: PersonRecord, right: PersonRecord, levels: PairLevels): boolean {
  if (left.suffix === right.suffix) return false
  return (left.suffix !== undefined && right.suffix !== undefined) || levels[BIRTH] !== 2
}

function keyOf({ system, value }: PersonIdentifier): string {
  return `${system}|${value}`
}
