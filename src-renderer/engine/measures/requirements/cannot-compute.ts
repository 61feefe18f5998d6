import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import { recordLabel } from './record-label.ts'
import type { Store } from '../../store/model/store.ts'
import { dataRequirements, requirementOf, type DataRequirement } from '../definition/data-requirements.ts'
import { hasRecords } from '../records/found-records.ts'
import { isUndecidable } from './missing-records.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition, MeasureGroup } from '../definition/measure-definition.ts'
import { PossibleOutcomes } from './possible-outcomes.ts'

/** Content that a measure is read with. */
type Content = Pick<MeasureContent, 'libraries' | 'valueSets' | 'measures'>

/** Populations whose members are left out: nobody in them is an answer, too. */
const leavesOut: ReadonlySet<string> = new Set([
  'denominator-exclusion',
  'denominator-exception',
  'numerator-exclusion'
])
/** Most kinds of record that a sentence names. */
const maxNamed = 3

/**
 * Why rates of a measure cannot be computed from a population, by group id. A rate without any record that its numerator
 * or denominator could rest on is not zero, and where less is better not perfect: the data do not tell it.
 * @returns only groups that cannot be computed, each with a sentence
 */
export function cannotCompute(
  definition: MeasureDefinition,
  content: Content,
  store: Store
): Readonly<Record<string, string>> {
  if (definition.composition !== undefined) return componentsMissing(definition, content, store)
  const { libraries, valueSets } = content
  const library = findLibrary(libraries, definition.library, definition.libraryVersion)
  if (library === undefined) return {}
  const isMissing = (requirement: DataRequirement): boolean => hasRecords(requirement, valueSets, store) === false
  const outcomes = new PossibleOutcomes(libraries, {
    types: new Set(),
    valueSets: new Set(),
    retrieve: (node, owner) => isMissing(requirementOf(node, owner, libraries))
  })
  const everything = new PossibleOutcomes(libraries, { types: new Set(), valueSets: new Set() })
  return Object.fromEntries(
    definition.groups.flatMap((group) =>
      // What says nothing even with every kind of record lacks none.
      !isUndecidable(group, library, outcomes) || isUndecidable(group, library, everything)
        ? []
        : [[group.id, reasonOf(definition, { group, library, outcomes }, libraries, isMissing)]]
    )
  )
}

/** A composite cannot be computed where none of its components can. */
function componentsMissing(
  { composition, groups }: MeasureDefinition,
  content: Content,
  store: Store
): Readonly<Record<string, string>> {
  const reasons = composition!.components.map(({ measure, group }) => {
    const component = content.measures.find(({ url, composition: inner }) => url === measure && inner === undefined)
    if (component === undefined) return undefined
    const missing = cannotCompute(component, content, store)
    const counted = component.groups.filter(({ id }) => group === undefined || id === group)
    return counted.every(({ id }) => missing[id] !== undefined) ? missing[counted[0]?.id ?? ''] : undefined
  })
  const [first] = reasons
  if (first === undefined || reasons.some((reason) => reason === undefined)) return {}
  return Object.fromEntries(groups.map(({ id }) => [id, first]))
}

interface Untold {
  readonly group: MeasureGroup
  readonly library: ElmLibrary
  readonly outcomes: PossibleOutcomes
}

/** Names what is missing of the first population that cannot be told. */
function reasonOf(
  definition: MeasureDefinition,
  { group, library, outcomes }: Untold,
  libraries: readonly ElmLibrary[],
  isMissing: (requirement: DataRequirement) => boolean
): string {
  const populations = group.populations.filter(({ code }) => !leavesOut.has(code))
  const untold = populations.find((item) => isUndecidable({ ...group, populations: [item] }, library, outcomes))
  const about = { ...group, populations: untold === undefined ? populations : [untold], stratifiers: [] }
  const missing = dataRequirements({ ...definition, groups: [about] }, libraries).filter(isMissing)
  const names = [
    ...new Set(missing.flatMap(({ codes, type }) => (codes.length > 0 ? codes.map(lower) : recordLabel(type))))
  ]
  const some = names.slice(0, maxNamed).join(' or ')
  const rest = names.length > maxNamed ? ` or ${names.length - maxNamed} more` : ''
  return `no record of ${some}${rest} in these data`
}

/** `Mammography` as `mammography` and `HbA1c test` as it is: a name within a sentence. */
function lower(name: string): string {
  return /^[A-Z][a-z]+(?![A-Za-z0-9])/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
