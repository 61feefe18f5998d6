import { engineRiskHccMessages as m } from '#messages/engine/risk/hcc.ts'
import { addYears, ageAt, dayFromCivil, monthStart } from '../../base/fhir/calendar.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { isTypology, lineAtAge, lineOf } from '../../measures/attribution/line-of-business.ts'
import { coverageTerms } from '../../population/claims/coverage-terms.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import type { HccPerson } from './score-hcc.ts'

/** What an import tells of a member that FHIR coverage does not. */
export type MemberStatus = Partial<Pick<HccPerson, 'orec' | 'dual' | 'institutional' | 'newEnrollee' | 'chronicPlan'>>

/** A person in Medicare, with what the segment depends on. */
export interface HccMember {
  readonly patient: number
  readonly person: HccPerson
  /** What was assumed for want of data, in words. */
  readonly assumed: readonly string[]
}

/** Why a person has no score. */
export const notScored = ['no-medicare', 'unknown-line', 'no-birth-date', 'no-sex'] as const
/** One of {@link notScored}. */
export type NotScored = (typeof notScored)[number]

/** What is assumed where the data do not tell, for the definition. */
export const memberRule = m.scoredArePeopleWithAMedicare

/** Plans for people with Medicare and Medicaid, by name; 14 in the Source of Payment Typology. */
const dualPlan = /\bdual[ _-]?(?:eligible|complete|advantage)|\bD-?SNP\b/i

interface CoverageRows {
  readonly line: readonly string[]
  readonly older: readonly string[]
  /** Whether the plan is for people with Medicare and Medicaid. */
  readonly dual: readonly boolean[]
}

const known = new DerivedValues<Store, CoverageRows>()

/** The line of business of each row of the coverage table, and the one it has for people of 65 and over. */
function coverageLines(store: Store, table: Table): CoverageRows {
  return known.get(store, () => readLines(store, table))
}

function readLines(store: Store, table: Table): CoverageRows {
  const type = table.column('type', 'concept').ids
  const texts = ['type_text', 'payor_name'].map((name) => table.column(name, 'dictionary'))
  const { systems, codes, displays } = store.concepts
  const line: string[] = []
  const older: string[] = []
  const dual: boolean[] = []
  for (let row = 0; row < table.rows; row++) {
    const concept = type[row]!
    const names = [
      displays[concept] ?? '',
      ...texts.map(({ codes: text, values }) => (text[row]! < 0 ? '' : values[text[row]!]!))
    ]
    const lineOfBusiness = lineOf(systems[concept] ?? '', codes[concept] ?? '', names)
    line.push(lineOfBusiness)
    const isDual = isTypology(systems[concept] ?? '') && codes[concept]!.startsWith('14')
    dual.push(isDual || names.some((name) => dualPlan.test(name)))
    older.push(isTypology(systems[concept] ?? '') ? lineOfBusiness : lineAtAge(lineOfBusiness, names, 65))
  }
  return { line, older, dual }
}

interface Stretch {
  readonly first: Day
  readonly last: Day
}

/** How many months of a year stretches touch. */
function monthsCovered(stretches: readonly Stretch[], year: number): number {
  return Array.from({ length: 12 }, (_, month) => dayFromCivil(year, month + 1, 1)).filter((start) => {
    const end = monthStart(start + 31) - 1
    return stretches.some(({ first, last }) => first <= end && last >= start)
  }).length
}

/**
 * The people of a store who are in Medicare on a date, as the payment year after a service year sees them.
 * @param status what imports tell, by patient
 * @returns per patient the member, or why there is none
 */
export function hccMembers(
  store: Store,
  serviceYear: number,
  asOf: Day,
  status: ReadonlyMap<number, MemberStatus> = new Map()
): readonly (HccMember | NotScored)[] {
  const people = store.tables.get('patient')
  const table = store.tables.get('coverage')
  const terms = coverageTerms(store)
  const birth = people?.column('birth_date', 'date').days
  const gender = people?.column('gender', 'dictionary')
  const birthSex = people?.column('birth_sex', 'dictionary')
  const ageDay = dayFromCivil(serviceYear + 1, 2, 1)
  const sexOf = (patient: number): HccPerson['sex'] | undefined => {
    const written = (gender?.values[gender.codes[patient]!] ?? '').toLowerCase()
    if (written === 'female' || written === 'male') return written
    const atBirth = birthSex?.values[birthSex.codes[patient]!] ?? ''
    return atBirth === 'F' ? 'female' : atBirth === 'M' ? 'male' : undefined
  }
  return Array.from({ length: store.patients }, (_, patient): HccMember | NotScored => {
    if (table === undefined || terms === undefined) return 'no-medicare'
    const born = birth?.[patient] ?? NO_DAY
    const lines = coverageLines(store, table)
    const isOlder = born !== NO_DAY && ageAt(born, asOf) >= 65
    const medicare: Stretch[] = []
    const unnamed: Stretch[] = []
    let hasMedicaid = false
    for (let row = terms.offsets[patient]!; row < terms.offsets[patient + 1]!; row++) {
      if (terms.counts[row] === 0 || terms.first[row]! > asOf) continue
      const line = (isOlder ? lines.older : lines.line)[row]!
      if (line === 'medicare') medicare.push({ first: terms.first[row]!, last: terms.last[row]! })
      if (line === 'unknown' && isOlder) unnamed.push({ first: terms.first[row]!, last: terms.last[row]! })
      if ((line === 'medicaid' || lines.dual[row]!) && terms.last[row]! >= dayFromCivil(serviceYear, 1, 1))
        hasMedicaid = true
    }
    const isInForce = ({ first, last }: Stretch): boolean => first <= asOf && last >= asOf
    if (!medicare.some(isInForce)) return unnamed.some(isInForce) ? 'unknown-line' : 'no-medicare'
    if (born === NO_DAY) return 'no-birth-date'
    const sex = sexOf(patient)
    if (sex === undefined) return 'no-sex'
    return memberOf(
      patient,
      { born, sex, ageDay, serviceYear, medicare, unnamed, hasMedicaid },
      status.get(patient) ?? {}
    )
  })
}

interface Found {
  readonly born: Day
  readonly sex: HccPerson['sex']
  readonly ageDay: Day
  readonly serviceYear: number
  readonly medicare: readonly Stretch[]
  /** Coverages from 65 on that may be Medicare, too. */
  readonly unnamed: readonly Stretch[]
  readonly hasMedicaid: boolean
}

/** First day of the month in which Medicare by age begins: who is born on the first of a month reaches 65 the day before. */
function monthOf65(born: Day): Day {
  return monthStart(addYears(born, 65) - 1)
}

function memberOf(
  patient: number,
  { born, sex, ageDay, serviceYear, medicare, unnamed, hasMedicaid }: Found,
  told: MemberStatus
): HccMember {
  const age = ageAt(born, ageDay)
  const start = Math.min(...medicare.map(({ first }) => first))
  const isStartKnown = start !== NO_DAY
  const byDisability = isStartKnown ? start < monthOf65(born) : age < 65
  const orec = told.orec ?? (byDisability ? '1' : '0')
  const all = [...medicare, ...unnamed]
  const isNew = isStartKnown && monthsCovered(all, serviceYear) < 12
  const isGuessed = !isStartKnown || (!isNew && monthsCovered(medicare, serviceYear) < 12)
  const assumed = [
    ...(told.orec === undefined ? [orec === '1' ? m.entitledByDisabilityByAgeAnd : m.entitledByAge] : []),
    ...(told.dual === undefined && hasMedicaid ? [m.fullMedicaidBenefits] : []),
    ...(told.institutional === undefined ? [m.livesInTheCommunity] : []),
    ...(told.newEnrollee === undefined && isGuessed ? [m.inMedicareForTheWholeService] : [])
  ]
  return {
    patient,
    assumed,
    person: {
      age,
      sex,
      orec,
      dual: told.dual ?? (hasMedicaid ? 'full' : 'none'),
      institutional: told.institutional ?? false,
      newEnrollee: told.newEnrollee ?? isNew,
      chronicPlan: told.chronicPlan ?? false
    }
  }
}
