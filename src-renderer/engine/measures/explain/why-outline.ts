import { commonMessages as common } from '#messages/common.ts'
import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isNode, objects, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import { operandsOf } from '../definition/exclusion-clauses.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { Outcome, TracedDefine } from '../evaluate/measure-trace.ts'
import type { PatientTrace } from '../run/patient-trace.ts'
import { describeExpression } from './describe-expression.ts'
import { describeName } from '../rates/describe-name.ts'

/** One line of the outline of a measure's logic, for one patient. */
export interface WhyNode {
  /** Unique in the outline. */
  readonly id: string
  /** In plain words. */
  readonly label: string
  /** The label says what the line is about, and not alone how the lines below decide it. */
  readonly named: boolean
  readonly verdict: Outcome
  /** How the lines below decide this one; undefined where there are none. */
  readonly join: 'all' | 'any' | 'not' | undefined
  /** Records that were looked at here, as `Type/id`, whether or not they met the conditions. */
  readonly rows: readonly string[]
  /** The define behind it. */
  readonly define: { readonly library: string; readonly name: string } | undefined
  /** What it looks for, in words; undefined where the lines below say it. */
  readonly detail: string | undefined
  /** It is what is missing for the numerator. */
  readonly missing: boolean
  readonly children: readonly WhyNode[]
}

/** One population of a rate with the logic that decides it. */
export interface WhyPopulation extends WhyNode {
  /** Code of the population. */
  readonly code: string
  /** Cases of this patient in it. */
  readonly count: number
  /** Decided by the same logic as a population above. */
  readonly repeats: boolean
}

const titles: Readonly<Record<string, string>> = {
  'initial-population': common.initialPopulation,
  denominator: m.denominator,
  'denominator-exclusion': m.excluded,
  'denominator-exception': m.exception,
  numerator: m.numerator,
  'numerator-exclusion': m.excludedFromTheNumerator,
  'measure-population': m.measurePopulation,
  'measure-population-exclusion': m.excluded
}

/** Lines deeper than this say too little about a person. */
const deepest = 6

/** Nodes whose value is that of their operand, as far as an outline is concerned. */
const passing: Readonly<Record<string, string>> = {
  Exists: 'operand',
  As: 'operand',
  ToList: 'operand',
  SingletonFrom: 'operand',
  IsTrue: 'operand'
}

class Outline {
  readonly #find: (id: string) => ElmLibrary | undefined
  readonly #defines: ReadonlyMap<string, TracedDefine>
  readonly #missing: ReadonlySet<string>
  #lines = 0

  constructor(libraries: readonly ElmLibrary[], trace: PatientTrace, group: string) {
    this.#find = (id) => libraries.find((library) => library.id === id)
    this.#defines = new Map(trace.defines.map((define) => [`${define.library}|${define.name}`, define]))
    this.#missing = new Set(
      trace.evidence
        .filter((item) => item.group === group)
        .flatMap(({ missing }) => missing.map(({ define }) => define))
    )
  }

  /** The define that another one only repeats, however often; itself where it decides something. */
  decider(library: ElmLibrary, name: string): string {
    const expression = library.defines.get(name)?.expression
    const target = expression?.type === 'ExpressionRef' ? this.#target(expression, library) : undefined
    return target === undefined || target.name === name
      ? `${library.id}|${name}`
      : this.decider(target.library, target.name)
  }

  /** The lines that decide a define. */
  of(library: ElmLibrary, name: string, depth = 0): Pick<WhyNode, 'join' | 'children'> {
    const expression = library.defines.get(name)?.expression
    if (expression === undefined || depth > deepest) return { join: undefined, children: [] }
    return this.#parts(expression, library, name, depth)
  }

  #parts(node: ElmNode, library: ElmLibrary, define: string, depth: number): Pick<WhyNode, 'join' | 'children'> {
    if (node.type === 'And' || node.type === 'Or') {
      const children = operandsOf(node, [node.type]).map((part) => this.#line(part, library, define, depth))
      return { join: node.type === 'And' ? 'all' : 'any', children }
    }
    if (node.type === 'Not') {
      const [operand] = nodesOf(node, 'operand')
      return { join: 'not', children: operand === undefined ? [] : [this.#line(operand, library, define, depth)] }
    }
    if (node.type === 'ExpressionRef') return { join: 'all', children: [this.#line(node, library, define, depth)] }
    const part = Object.hasOwn(passing, node.type) ? node[passing[node.type]!] : undefined
    if (isNode(part)) return this.#parts(part, library, define, depth)
    return { join: undefined, children: [] }
  }

  #line(node: ElmNode, library: ElmLibrary, define: string, depth: number): WhyNode {
    const id = `line-${(this.#lines += 1)}`
    const target = this.#target(node, library)
    if (target !== undefined) {
      const traced = this.#defines.get(`${target.library.id}|${target.name}`)
      const explained = this.#explained(target.library, target.name, depth + 1)
      return {
        id,
        label: describeName(target.name),
        named: true,
        verdict: traced?.outcome ?? 'not evaluated',
        // Lines below have the rows of their own.
        rows: explained.children.length > 0 ? this.#ownRows(target.library, target.name) : this.#rowsOf(target),
        define: { library: target.library.id, name: target.name },
        missing: this.#missing.has(target.name),
        ...explained
      }
    }
    const traced = this.#defines.get(`${library.id}|${define}`)
    const clause = traced?.clauses.find(({ localId }) => localId === text(node, 'localId'))
    const parts = this.#parts(node, library, define, depth + 1)
    const join = parts.children.length === 0 ? undefined : parts.join
    const label = { all: m.allOfThese, any: m.anyOfThese, not: m.notThis }
    return {
      id,
      label: join === undefined ? describeExpression(node) : label[join],
      named: join === undefined,
      verdict: clause?.outcome ?? 'not evaluated',
      rows: rowsWithin(node, traced),
      define: { library: library.id, name: define },
      detail: undefined,
      missing: false,
      ...parts
    }
  }

  /** The define that a node stands for, seen through what only passes its value on. */
  #target(node: ElmNode, library: ElmLibrary): { readonly library: ElmLibrary; readonly name: string } | undefined {
    if (node.type === 'ExpressionRef') {
      const alias = text(node, 'libraryName')
      const owner = alias === undefined ? library : this.#find(library.includes.get(alias)?.id ?? '')
      return owner && { library: owner, name: text(node, 'name') ?? '' }
    }
    const part = Object.hasOwn(passing, node.type) ? node[passing[node.type]!] : undefined
    return isNode(part) ? this.#target(part, library) : undefined
  }

  /** The lines below a define, or what it looks for where it has none. */
  #explained(library: ElmLibrary, name: string, depth: number): Pick<WhyNode, 'join' | 'children' | 'detail'> {
    const parts = this.of(library, name, depth)
    const expression = library.defines.get(name)?.expression
    const detail = parts.children.length > 0 || expression === undefined ? undefined : describeExpression(expression)
    return { ...parts, detail }
  }

  /** The one line of a population that has no parts. */
  line(library: ElmLibrary, name: string): readonly WhyNode[] {
    const expression = library.defines.get(name)?.expression
    return expression === undefined ? [] : [this.#line(expression, library, name, 0)]
  }

  #ownRows(library: ElmLibrary, name: string): readonly string[] {
    const traced = this.#defines.get(`${library.id}|${name}`)
    return traced === undefined ? [] : [...new Set([...traced.rows, ...traced.clauses.flatMap(({ rows }) => rows)])]
  }

  /** Records that a define looked at; where it only computes with what others found, the records of those. */
  #rowsOf(
    { library, name }: { readonly library: ElmLibrary; readonly name: string },
    seen = new Set<unknown>()
  ): readonly string[] {
    const rows = this.#ownRows(library, name)
    const expression = library.defines.get(name)?.expression
    // The person is no evidence.
    if (rows.length > 0 || seen.has(expression)) return name === 'Patient' ? [] : rows
    seen.add(expression)
    const found = new Set<string>()
    const waiting: unknown[] = [expression]
    while (waiting.length > 0) {
      const next = waiting.pop()
      const target = isNode(next) && next.type === 'ExpressionRef' ? this.#target(next, library) : undefined
      if (target !== undefined) for (const row of this.#rowsOf(target, seen)) found.add(row)
      else if (typeof next === 'object' && next !== null)
        waiting.push(...Object.values(next as Readonly<Record<string, unknown>>))
    }
    return [...found]
  }
}

/** Records that the retrieves within a node gave. */
function rowsWithin(node: ElmNode, traced: TracedDefine | undefined): readonly string[] {
  if (traced === undefined) return []
  const ids = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (isNode(value)) {
      if (value.type === 'Retrieve') ids.add(text(value, 'localId') ?? '')
      Object.values(value).forEach(walk)
    } else objects([value]).forEach((item) => Object.values(item).forEach(walk))
  }
  walk(node)
  return [...new Set(traced.clauses.filter(({ localId }) => ids.has(localId)).flatMap(({ rows }) => rows))]
}

function partsOf(
  outline: Outline,
  library: ElmLibrary,
  define: string,
  repeats: boolean
): Pick<WhyNode, 'join' | 'children'> {
  if (repeats) return { join: undefined, children: [] }
  const parts = outline.of(library, define)
  return parts.children.length > 0 ? parts : { join: 'all', children: outline.line(library, define) }
}

/**
 * The logic of one rate as an outline in plain words, with what each line came to for one patient. The names of defines
 * are the words of the measure's author; only what has no name is put into words here.
 */
export function whyOutline(
  measure: MeasureDefinition,
  group: string,
  libraries: readonly ElmLibrary[],
  trace: PatientTrace
): readonly WhyPopulation[] {
  const library = libraries.find(({ id }) => id === measure.library)
  const position = measure.groups.findIndex(({ id }) => id === group)
  const definition = measure.groups[position]
  if (library === undefined || definition === undefined) return []
  const outline = new Outline(libraries, trace, group)
  const told = new Set<string>()
  return definition.populations.flatMap((population, index): WhyPopulation[] => {
    if (population.code === 'measure-observation') return []
    const decides = outline.decider(library, population.expression)
    const repeats = told.has(decides)
    told.add(decides)
    const count = trace.result.groups[position]?.populations[index]?.count ?? 0
    return [
      {
        id: `population-${index}`,
        code: population.code,
        count,
        label: titles[population.code] ?? population.code,
        named: true,
        verdict: count > 0 ? 'true' : 'false',
        repeats,
        rows: [],
        define: { library: library.id, name: population.expression },
        detail: undefined,
        missing: false,
        ...partsOf(outline, library, population.expression, repeats)
      }
    ]
  })
}
