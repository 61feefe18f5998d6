import { engineCqlElmNodesMessages as m } from '#messages/engine/cql/elm/nodes.ts'
import { spend, spendElements, tupleElements } from '../library/budget.ts'
import { ElmError } from '../library/elm-error.ts'
import { isNode, isElmObject, objects, text, type ElmNode } from '../library/elm-node.ts'
import { asList, distinct } from '../operators/lists.ts'
import type { Evaluate, Run } from '../runtime/run.ts'
import { nodesOf, type NodeFamily, type Scope } from '../runtime/scope.ts'
import { Tuple, isFhirObject, isList, type Value } from '../values/value.ts'
import { compileSort } from './sort.ts'

interface Bound {
  readonly evaluate: Evaluate
  readonly slot: number
  readonly name: string
}

interface Relationship extends Bound {
  readonly suchThat: Evaluate
  readonly wanted: boolean
}

interface Aggregate {
  readonly starting: Evaluate
  readonly expression: Evaluate
  readonly slot: number
  readonly distinct: boolean
}

interface Query {
  readonly sources: readonly Bound[]
  readonly lets: readonly Bound[]
  readonly relationships: readonly Relationship[]
  readonly where: Evaluate | undefined
  /** Parts of the condition that can be told when the first, the second … source is bound, instead of `where`. */
  readonly early: readonly (readonly Evaluate[])[] | undefined
  readonly returned: Evaluate | undefined
  readonly distinct: boolean
  readonly aggregate: Aggregate | undefined
  readonly sort: ((items: readonly Value[], run: Run) => readonly Value[]) | undefined
}

function child(owner: Readonly<Record<string, unknown>>, key: string, node: ElmNode, scope: Scope): ElmNode {
  const value = owner[key]
  if (!isNode(value)) throw scope.error(node, m.aPartOfThisQueryLacks(key))
  return value
}

function readQuery(node: ElmNode, outer: Scope): Query {
  let scope = outer
  const bind = (name: string, evaluate: Evaluate, loop?: 'each' | 'join'): Bound => {
    const { scope: inner, slot } = scope.with(name, loop)
    scope = inner
    return { evaluate, slot, name }
  }
  const written = objects(node['source'])
  const loop = written.length > 1 ? 'join' : 'each'
  const sources = written.map((item) =>
    bind(text(item, 'alias') ?? '', scope.compile(child(item, 'expression', node, scope)), loop)
  )
  if (sources.length === 0) throw outer.error(node, m.thisQueryHasNoSource)
  const lets = objects(node['let']).map((item) =>
    bind(text(item, 'identifier') ?? '', scope.compile(child(item, 'expression', node, scope)))
  )
  const relationships = objects(node['relationship']).map((item) => {
    const evaluate = scope.compile(child(item, 'expression', node, scope))
    const inner = scope.with(text(item, 'alias') ?? '', 'each')
    const suchThat = inner.scope.compile(child(item, 'suchThat', node, scope))
    return { evaluate, slot: inner.slot, name: '', suchThat, wanted: item['type'] !== 'Without' }
  })
  const returned = isElmObject(node['return']) ? node['return'] : undefined
  const aggregate = isElmObject(node['aggregate']) ? node['aggregate'] : undefined
  return {
    sources,
    lets,
    relationships,
    ...conditions(node, scope, sources, lets.length + relationships.length > 0),
    returned: returned === undefined ? undefined : scope.compile(child(returned, 'expression', node, scope)),
    distinct: returned !== undefined && returned['distinct'] !== false,
    aggregate: aggregate === undefined ? undefined : readAggregate(aggregate, node, scope),
    sort: compileSort(node, scope)
  }
}

/** The operands of nested `And`s, in order. */
function conjuncts(node: ElmNode): readonly ElmNode[] {
  return node.type === 'And' ? nodesOf(node, 'operand').flatMap(conjuncts) : [node]
}

/**
 * The condition of a query. Where several sources are combined, each part of it is tested as soon as all its names are
 * bound and all parts before it have been tested, so that hopeless combinations are not gone through.
 */
function conditions(
  node: ElmNode,
  scope: Scope,
  sources: readonly Bound[],
  dependent: boolean
): Pick<Query, 'where' | 'early'> {
  const { where } = node
  if (!isNode(where)) return { where: undefined, early: undefined }
  if (sources.length < 2 || dependent) return { where: scope.compile(where), early: undefined }
  const early: Evaluate[][] = sources.map(() => [])
  let depth = 0
  for (const part of conjuncts(where)) {
    const names = scope.linker.namesIn(part, scope)
    sources.forEach(({ name }, index) => {
      if (names.has(name) && index > depth) depth = index
    })
    early[depth]!.push(scope.compile(part))
  }
  return { where: undefined, early }
}

function readAggregate(clause: Readonly<Record<string, unknown>>, node: ElmNode, scope: Scope): Aggregate {
  const inner = scope.with(text(clause, 'identifier') ?? '$total')
  return {
    starting: isNode(clause['starting']) ? scope.compile(clause['starting']) : () => null,
    expression: inner.scope.compile(child(clause, 'expression', node, scope)),
    slot: inner.slot,
    distinct: clause['distinct'] === true
  }
}

/** Whether the values that are bound now pass the relationships and the condition. */
function passes(query: Query, run: Run): boolean {
  const { frame } = run
  for (const item of query.lets) frame[item.slot] = item.evaluate(run)
  for (const { evaluate, slot, suchThat, wanted } of query.relationships) {
    let found = false
    for (const item of asList(evaluate(run))) {
      spend(1)
      frame[slot] = item
      if (suchThat(run) === true) {
        found = true
        break
      }
    }
    if (found !== wanted) return false
  }
  return query.where === undefined || query.where(run) === true
}

/** Names the resource that was looked at when something failed. */
function blame(error: unknown, value: Value | undefined): unknown {
  if (error instanceof ElmError && error.resource === undefined && value !== undefined && isFhirObject(value)) {
    const { resourceType, id } = value
    if (typeof resourceType === 'string') error.resource = `${resourceType}/${typeof id === 'string' ? id : '?'}`
  }
  return error
}

/** What one combination of the sources gives: the `return`, the only source, or a tuple of all of them. */
function resultOf(query: Query, run: Run): Value {
  const { sources, returned } = query
  if (returned !== undefined) return returned(run)
  if (sources.length === 1) return run.frame[sources[0]!.slot] ?? null
  spendElements(tupleElements, 0)
  return new Tuple(new Map(sources.map(({ name, slot }) => [name, run.frame[slot] ?? null])))
}

/** Binds every combination of the sources' elements and collects what passes. */
function combine(query: Query, lists: readonly (readonly Value[])[], run: Run, emit: () => void, depth = 0): void {
  const { slot } = query.sources[depth]!
  const last = depth === query.sources.length - 1
  const early = query.early?.[depth]
  const list = lists[depth]!
  let item: Value = null
  try {
    for (let i = 0; i < list.length; i++) {
      item = list[i]!
      run.frame[slot] = item
      spend(1)
      if (early !== undefined && !allTrue(early, run)) continue
      if (!last) combine(query, lists, run, emit, depth + 1)
      else if (passes(query, run)) emit()
    }
  } catch (error) {
    throw blame(error, item)
  }
}

function allTrue(parts: readonly Evaluate[], run: Run): boolean {
  for (let i = 0; i < parts.length; i++) if (parts[i]!(run) !== true) return false
  return true
}

function aggregated(query: Query, aggregate: Aggregate, lists: readonly (readonly Value[])[], run: Run): Value {
  const { frame } = run
  let total = aggregate.starting(run)
  const apply = (): void => {
    frame[aggregate.slot] = total
    total = aggregate.expression(run)
  }
  if (!aggregate.distinct) {
    combine(query, lists, run, apply)
    return total
  }
  const combinations: Value[] = []
  const { sources } = query
  const bound = (): Tuple => new Tuple(new Map(sources.map((item) => [item.name, frame[item.slot] ?? null])))
  combine(query, lists, run, () => {
    combinations.push(bound())
    spendElements(tupleElements, combinations.length)
  })
  for (const item of distinct(combinations)) {
    for (const { name, slot } of sources) frame[slot] = (item as Tuple).elements.get(name) ?? null
    for (const { slot, evaluate } of query.lets) frame[slot] = evaluate(run)
    apply()
  }
  return total
}

/** The most frequent query: one source and a condition. */
function overOneSource(query: Query): Evaluate {
  const { sort, returned, distinct: unique } = query
  const { evaluate, slot } = query.sources[0]!
  const bare = query.lets.length === 0 && query.relationships.length === 0
  const condition = bare ? (query.where ?? (() => true)) : (run: Run) => passes(query, run)
  return (run) => {
    const source = evaluate(run)
    if (source === null) return null
    const { frame } = run
    if (!isList(source)) {
      frame[slot] = source
      try {
        if (condition(run) !== true) return null
        return returned === undefined ? source : returned(run)
      } catch (error) {
        throw blame(error, source)
      }
    }
    if (source.length === 0) return source
    const results: Value[] = []
    let item: Value = null
    try {
      spend(source.length)
      for (let i = 0; i < source.length; i++) {
        item = source[i]!
        frame[slot] = item
        if (condition(run) === true) results.push(returned === undefined ? item : returned(run))
      }
      spendElements(results.length, results.length)
    } catch (error) {
      throw blame(error, item)
    }
    const answer = unique ? distinct(results) : results
    return sort === undefined ? answer : sort(answer, run)
  }
}

function compileQuery(node: ElmNode, scope: Scope): Evaluate {
  const query = readQuery(node, scope)
  const { sources, aggregate, sort } = query
  if (sources.length === 1 && aggregate === undefined) return overOneSource(query)
  return (run) => {
    const values = sources.map((item) => item.evaluate(run))
    const single = values.every((value) => !isList(value))
    if (single && values[0] === null) return aggregate === undefined ? null : aggregate.starting(run)
    const lists = values.map(asList)
    if (aggregate !== undefined) return aggregated(query, aggregate, lists, run)
    const results: Value[] = []
    if (lists.every((list) => list.length > 0))
      combine(query, lists, run, () => {
        results.push(resultOf(query, run))
        spendElements(1, results.length)
      })
    if (single) return results[0] ?? null
    const unique = query.distinct ? distinct(results) : results
    return sort === undefined ? unique : sort(unique, run)
  }
}

/** Queries. */
export const queryNodes: NodeFamily = { Query: compileQuery }
