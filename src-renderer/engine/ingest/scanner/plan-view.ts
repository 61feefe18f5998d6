import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'
import type { PlannedView } from '../../store/model/plan.ts'
import type { ViewSelect } from '../../views/view-definition.ts'
import { loopSource } from './compile-loops.ts'
import { objectSource, type RouteScope } from './compile-routes.ts'
import { NotScannable, type ElementNode } from './element-tree.ts'
import { planCell, type ScopedColumn } from './plan-cell.ts'
import type { ScanBranch, ScanLoop, ScanView, Source } from './scan-plan.ts'

/** Nested selects of one view for which the scanner has room. */
export const MAX_CONTEXTS = 60
/** Contexts of the resource and of two loops. */
export const LOOP_CONTEXTS = 3

/**
 * Plans one view: an outer and an inner loop at most, and one `unionAll` at most, whose parts stand inside the outer loop and
 * may each have an inner one.
 * @param type that the view is about
 * @param ofTable type whose ids the table holds
 * @throws NotScannable
 */
export function planView(
  { view, table, coding, sources }: PlannedView,
  type: string,
  ofTable: string,
  root: ElementNode
): ScanView {
  const { definition } = view
  if (definition.where !== undefined) throw new NotScannable(m.theViewHasACondition)
  const parts = partsOf(definition.select)
  let outer: ScanLoop | undefined

  function planBranch(selects: readonly BranchSelect[]): ScanBranch {
    const columns: ScopedColumn[] = []
    const contexts: Source[] = []
    const loops: [ScanLoop | undefined, ScanLoop | undefined] = [undefined, undefined]
    let inUnion = false

    function enter({ select, isPart }: BranchSelect, scope: RouteScope): RouteScope {
      if (select.repeat !== undefined) throw new NotScannable(m.theViewRepeats)
      inUnion ||= isPart
      if (select.forEachOrNull !== undefined) {
        if (contexts.length === MAX_CONTEXTS) throw new NotScannable(m.theViewNestsTooMuch)
        const { source, node } = objectSource(select.forEachOrNull, scope)
        contexts.push(source)
        return { root, node, context: LOOP_CONTEXTS - 1 + contexts.length, loop: 0 }
      }
      if (select.forEach === undefined) return scope
      const level = inUnion || loops[0] !== undefined ? 2 : 1
      if (loops[level - 1] !== undefined) throw new NotScannable(m.theViewGoesThroughMoreThan)
      if (scope.context > 1) throw new NotScannable(m.aListInsideAnElementThat)
      const { loop, node } = loopSource(select.forEach, scope)
      loops[level - 1] = loop
      return { root, node, context: level, loop: level }
    }

    /** In the order in which the view declares its columns. */
    function walk(list: readonly BranchSelect[], around: RouteScope): void {
      for (const each of list) {
        const scope = enter(each, around)
        for (const column of each.select.column ?? []) columns.push({ column, scope })
        walk(each.nested, scope)
      }
    }

    walk(selects, { root, node: root, context: 0, loop: 0 })
    outer ??= loops[0]
    const cells = sources.map((source) => [source.column, planCell(source, columns, { type, ofTable })] as const)
    return { loop: loops[1], contexts, cells }
  }

  const branches = Array.from({ length: Math.max(parts, 1) }, (_, part) =>
    planBranch(branchOf(definition.select, part))
  )
  return { table, coding, loop: outer, branches }
}

/** A select of one way through a view. */
interface BranchSelect {
  readonly select: ViewSelect
  /** It is a part of a union. */
  readonly isPart: boolean
  readonly nested: readonly BranchSelect[]
}

/** The selects of a view with one part of its union in place of the union. */
function branchOf(selects: readonly ViewSelect[], part: number): readonly BranchSelect[] {
  const of = (select: ViewSelect, isPart: boolean): BranchSelect => {
    const joined = select.unionAll?.[part]
    return {
      select,
      isPart,
      nested: [
        ...(select.select ?? []).map((each) => of(each, false)),
        ...(joined === undefined ? [] : [of(joined, true)])
      ]
    }
  }
  return selects.map((select) => of(select, false))
}

/** How many parts the union of a view has, 0 without. @throws NotScannable when there are several unions */
function partsOf(selects: readonly ViewSelect[]): number {
  const unions = (list: readonly ViewSelect[]): (readonly ViewSelect[])[] =>
    list.flatMap(({ select = [], unionAll }) => [
      ...unions(select),
      ...(unionAll === undefined ? [] : [unionAll, ...unions(unionAll)])
    ])
  const [union, ...others] = unions(selects)
  if (others.length > 0) throw new NotScannable(m.theViewJoinsMoreThanOnce)
  return union?.length ?? 0
}
