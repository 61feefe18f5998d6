import { commonMessages as common } from '#messages/common.ts'
import { enginePopulationSelectionMessages as m } from '#messages/engine/population/selection.ts'
import { defined } from '#shared/language/defined.ts'
import { civilFromDay, monthStart } from '../../base/fhir/calendar.ts'
import { emptyCodes, type Codes } from '../../base/kernels/codes.ts'
import { daysSince } from '../../base/kernels/day-bits.ts'
import { NEVER } from '../registries/condition-state.ts'
import { bandValues, daysInBands } from '../registries/control-band.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { RegistryMembership } from '../registries/membership.ts'
import { addMembers, memberSources, membershipDays, sourcesAsOf } from '../registries/membership-days.ts'
import type { RegistryIndex } from '../registries/registry-index.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { inOrderOfValues, noOrYes, readOnce, type Dimension } from './dimension.ts'
import type { Day } from '../../base/figures/filter.ts'

/** Days of observation without the condition before its first record counts as a new case. */
export const WASH_OUT_DAYS = 365

/** Codes of another dimension on a date, kept by the population. */
type CodesOf = (dimension: string, asOf: Day) => Codes

/** Registries by which people are asked about, and why the data cannot tell who is in one; undefined where they can. */
type AskedRegistries = RegistryIndex & { cannotTell(registry: Registry): string | undefined }

/** Nobody has a value where the data cannot tell who is in the registry: neither yes nor no is true of them. */
function membershipDimension(index: AskedRegistries, registry: Registry, patients: number): Dimension {
  const isTold = (): boolean => index.cannotTell(registry) === undefined
  return {
    id: `registry:${registry.id}`,
    label: registry.title,
    group: 'registries',
    hidden: false,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => (isTold() ? index.members(registry, asOf) : emptyCodes(patients, noOrYes.length)),
    daysChosen: (days, [no, yes, none]) => {
      const membership = membershipDays(index.membership(registry), days)
      const all = (1 << days.length) - 1
      if (!isTold()) return { daysOf: () => (none === 1 ? all : 0) }
      const [members, others] = [yes === 1 ? all : 0, no === 1 ? all : 0]
      return {
        daysOf: (patient) => {
          const ofRegistry = membership(patient)
          return (members & ofRegistry) | (others & ~ofRegistry)
        }
      }
    }
  }
}

/** The id of {@link sourceDimension}. */
export function sourceDimensionId(registry: string): string {
  return `source:${registry}`
}

/** What a list says of each of `memberSources`. */
export const sourceLabels: Readonly<Record<(typeof memberSources)[number], string>> = {
  chart: m.chartOnly,
  claims: m.claimsOnly,
  both: m.chartAndClaims
}

/** How a registry knows of its members. @returns undefined for other ids */
export function sourceDimension(index: RegistryIndex, id: string): Dimension | undefined {
  const registry = index.registries.find((each) => sourceDimensionId(each.id) === id)
  if (registry === undefined) return undefined
  return {
    id,
    label: m.knownFrom(registry.title),
    group: 'registries',
    hidden: true,
    fixed: false,
    values: memberSources.map((value) => ({ value, label: sourceLabels[value] })),
    codes: (asOf) => sourcesAsOf(index.membership(registry), asOf)
  }
}

function controlDimensions(index: RegistryIndex, registry: Registry, codesOf: CodesOf): Dimension[] {
  return registry.controls.map((control) => ({
    id: `control:${registry.id}/${control.id}`,
    label: `${registry.title}: ${control.title}`,
    group: 'control',
    hidden: false,
    fixed: false,
    values: bandValues(control),
    codes: (asOf) => index.bands(control, codesOf(`registry:${registry.id}`, asOf), asOf),
    daysChosen: (days, wanted) => ({
      daysOf: daysInBands(
        control,
        index.results(control),
        membershipDays(index.membership(registry), days),
        days,
        wanted
      )
    })
  }))
}

/** The id of the dimension of a control's results of one month. */
export function monthResultDimension(registry: string, control: string): string {
  return `month-result:${registry}/${control}`
}

/** The band of the latest result since the first day of the month: what a control chart counts at the end of each month. */
function monthResultDimensions(index: RegistryIndex, registry: Registry, codesOf: CodesOf): Dimension[] {
  return registry.controls.map((control) => ({
    id: monthResultDimension(registry.id, control.id),
    label: m.resultOfTheMonth(registry.title, control.title),
    group: 'control',
    hidden: true,
    fixed: false,
    values: bandValues(control),
    codes: (asOf) => index.bands(control, codesOf(`registry:${registry.id}`, asOf), asOf, monthStart(asOf))
  }))
}

/** The month of a day, e.g. `2026-09`. */
export function monthOf(day: Day): string {
  const { year, month } = civilFromDay(day)
  return `${year}-${String(month).padStart(2, '0')}`
}

/**
 * Whether the first record of a condition is a new case, after {@link WASH_OUT_DAYS} of records. One of which only the year is known is
 * none: it would be one of January.
 * @param place of the person in the membership
 */
export function isNewCase(
  { entry, yearOnly }: Pick<RegistryMembership, 'entry' | 'yearOnly'>,
  place: number,
  firstSeen: Day
): boolean {
  return entry[place] !== NO_DAY && yearOnly[place] === 0 && entry[place]! - firstSeen >= WASH_OUT_DAYS
}

/**
 * The month in which a person was first recorded to have the condition, up to the date, after {@link WASH_OUT_DAYS} of
 * records; -1 for people who were not, whose condition may be older than their records, or of whom only the year is known.
 */
function entryDimension(index: RegistryIndex, registry: Registry, seen: () => Int32Array): Dimension {
  const readMonths = readOnce(() => {
    const months = new Set<string>()
    const first = seen()
    const membership = index.membership(registry)
    membership.entry.forEach((day, place) => {
      if (isNewCase(membership, place, first[membership.people[place]!]!)) months.add(monthOf(day))
    })
    const { sorted } = inOrderOfValues(Array.from(months, (value) => ({ value, label: value })))
    return { sorted, place: new Map(sorted.map(({ value }, code) => [value, code])) }
  })
  return {
    id: `entry:${registry.id}`,
    label: m.monthOfTheFirstRecord(registry.title),
    group: 'registries',
    hidden: true,
    fixed: false,
    get values() {
      return readMonths().sorted
    },
    codes: (asOf) => {
      const { sorted, place } = readMonths()
      const now = index.membership(registry)
      const since = seen()
      const codes = emptyCodes(now.patients, sorted.length)
      now.people.forEach((patient, index) => {
        const day = now.entry[index]!
        if (day <= asOf && isNewCase(now, index, since[patient]!)) codes[patient] = defined(place.get(monthOf(day)))
      })
      return codes
    }
  }
}

/**
 * Whether anything about a person had been recorded by the date. People about whom nothing is ever recorded count as known:
 * nothing says since when they are in the data.
 */
function knownDimension(firstSeen: () => Int32Array): Dimension {
  return {
    id: 'known',
    label: m.inTheRecordsByTheDate,
    group: 'people',
    hidden: true,
    fixed: false,
    values: noOrYes,
    codes: (asOf) => {
      const seen = firstSeen()
      const codes = emptyCodes(seen.length, 2)
      for (let patient = 0; patient < seen.length; patient++)
        codes[patient] = seen[patient]! <= asOf || seen[patient] === NEVER ? 1 : 0
      return codes
    },
    daysChosen: (days, [no, yes]) => {
      const seen = firstSeen()
      const since = daysSince(days)
      const all = (1 << days.length) - 1
      const [known, others] = [yes === 1 ? all : 0, no === 1 ? all : 0]
      return {
        daysOf: (patient) => {
          const ofRecords = seen[patient] === NEVER ? all : since(seen[patient]!)
          return (known & ofRecords) | (others & ~ofRecords)
        }
      }
    }
  }
}

/** How many of the registries that the data can tell a person belongs to. */
function countDimension(index: AskedRegistries, patients: number): Dimension {
  const maxCount = 4
  return {
    id: 'conditions',
    label: common.chronicConditions,
    group: 'registries',
    hidden: false,
    fixed: false,
    values: Array.from({ length: maxCount + 1 }, (_, count) => ({
      value: count === maxCount ? `${maxCount}+` : String(count),
      label: count === 0 ? m.none : count === maxCount ? m.dollarsOrMore(maxCount) : String(count)
    })),
    codes: (asOf) => {
      const counts = new Uint16Array(patients)
      const codes = emptyCodes(patients, maxCount + 1)
      const told = index.registries.filter((registry) => index.cannotTell(registry) === undefined)
      if (told.length === 0 && index.registries.length > 0) return codes
      for (const registry of told) addMembers(index.membership(registry), asOf, counts)
      for (let patient = 0; patient < patients; patient++) codes[patient] = Math.min(counts[patient]!, maxCount)
      return codes
    }
  }
}

/** Dimensions that the registries answer: membership, control bands and those of one month, count of conditions, month of entry. */
export function registryDimensions(
  index: AskedRegistries,
  patients: number,
  seen: () => Int32Array,
  codesOf: CodesOf
): Dimension[] {
  return [
    countDimension(index, patients),
    knownDimension(seen),
    ...index.registries.map((registry) => membershipDimension(index, registry, patients)),
    ...index.registries.flatMap((registry) => controlDimensions(index, registry, codesOf)),
    ...index.registries.flatMap((registry) => monthResultDimensions(index, registry, codesOf)),
    ...index.registries.map((registry) => entryDimension(index, registry, seen))
  ]
}

/** Kinds of dimensions that are about one registry, whose id follows. */
const kindsOfRegistry: ReadonlySet<string> = new Set(['registry', 'control', 'month-result', 'entry', 'source'])

/** Why the data cannot tell anybody's value of a dimension of registries, within a sentence; undefined where they can. */
export function undecidableReason(index: AskedRegistries, dimension: string): string | undefined {
  const [kind = '', rest = ''] = dimension.split(':', 2)
  if (dimension === 'conditions') {
    const reasons = index.registries.map((registry) => index.cannotTell(registry))
    return reasons.includes(undefined) ? undefined : reasons[0]
  }
  const registry = index.registries.find(({ id }) => kindsOfRegistry.has(kind) && id === rest.split('/', 1)[0])
  return registry === undefined ? undefined : index.cannotTell(registry)
}
