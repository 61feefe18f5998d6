import type { ElmLibrary } from '../../cql/elm/library/elm-library.ts'
import { isNode, text, type ElmNode } from '../../cql/elm/library/elm-node.ts'
import { findInclude } from '../../cql/elm/library/find-library.ts'
import { nodesOf } from '../../cql/elm/runtime/scope.ts'
import type { MeasureGroup } from './measure-group.ts'

/** The clauses of one group's exclusions and exceptions in plain words, in order. */
export type ClauseLabels = Readonly<Record<LeavingOut, readonly string[]>>

/** A define of some library. */
export interface NamedDefine {
  readonly library: ElmLibrary
  readonly name: string
}

/** One of the things by which a population leaves people out: it holds when all its defines do. */
export type ExclusionClause = readonly NamedDefine[]

/** Populations that leave people out of a denominator. */
const leavingOut = ['denominator-exclusion', 'denominator-exception'] as const

export type LeavingOut = (typeof leavingOut)[number]

/** Nodes that only pass on whether their operand has something in it. */
const passing: ReadonlySet<string> = new Set(['Exists', 'As', 'ToList', 'IsTrue'])

/** The define that a node stands for. */
function defineOf(node: ElmNode, library: ElmLibrary, libraries: readonly ElmLibrary[]): NamedDefine | undefined {
  if (passing.has(node.type)) {
    const { operand } = node
    return isNode(operand) ? defineOf(operand, library, libraries) : undefined
  }
  if (node.type !== 'ExpressionRef') return undefined
  const owner = findInclude(libraries, library, text(node, 'libraryName'))
  const name = text(node, 'name') ?? ''
  return owner?.defines.has(name) === true ? { library: owner, name } : undefined
}

/** Operands of `a or b or c`, or of the like, however they are nested. */
export function operandsOf(node: ElmNode, types: readonly string[]): readonly ElmNode[] {
  return types.includes(node.type) ? nodesOf(node, 'operand').flatMap((item) => operandsOf(item, types)) : [node]
}

/**
 * What the exclusions and exceptions of a group are made of: the defines that are joined by `or`, or by `union` where
 * episodes are counted. What is written out in place of a name is left out.
 * @param main the measure's library
 */
export function exclusionClauses(
  { populations }: MeasureGroup,
  main: ElmLibrary,
  libraries: readonly ElmLibrary[]
): Readonly<Record<LeavingOut, readonly ExclusionClause[]>> {
  const of = (wanted: LeavingOut): readonly ExclusionClause[] =>
    populations
      .filter(({ code }) => code === wanted)
      .flatMap(({ expression }) => {
        const written = main.defines.get(expression)?.expression
        return written === undefined ? [] : operandsOf(written, ['Or', 'Union'])
      })
      .flatMap((part) => {
        const defines = operandsOf(part, ['And']).map((item) => defineOf(item, main, libraries))
        return defines.every((item) => item !== undefined) ? [defines] : []
      })
  return { 'denominator-exclusion': of('denominator-exclusion'), 'denominator-exception': of('denominator-exception') }
}

/** Which of the two leaves a patient out who is in populations of a group; undefined for nobody. */
export function leavingOutOf(isIn: (code: string) => boolean): LeavingOut | undefined {
  return leavingOut.find(isIn)
}

/** Id among the numbers of a run of those of a group that tell by which clauses people are left out. */
export function exclusionId({ id }: Pick<MeasureGroup, 'id'>): string {
  return `left-out/${id}`
}

/** Ids of all groups of a measure that leave somebody out. */
export function exclusionIds({ groups }: { readonly groups: readonly MeasureGroup[] }): readonly string[] {
  return groups
    .filter(({ populations }) => leavingOutOf((code) => populations.some((item) => item.code === code)) !== undefined)
    .map(exclusionId)
}
