import { defined } from '#shared/language/defined.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { windowStart } from '../../population/registries/control-band.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store } from '../../store/model/store.ts'
import { diagnosisEvents, diagnosisSources } from '../evidence/diagnosis-events.ts'
import { icdCodes } from '../evidence/icd-codes.ts'
import type { IndexDefinition } from '../model/index-definition.ts'

const known = new DerivedValues<Store, readonly (readonly number[] | undefined)[]>()

/** The groups of an index that each concept of the data belongs to, by the prefixes of its ICD-10 code. */
export function groupsOfConcepts(
  store: Store,
  definition: IndexDefinition
): readonly (readonly number[] | undefined)[] {
  return known.get(store, () => findGroups(store, definition), definition)
}

function findGroups(store: Store, definition: IndexDefinition): readonly (readonly number[] | undefined)[] {
  const byPrefix = new Map<string, number[]>()
  definition.groups.forEach(({ codes }, group) => {
    for (const prefix of codes.split(' ')) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), group])
  })
  return icdCodes(store.concepts).map((code) => {
    if (code === undefined) return undefined
    const groups = new Set<number>()
    for (let length = 3; length <= code.length; length++)
      for (const group of byPrefix.get(code.slice(0, length)) ?? []) groups.add(group)
    return groups.size === 0 ? undefined : [...groups]
  })
}

/** Tells the groups of one person on a date, after milder forms have yielded to severe ones. */
export type GroupReader = (patient: number, asOf: Day) => ReadonlySet<number>

const stay: ReadonlySet<number> = new Set([
  diagnosisSources.indexOf('chart-stay'),
  diagnosisSources.indexOf('claim-stay')
])
const claimStay = diagnosisSources.indexOf('claim-stay')
const claimVisit = diagnosisSources.indexOf('claim-visit')

/**
 * Prepares to tell the groups of an index by its rule of evidence.
 * @param knownOn where only what was known on the date counts: the day from which on a claim is known. Diagnoses without a date do not
 *   count then
 */
export function groupReader(store: Store, definition: IndexDefinition, knownOn?: (claim: number) => Day): GroupReader {
  const { evidence, groups } = definition
  const { offsets, concept, from, to, source, row } = diagnosisEvents(store)
  const ofConcept = groupsOfConcepts(store, definition)
  const places = new Map(groups.map(({ id }, place) => [id, place]))
  const yields = groups.flatMap(({ yieldsTo }, group) =>
    yieldsTo.map((other) => [group, defined(places.get(other))] as const)
  )
  const isKnown = (index: number, asOf: Day): boolean => {
    if (knownOn === undefined) return true
    const isClaim = source[index] === claimStay || source[index] === claimVisit
    return isClaim ? knownOn(row[index]!) <= asOf : from[index] !== NO_DAY
  }
  return (patient, asOf) => {
    const start = windowStart(asOf, evidence.lookbackMonths)
    const found = new Set<number>()
    const visits = new Map<number, { readonly first: Day; readonly last: Day }>()
    /** Whether the visits up to this one suffice. */
    const enoughVisits = (group: number, day: Day): boolean => {
      if (evidence.visits <= 1) return evidence.visits === 1
      const { first, last } = visits.get(group) ?? { first: day, last: day }
      visits.set(group, { first: Math.min(first, day), last: Math.max(last, day) })
      const apart = Math.max(last, day) - Math.min(first, day)
      return apart > 0 && apart >= evidence.daysApart
    }
    for (let index = offsets[patient]!; index < offsets[patient + 1]!; index++) {
      const conceptGroups = ofConcept[concept[index]!]
      if (conceptGroups === undefined || from[index]! > asOf || to[index]! < start) continue
      if (!isKnown(index, asOf)) continue
      const kind = source[index]!
      if (evidence.staysOnly && (!stay.has(kind) || from[index]! < start)) continue
      for (const group of conceptGroups) {
        if (found.has(group)) continue
        const counts =
          kind === claimVisit ? enoughVisits(group, from[index]!) : kind !== claimStay || evidence.stays === 1
        if (counts) found.add(group)
      }
    }
    for (const [group, other] of yields) if (found.has(other)) found.delete(group)
    return found
  }
}
