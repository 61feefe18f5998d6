import { releaseMarks } from '../../base/fhir/release.ts'
import type { PlannedColumn, PlannedSource, PlannedView, TablePlan } from '../../store/model/plan.ts'
import { identifiedTypes } from '../../store/collect/chunk-builder.ts'
import type { ViewColumn, ViewSelect } from '../../views/view-definition.ts'
import {
  isOwnKey,
  objectSource,
  referenceSource,
  template,
  conditionOfPath,
  valueSource,
  type RouteScope
} from './compile-routes.ts'
import {
  elementNode,
  memberOf,
  NotScannable,
  plainMember,
  type ElementMember,
  type ElementNode
} from './element-tree.ts'
import type { ScanCell, ScanRoute, ScanType, ScanView, Source, Step } from './scan-plan.ts'

/** What the scanner does with each resource type, and why it leaves the others to the general path. */
export interface ScanPlan {
  readonly types: readonly ScanType[]
  readonly left: ReadonlyMap<string, string>
}

/** Elements that name the person a resource is about. */
export const aboutPatient = ['patient', 'subject', 'beneficiary'] as const

/** Tag of a column whose text stands for itself, in no array. */
export const PLAIN_TEXT = 'populus/plain-text'

/** Nested selects of one view for which the scanner has room. */
export const MAX_CONTEXTS = 60

/** Plans for every R4 resource type of the tables. A type is scanned when all of its views can be. */
export function planScan(plan: TablePlan): ScanPlan {
  const types: ScanType[] = []
  const left = new Map<string, string>()
  for (const [name, views] of plan.r4.views) {
    try {
      types.push(planType(name, views, plan))
    } catch (error) {
      if (!(error instanceof NotScannable)) throw error
      left.set(name, error.message)
    }
  }
  return { types, left }
}

function planType(name: string, views: readonly PlannedView[], plan: TablePlan): ScanType {
  const root = elementNode()
  plainMember(root, 'resourceType')
  plainMember(root, 'id')
  const meta = memberOf(root, 'meta', 'object')
  meta.single = true
  plainMember(meta.node!, 'lastUpdated')
  memberOf(meta.node!, 'profile', 'leaf').profile = true
  const contained = memberOf(root, 'contained', 'object')
  plainMember(contained.node!, 'id')
  plainMember(contained.node!, 'resourceType')
  if (name !== 'Patient') for (const element of aboutPatient) asReference(memberOf(root, element, 'object').node!)
  const identified = identifiedTypes.has(name)
  if (identified) {
    const identifier = memberOf(root, 'identifier', 'object')
    plainMember(identifier.node!, 'system')
    plainMember(identifier.node!, 'value')
  }
  const scanViews = views.map((view) => planView(view, name, plan.tables[view.table]?.resourceType ?? name, root))
  for (const { name: element, shape } of plan.r4.shapes.get(name) ?? []) {
    const member = root.members.get(element)
    if (member?.use === 'refuse') continue
    const wanted = memberOf(root, element, shape === 'object' ? 'object' : 'leaf')
    if (shape === 'boolean') wanted.boolean = true
  }
  return { name, root, views: scanViews, votes: planVotes(name, root), identified }
}

/** Elements that only R5 has are refused; those that only R4 has are noted. */
function planVotes(name: string, root: ElementNode): readonly ElementMember[] {
  memberOf(root, 'fhirVersion', 'refuse')
  const { R4 = {}, R5 = {} } = releaseMarks[name] ?? {}
  const votes: ElementMember[] = []
  for (const [element, shape] of Object.entries(R4)) {
    const member = root.members.get(element) ?? memberOf(root, element, 'mark')
    const expected = member.use === 'leaf' ? 'text' : 'object'
    if (shape === expected) member.single = true
    else if (shape !== 'any' || member.use === 'refuse') throw new NotScannable(`“${element}” tells the release`)
    votes.push(member)
  }
  for (const [element, shape] of Object.entries(R5)) {
    const member = root.members.get(element) ?? memberOf(root, element, 'refuse')
    if (member.use === 'refuse' || (member.use === 'leaf' && shape === 'object')) continue
    if (shape !== 'array') throw new NotScannable(`“${element}” tells the release`)
    member.single = true
  }
  return votes
}

/**
 * Plans one view.
 * @param type that the view is about
 * @param ofTable type whose ids the table holds
 */
function planView(
  { view, table, coding, sources }: PlannedView,
  type: string,
  ofTable: string,
  root: ElementNode
): ScanView {
  const { definition } = view
  if (definition.where !== undefined) throw new NotScannable('the view has a condition')
  const columns: { readonly column: ViewColumn; readonly scope: RouteScope }[] = []
  const contexts: Source[] = []
  let loop: ScanRoute | undefined

  function enter(select: ViewSelect, scope: RouteScope): RouteScope {
    if (select.repeat !== undefined || select.unionAll !== undefined)
      throw new NotScannable('the view repeats or joins')
    if (select.forEachOrNull !== undefined) {
      if (contexts.length === MAX_CONTEXTS) throw new NotScannable('the view nests too much')
      const { source, node } = objectSource(select.forEachOrNull, scope)
      contexts.push(source)
      return { root, node, context: contexts.length + 1 }
    }
    if (select.forEach === undefined) return scope
    const { source, node } = objectSource(select.forEach, scope)
    const [route] = source
    if (
      loop !== undefined ||
      scope.context !== 0 ||
      source.length !== 1 ||
      route!.first ||
      route!.steps.some(({ kind }) => kind === 'first')
    ) {
      throw new NotScannable('the view goes through more than one list')
    }
    loop = route
    return { root, node, context: 1 }
  }

  /** In the order in which the view declares its columns. */
  function walk(selects: readonly ViewSelect[], outer: RouteScope): void {
    for (const select of selects) {
      const scope = enter(select, outer)
      for (const column of select.column ?? []) columns.push({ column, scope })
      walk(select.select ?? [], scope)
    }
  }

  walk(definition.select, { root, node: root, context: 0 })
  const at = (place: number | undefined) => columns[place ?? -1]
  const cells = sources.map((source) => [source.column, planCell(source, type, ofTable, at)] as const)
  return { table, coding, loop, contexts, cells }
}

type Column = { readonly column: ViewColumn; readonly scope: RouteScope } | undefined

function planCell(
  { column, places }: PlannedSource,
  type: string,
  ofTable: string,
  at: (place: number | undefined) => Column
): ScanCell {
  if (column.kind === 'concept') {
    const parts = [0, 1, 2].map((part) => {
      const found = at(places[part])
      return found === undefined ? undefined : valueSource(found.column.path, found.scope)
    })
    return parts.some((part) => part !== undefined) ? { kind: 'concept', parts } : { kind: 'nothing' }
  }
  const found = at(places[0])
  return found === undefined ? { kind: 'nothing' } : valueCell(column, found.column, found.scope, type, ofTable)
}

function valueCell(
  { kind, targets }: PlannedColumn,
  { path, collection, tag }: ViewColumn,
  scope: RouteScope,
  type: string,
  ofTable: string
): ScanCell {
  switch (kind) {
    case 'id': {
      if (isOwnKey(path) && ofTable === type) return { kind: 'own' }
      const text = template(path, scope)
      if (text === undefined || !path.includes('#')) throw new NotScannable('an id of another kind')
      return { kind: 'contained', template: text, type: ofTable }
    }
    case 'reference': {
      if (isOwnKey(path) && targets[0] === type) return { kind: 'own' }
      if (collection !== true) throw new NotScannable('a key that is no reference')
      const { source, nodes } = referenceSource(path, scope)
      nodes.forEach(asReference)
      return { kind: 'reference', source, targets }
    }
    case 'dictionary': {
      const text = template(path, scope)
      if (text !== undefined) return { kind: 'template', template: text }
      const source = valueSource(path, scope)
      if (tag?.some(({ name }) => name === PLAIN_TEXT) === true) for (const { steps } of source) neverInArray(steps)
      return { kind: 'text', source }
    }
    case 'boolean': {
      const condition = conditionOfPath(path, scope)
      return condition === undefined
        ? { kind, source: valueSource(path, scope) }
        : { kind: 'condition', context: scope.context, condition }
    }
    case 'date':
    case 'dateTime':
    case 'number':
    case 'integer':
      return { kind, source: valueSource(path, scope) }
    case 'concept':
      throw new NotScannable('a concept of another kind')
  }
}

/** A value that no array may hold, because something else than its path reads it. */
function neverInArray(steps: readonly Step[]): void {
  const last = steps.at(-1)
  if (last?.kind === 'value') last.member.single = true
}

/** What a Reference must tell. */
function asReference(node: ElementNode): void {
  plainMember(node, 'reference')
  memberOf(node, 'identifier', 'mark')
}
