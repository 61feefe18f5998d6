import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { findLibrary } from '../../cql/elm/library/find-library.ts'
import { dataRequirements } from '../definition/data-requirements.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { Composition } from '../definition/composition.ts'
import type { MeasureGroup } from '../definition/measure-group.ts'
import { NULL, only, OTHER, TRUE } from './outcomes.ts'
import { PossibleOutcomes } from './possible-outcomes.ts'

/** Kinds of record that stand for one another: one of them is enough. */
export type Alternatives = readonly string[]

/** Populations without which a rate says nothing. Nobody in an exclusion is an answer, too. */
const decisive: ReadonlySet<string> = new Set([
  'initial-population',
  'denominator',
  'measure-population',
  'numerator',
  'measure-observation'
])
/** More than these are not looked for. */
const maxAlternatives = 8

/**
 * What a population lacks so that the rates of a measure can be told from it.
 * @param isAbsent whether there are no records of a FHIR type
 * @returns by group: kinds of which one is needed each; none where the rate can be told
 */
export function findMissingRecords(
  definition: MeasureDefinition,
  content: Pick<MeasureContent, 'libraries' | 'measures'>,
  isAbsent: (type: string) => boolean
): readonly (readonly Alternatives[])[] {
  if (definition.composition !== undefined) return [missingOfComponents(definition.composition, content, isAbsent)]
  const library = findLibrary(content.libraries, definition.library, definition.libraryVersion)
  if (library === undefined) return definition.groups.map(() => [])
  const types = new Set(dataRequirements(definition, content.libraries).map(({ type }) => type))
  const absent = [...types].filter(isAbsent).sort()
  return definition.groups.map((group) => (absent.length === 0 ? [] : missingOfGroup(group, library, content, absent)))
}

/** A composite lacks something where all its components do. */
function missingOfComponents(
  { components }: Composition,
  content: Pick<MeasureContent, 'libraries' | 'measures'>,
  isAbsent: (type: string) => boolean
): readonly Alternatives[] {
  const lacking = components.map(({ measure, group }) => {
    const component = content.measures.find(({ url, composition: inner }) => url === measure && inner === undefined)
    if (component === undefined) return []
    const rates = findMissingRecords(component, content, isAbsent)
    const counted = rates.filter((_, index) => group === undefined || component.groups[index]!.id === group)
    return counted.every(({ length }) => length > 0) ? counted.flat() : []
  })
  if (lacking.some(({ length }) => length === 0)) return []
  return [...new Map(lacking.flat().map((item) => [item.join(), item])).values()]
}

/**
 * Whether a rate says nothing: nobody can be in its initial population, denominator or numerator, or everybody must be in
 * its numerator.
 */
export function isUndecidable(
  { populations }: Pick<MeasureGroup, 'populations'>,
  library: ElmLibrary,
  outcomes: PossibleOutcomes
): boolean {
  return populations.some(({ code, expression }) => {
    const found = decisive.has(code) ? outcomes.of(library, expression) : undefined
    if (found === undefined) return false
    if (code === 'measure-observation') return only(found, NULL)
    return (found & (TRUE | OTHER)) === 0 || (code === 'numerator' && only(found, TRUE))
  })
}

const nothing: ReadonlySet<string> = new Set()

/** Whether no rate of a measure can be told without the codes of some value sets, and one can be with them. */
export function isUndecidableWithout(
  { groups }: MeasureDefinition,
  library: ElmLibrary,
  libraries: readonly ElmLibrary[],
  valueSets: ReadonlySet<string>
): boolean {
  const undecidable = (without: ReadonlySet<string>): boolean => {
    const outcomes = new PossibleOutcomes(libraries, { types: nothing, valueSets: without })
    return groups.every((group) => isUndecidable(group, library, outcomes))
  }
  return valueSets.size > 0 && undecidable(valueSets) && !undecidable(nothing)
}

function missingOfGroup(
  group: MeasureGroup,
  library: ElmLibrary,
  { libraries }: Pick<MeasureContent, 'libraries'>,
  absent: readonly string[]
): readonly Alternatives[] {
  const undecidable = (types: readonly string[]): boolean =>
    isUndecidable(group, library, new PossibleOutcomes(libraries, { types: new Set(types), valueSets: nothing }))
  // What says nothing even with every kind of record lacks none.
  return undecidable([]) ? [] : smallestSets(absent, undecidable)
}

/** The smallest sets of types each of which leaves a rate undecidable by its absence. */
function smallestSets(
  absent: readonly string[],
  undecidable: (types: readonly string[]) => boolean
): readonly Alternatives[] {
  const found: Alternatives[] = []
  const seen = new Set<string>()
  const waiting = [absent]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const types = next
    if (found.length >= maxAlternatives || seen.has(types.join())) continue
    seen.add(types.join())
    let smallest = found.find((item) => item.every((type) => types.includes(type)))
    if (smallest === undefined) {
      if (!undecidable(types)) continue
      smallest = types.reduce((left, type) => {
        const rest = left.filter((item) => item !== type)
        return undecidable(rest) ? rest : left
      }, types)
      found.push(smallest)
    }
    // Other sets lack at least one type of this one.
    for (const type of smallest) waiting.push(types.filter((item) => item !== type))
  }
  return found
}
