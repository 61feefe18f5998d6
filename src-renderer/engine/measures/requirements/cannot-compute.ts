import { orList } from '#shared/messages/list-text.ts'
import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { defined } from '#shared/language/defined.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import { recordLabel } from './record-label.ts'
import type { Store } from '../../store/model/store.ts'
import type { RecordKind } from '../../population/codes/code-use.ts'
import { unreadReason } from '../../population/codes/unread-codes.ts'
import { countBits, type Bitset } from '../../base/kernels/bitset.ts'
import { dataRequirements, requirementOf, type DataRequirement } from '../definition/data-requirements.ts'
import { hasRecords } from '../records/found-records.ts'
import { hiddenByClassesOf } from './hidden-by-classes.ts'
import { isUndecidable } from './missing-records.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { MeasureGroup, MeasurePopulation } from '../definition/measure-group.ts'
import { askedValueSets } from './asked-value-sets.ts'
import { holdsCodes, occursInData } from './codes-in-data.ts'
import { outsideData } from './outside-data.ts'
import { PossibleOutcomes } from './possible-outcomes.ts'
import { unreadOf } from './unread-evidence.ts'

/** Content that a measure is read with. */
type Content = Pick<MeasureContent, 'libraries' | 'valueSets' | 'measures'>

/** Why a rate cannot be computed. */
export interface UndecidableRate {
  /** `no record of mammography in these data` */
  readonly reason: string
  /** Kinds of record that are there in codes that the lists of the rate cannot know; none where there are none. */
  readonly unread: readonly RecordKind[]
}

/** Who was found in the populations of a group, or how many. */
export interface FoundMembers {
  readonly populations: readonly { readonly id: string; readonly code: string; readonly members: Bitset | number }[]
}

/** A run of a measure on the data. */
export interface RatedRun {
  readonly groups: readonly FoundMembers[]
  readonly period: MeasurementPeriod
}

/** Populations whose members are left out: nobody in them is an answer, too. */
const leavesOut: ReadonlySet<string> = new Set([
  'denominator-exclusion',
  'denominator-exception',
  'numerator-exclusion'
])
/** Most kinds of record that a sentence names. */
const maxNamed = 3

/** The reasons alone of {@link undecidableRates}, by group id. */
export function cannotCompute(
  definition: MeasureDefinition,
  content: Content,
  store: Store,
  run?: RatedRun
): Readonly<Record<string, string>> {
  const undecidable = undecidableRates(definition, content, store, run)
  return Object.fromEntries(Object.entries(undecidable).map(([id, { reason }]) => [id, reason]))
}

/**
 * Why rates of a measure cannot be computed from a population, by group id. A rate without any record that its numerator
 * or denominator could rest on is not zero, and where less is better not perfect: the data do not tell it. Records whose
 * codes no list of the measure can know are no such records, nor are encounters whose class may stand for any care. Nothing can be
 * computed for a period that all records are before, or after.
 * @param run of the measure on these data: whoever was found in a population shows that the data do tell it
 * @returns only groups that cannot be computed
 */
export function undecidableRates(
  definition: MeasureDefinition,
  content: Content,
  store: Store,
  run?: RatedRun
): Readonly<Record<string, UndecidableRate>> {
  const outside = run === undefined ? undefined : outsideData(store, run.period)
  if (outside !== undefined)
    return Object.fromEntries(definition.groups.map(({ id }) => [id, { reason: outside, unread: [] }]))
  if (definition.composition !== undefined) return undecidableComposite(definition, content, store)
  const { libraries, valueSets } = content
  const library = findLibrary(libraries, definition.library, definition.libraryVersion)
  if (library === undefined) return {}
  const isMissing = (requirement: DataRequirement): boolean => hasRecords(requirement, valueSets, store) === false
  const read = dataRequirements(definition, libraries)
  // A code may be in an element that no table holds: then its absence from the tables says nothing.
  const tellsCodes = read.every(({ type, closed }) => closed || holdsCodes(store, type))
  const isUnknown = (url: string): boolean => tellsCodes && !occursInData(store, valueSets.get(url))
  const outcomes = new PossibleOutcomes(libraries, {
    types: new Set(),
    valueSets: new Set(),
    retrieve: (node, owner) => isMissing(requirementOf(node, owner, libraries)),
    membership: isUnknown
  })
  const everything = new PossibleOutcomes(libraries, { types: new Set(), valueSets: new Set() })
  return Object.fromEntries(
    definition.groups.flatMap((group, index) => {
      // What says nothing even with every kind of record lacks none.
      if (!isUndecidable(group, library, outcomes) || isUndecidable(group, library, everything)) {
        const hidden = hiddenByClassesOf(group, definition, libraries, store)
        return hidden === undefined ? [] : [[group.id, { reason: hidden, unread: [] }]]
      }
      const undecidable = undecidablePopulation(group, library, outcomes)
      if (undecidable !== undefined && hasMembers(run?.groups[index], undecidable)) return []
      const about = {
        definition,
        group: { ...group, populations: undecidable === undefined ? group.populations : [undecidable] }
      }
      return [[group.id, describe(about, content, store, { isMissing, isUnknown })]]
    })
  )
}

/** A composite cannot be computed where none of its components can. */
function undecidableComposite(
  { composition, groups }: MeasureDefinition,
  content: Content,
  store: Store
): Readonly<Record<string, UndecidableRate>> {
  const reasons = defined(composition).components.map(({ measure, group }) => {
    const component = content.measures.find(({ url, composition: inner }) => url === measure && inner === undefined)
    if (component === undefined) return undefined
    const missing = undecidableRates(component, content, store)
    const counted = component.groups.filter(({ id }) => group === undefined || id === group)
    return counted.every(({ id }) => missing[id] !== undefined) ? missing[counted[0]?.id ?? ''] : undefined
  })
  const [first] = reasons
  if (first === undefined || reasons.some((reason) => reason === undefined)) return {}
  return Object.fromEntries(groups.map(({ id }) => [id, first]))
}

/** The first population that cannot be told, of those whose members count. */
function undecidablePopulation(
  group: MeasureGroup,
  library: ElmLibrary,
  outcomes: PossibleOutcomes
): MeasurePopulation | undefined {
  return group.populations
    .filter(({ code }) => !leavesOut.has(code))
    .find((item) => isUndecidable({ populations: [item] }, library, outcomes))
}

/** Whether some, and not all of the population before it, were found in a population. */
function hasMembers(run: FoundMembers | undefined, { id, code }: MeasurePopulation): boolean {
  const membersIn = (test: (population: { readonly id: string; readonly code: string }) => boolean): number => {
    const found = run?.populations.find(test)
    const members = found?.members ?? 0
    return typeof members === 'number' ? members : countBits(members)
  }
  const members = membersIn((item) => item.id === id && item.code === code)
  if (members === 0) return false
  return code !== 'numerator' || members < membersIn((item) => item.code === 'denominator')
}

interface Absence {
  readonly isMissing: (requirement: DataRequirement) => boolean
  /** Whether no code of the data is in a value set. */
  readonly isUnknown: (url: string) => boolean
}

/** Names what there are no records of, or says in which codes they are. */
function describe(
  { definition, group }: { readonly definition: MeasureDefinition; readonly group: MeasureGroup },
  content: Content,
  store: Store,
  { isMissing, isUnknown }: Absence
): UndecidableRate {
  const { libraries, valueSets } = content
  const about = { ...definition, groups: [{ ...group, stratifiers: [] }] }
  const read = dataRequirements(about, libraries)
  const missing = read.filter(isMissing)
  const asked = [...askedValueSets(about, libraries)].filter(([url]) => isUnknown(url))
  const unread = unreadOf({ missing, asked: asked.map(([url]) => url), read }, valueSets, store)
  if (unread.readable === 0 && unread.systems.length > 0) {
    return { reason: unreadReason(unread), unread: unread.kinds }
  }
  const coded = [...missing.flatMap(({ codes }) => codes), ...asked.map(([, name]) => name)]
  const names = [...new Set(coded.length > 0 ? coded.map(inSentence) : missing.map(({ type }) => recordLabel(type)))]
  const rest = names.length > maxNamed ? [m.namesMore(names.length - maxNamed)] : []
  const some = orList([...names.slice(0, maxNamed), ...rest])
  const besides = unread.systems.length > 0 ? `; ${unreadReason(unread)}` : ''
  return { reason: m.noRecordOfInTheseData(some, besides), unread: unread.kinds }
}
