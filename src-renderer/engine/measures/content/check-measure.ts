import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import { findInclude, findLibrary } from '../../cql/elm/library/find-library.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { text } from '../../cql/elm/library/elm-node.ts'
import { nodeCompilers } from '../../cql/elm/nodes/node-compilers.ts'
import { isUndecidableWithout } from '../requirements/missing-records.ts'
import { expansionSize } from '../definition/dotless-codes.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { walkLogic } from '../definition/walk-logic.ts'
import type { ContentProblem, UsedValueSet } from './installed-measure.ts'

/** What a measure uses, and what is wrong with it, found without evaluating anything. */
export interface MeasureCheck {
  /** Libraries that its logic reaches, its own first. */
  readonly libraries: readonly ElmLibrary[]
  readonly valueSets: readonly UsedValueSet[]
  readonly problems: readonly ContentProblem[]
}

/** Objects with a `type` that are no expressions: type specifiers, sort items, parts of queries. */
const noExpression =
  /TypeSpecifier$|^By(?:Direction|Column|Expression)$|^With(?:out)?$|^(?:Expression|Function|Operand)Def$/
/** Numbers of codes at which publishers cut expansions off. */
const cutOffAt = new Set([1000])

/**
 * Looks at everything that a measure's populations, stratifiers and observations reach.
 * @param versions of value sets, by address, as far as they are known
 */
export function checkMeasure(
  definition: MeasureDefinition,
  content: MeasureContent,
  versions: ReadonlyMap<string, string> = new Map()
): MeasureCheck {
  const reached = new Set<ElmLibrary>()
  const used = new Map<string, string>()
  const missing = new Set<string>()
  const unsupported = new Map<string, Set<string>>()
  const problems: ContentProblem[] = []
  const main = walkLogic(definition, content.libraries, false, {
    node(node, library) {
      reached.add(library)
      if (!noExpression.test(node.type) && !nodeCompilers.has(node.type)) {
        const places = unsupported.get(node.type) ?? new Set()
        unsupported.set(node.type, places.add(library.id))
      }
      if (node.type === 'ValueSetRef') {
        const name = text(node, 'name') ?? ''
        const owner = findInclude(content.libraries, library, text(node, 'libraryName'))
        const declared = owner?.valueSets.get(name)
        const url = declared === undefined ? undefined : text(declared, 'id')?.split('|')[0]
        if (url === undefined) missing.add(m.valueSet(name))
        else used.set(url, name)
      }
      if (node.type === 'CodeRef' && !isDeclared(content.libraries, library, node)) {
        missing.add(`code "${text(node, 'name') ?? ''}"`)
      }
    },
    missing: (name) => void missing.add(name)
  })
  if (definition.composition !== undefined) {
    for (const { measure } of definition.composition.components) {
      if (!content.measures.some(({ url }) => url === measure)) missing.add(m.theMeasureMeasure(measure))
    }
  } else if (main === undefined) {
    const why = content.problems.find((item) => item.includes(definition.library))
    problems.push({
      severity: 'stops',
      kind: 'no-logic',
      text: why ?? m.theLibraryWithTheLogicOf(definition.library)
    })
  } else reached.add(main)
  for (const name of missing) {
    problems.push({
      severity: 'stops',
      kind: 'missing-library',
      text: m.theLogicNeedsWhichIsNot(name)
    })
  }
  for (const [type, libraries] of unsupported) {
    const where = [...libraries].join(', ')
    problems.push({
      severity: 'stops',
      kind: 'unsupported',
      text: m.theOperationIsNotSupported(type, where)
    })
  }
  const libraries = [...new Set([...(main === undefined ? [] : [main]), ...reached])]
  problems.push(...versionProblems(libraries, content.libraries))
  const valueSets = [...used].map(([url, name]) => usedValueSet(url, name, content, versions))
  const without = new Set(valueSets.filter(({ codes }) => (codes ?? 0) === 0).map(({ url }) => url))
  const stops = main !== undefined && isUndecidableWithout(definition, main, content.libraries, without)
  problems.push(...valueSets.flatMap((item) => valueSetProblems(item, stops ? 'stops' : 'doubt')))
  return { libraries, valueSets, problems }
}

function isDeclared(
  libraries: readonly ElmLibrary[],
  library: ElmLibrary,
  node: Readonly<Record<string, unknown>>
): boolean {
  const owner = findInclude(libraries, library, text(node, 'libraryName'))
  return owner?.codes.has(text(node, 'name') ?? '') === true
}

/** Libraries that are there in another version than the one that is asked for. */
function versionProblems(reached: readonly ElmLibrary[], all: readonly ElmLibrary[]): readonly ContentProblem[] {
  const found = new Set<string>()
  for (const library of reached) {
    for (const { id, version } of library.includes.values()) {
      const taken = findLibrary(all, id, version)
      if (taken === undefined || version === undefined || taken.version === version) continue
      const usedVersion = taken.version ?? m.aVersionWithoutNumber
      found.add(m.asksForIsInstalledAndUsed(library.id, id, version, usedVersion))
    }
  }
  return [...found].map((sentence) => ({ severity: 'doubt', kind: 'library-version', text: sentence }))
}

function usedValueSet(
  url: string,
  name: string,
  { valueSets }: MeasureContent,
  versions: ReadonlyMap<string, string>
): UsedValueSet {
  const expansion = valueSets.get(url)
  if (expansion === undefined) return { url, name, version: undefined, codes: undefined, systems: [] }
  return {
    url,
    name,
    version: versions.get(url),
    codes: expansionSize(expansion),
    systems: [...expansion.keys()]
  }
}

/** @param severity of a value set without codes */
function valueSetProblems(
  { url, name, codes }: UsedValueSet,
  severity: ContentProblem['severity']
): readonly ContentProblem[] {
  if (codes === undefined || codes === 0) {
    const what = codes === 0 ? m.hasNoCodesInIt : m.isNotInstalled
    return [
      {
        severity,
        kind: codes === 0 ? 'empty-value-set' : 'missing-value-set',
        text: m.theValueSetNothingIsFound(name, url, what)
      }
    ]
  }
  if (!cutOffAt.has(codes)) return []
  return [
    {
      severity: 'doubt',
      kind: 'cut-off',
      text: m.theValueSetHasExactlyCodes(name, codes)
    }
  ]
}
