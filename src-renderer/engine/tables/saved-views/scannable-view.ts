import { engineTablesSavedViewsMessages as m } from '#messages/engine/tables/saved-views.ts'
import { PLAIN_TEXT } from '../../ingest/scanner/plan-cell.ts'
import { planScan } from '../../ingest/scanner/plan-scan.ts'
import { planTables, type TablePlan } from '../../store/model/plan.ts'
import type { ViewColumn, ViewDefinition, ViewSelect } from '../../views/view-definition.ts'
import { plainColumns } from './plain-columns.ts'

/** A view whose rows can be read straight from bytes. */
export interface ScannableView {
  /** One table, whose columns are those of the view and helpers of keys. */
  readonly plan: TablePlan
  /** How each column of the view is found among those of the table, in the order of the view. */
  readonly columns: readonly ScannedSource[]
}

/** A column of the plan's table, or the parts of a reference from which a key is made. */
export type ScannedSource =
  | { readonly kind: 'value'; readonly column: number }
  /** `type` is the column with the reference's own type; undefined when it does not matter. */
  | {
      readonly kind: 'key'
      readonly text: number
      readonly type: number | undefined
      readonly target: string | undefined
    }

/** A view for the scanner, or why it is none. */
export type Scannable = { readonly view: ScannableView } | { readonly view: undefined; readonly why: string }

interface KeyParts {
  readonly type: string | undefined
  readonly target: string | undefined
}

/** Asks the planner about a view that compiles. Keys are asked for as texts of references, from which they are made later. */
export function scannableView(definition: ViewDefinition): Scannable {
  const keys = new Map<string, KeyParts>()
  const names = columnNames(definition.select)
  let lists = false
  let keysInUnion = false

  function columnsOf(column: ViewColumn, isOuter: boolean, inUnion: boolean): ViewColumn[] {
    lists ||= column.collection === true
    const path = column.path.trim()
    if (isOuter && path === 'getResourceKey()') return [{ ...column, path: 'id' }]
    if (path === '%resource.getResourceKey()') return [{ ...column, path: '%resource.id' }]
    const key = /^((?:.*\.)?)getReferenceKey\((\w*)\)$/s.exec(path)
    if (key === null) return [column]
    keysInUnion ||= inUnion
    // The pattern has these groups, and none of them is optional.
    const [, before, target] = key as unknown as readonly [string, string, string]
    const plain = { type: 'string', tag: [{ name: PLAIN_TEXT, value: '' }] }
    const text = { ...plain, name: column.name, path: `${before}reference` }
    if (target === '') {
      keys.set(column.name, { type: undefined, target: undefined })
      return [text]
    }
    const type = freshName(names)
    keys.set(column.name, { type, target })
    return [text, { ...plain, name: type, path: `${before}type` }]
  }

  function selectOf(select: ViewSelect, isOuter: boolean, inUnion: boolean): ViewSelect {
    const inside =
      isOuter && select.forEach === undefined && select.forEachOrNull === undefined && select.repeat === undefined
    return {
      ...select,
      ...(select.column === undefined
        ? {}
        : { column: select.column.flatMap((column) => columnsOf(column, inside, inUnion)) }),
      ...(select.select === undefined ? {} : { select: select.select.map((each) => selectOf(each, inside, inUnion)) }),
      ...(select.unionAll === undefined
        ? {}
        : { unionAll: select.unionAll.map((each) => selectOf(each, inside, true)) })
    }
  }

  const { meta: _, ...rest } = plainColumns(definition)
  const select = rest.select.map((each) => selectOf(each, true, false))
  if (lists) return { view: undefined, why: m.aColumnHoldsLists }
  if (keysInUnion) return { view: undefined, why: m.aPartOfAUnionMakes }
  const plan = planTables({ r4: [{ ...rest, name: 'view', select }], r5: [] })
  const { types, left } = planScan(plan)
  if (!types.some(({ name }) => name === definition.resource))
    return { view: undefined, why: left.get(definition.resource) ?? m.itsResourcesAreNotOfFHIR }
  const planned = plan.tables[0]!.columns.map(({ name }) => name)
  const columns = columnNames(definition.select).map((name): ScannedSource => {
    const key = keys.get(name)
    const column = planned.indexOf(name)
    if (key === undefined) return { kind: 'value', column }
    const type = key.type === undefined ? undefined : planned.indexOf(key.type)
    return { kind: 'key', text: column, type, target: key.target }
  })
  return { view: { plan, columns } }
}

/** Names in the order in which a view declares its columns; all parts of a union have the same. */
function columnNames(selects: readonly ViewSelect[]): string[] {
  return selects.flatMap(({ column, select, unionAll }) => [
    ...(column ?? []).map(({ name }) => name),
    ...columnNames(select ?? []),
    ...columnNames(unionAll?.slice(0, 1) ?? [])
  ])
}

/** A name that no column has; it is added to the names. */
function freshName(names: string[]): string {
  let name = 'reference_type'
  while (names.includes(name)) name += '_'
  names.push(name)
  return name
}
