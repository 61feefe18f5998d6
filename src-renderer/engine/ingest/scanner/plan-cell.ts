import { engineIngestScannerMessages as m } from '#messages/engine/ingest/scanner.ts'
import type { PlannedColumn, PlannedSource } from '../../store/model/plan.ts'
import type { ViewColumn } from '../../views/view-definition.ts'
import { indexOfPath } from './compile-loops.ts'
import { conditionOfPath, isOwnKey, referenceSource, template, valueSource, type RouteScope } from './compile-routes.ts'
import { memberOf, NotScannable, plainMember, type ElementNode } from './element-tree.ts'
import type { ScanCell, Step } from './scan-plan.ts'

/** Tag of a column whose text stands for itself, in no array. */
export const PLAIN_TEXT = 'populus/plain-text'

/** A column of a view and where its path begins. */
export type ScopedColumn = { readonly column: ViewColumn; readonly scope: RouteScope }

/** What a cell is about. */
export interface CellOwner {
  /** Type of the resources that the view reads. */
  readonly type: string
  /** Type whose ids the table holds. */
  readonly ofTable: string
}

/**
 * Plans how a column of a table gets its value.
 * @param columns of the view, in the order in which it declares them
 * @throws NotScannable
 */
export function planCell(
  { column, places }: PlannedSource,
  columns: readonly ScopedColumn[],
  owner: CellOwner
): ScanCell {
  const columnAt = (place: number | undefined) => columns[place ?? -1]
  if (column.kind === 'concept') {
    const parts = [0, 1, 2].map((part) => {
      const found = columnAt(places[part])
      return found === undefined ? undefined : valueSource(found.column.path, found.scope)
    })
    return parts.some((part) => part !== undefined) ? { kind: 'concept', parts } : { kind: 'nothing' }
  }
  const found = columnAt(places[0])
  return found === undefined ? { kind: 'nothing' } : valueCell(column, found, owner)
}

function valueCell(
  { kind, targets }: PlannedColumn,
  { column: { path, collection, tag }, scope }: ScopedColumn,
  { type, ofTable }: CellOwner
): ScanCell {
  switch (kind) {
    case 'id': {
      if (isOwnKey(path) && ofTable === type) return { kind: 'own' }
      const text = template(path, scope)
      if (text === undefined || !path.includes('#')) throw new NotScannable(m.anIdOfAnotherKind)
      return { kind: 'contained', template: text, type: ofTable }
    }
    case 'reference': {
      if (isOwnKey(path) && targets[0] === type) return { kind: 'own' }
      if (collection !== true) throw new NotScannable(m.aKeyThatIsNoReference)
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
    case 'integer': {
      const index = indexOfPath(path)
      return index === undefined
        ? { kind, source: valueSource(path, scope) }
        : { kind: 'index', loop: scope.loop, plus: index.plus }
    }
    case 'date':
    case 'dateTime':
    case 'number':
      return { kind, source: valueSource(path, scope) }
    case 'concept':
      throw new NotScannable(m.aConceptOfAnotherKind)
  }
}

/** A value that no array may hold, because something else than its path reads it. */
function neverInArray(steps: readonly Step[]): void {
  const last = steps.at(-1)
  if (last?.kind === 'value') last.member.single = true
}

/** What a Reference must tell. */
export function asReference(node: ElementNode): void {
  plainMember(node, 'reference')
  memberOf(node, 'identifier', 'mark')
}
