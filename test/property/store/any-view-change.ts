import type { ViewColumn, ViewDefinition, ViewSelect } from '#engine/views/view-definition.ts'
import { fc } from '../../support/property.ts'

/** What becomes of a view: none, itself, or others. */
export type ViewChange = (view: ViewDefinition) => readonly ViewDefinition[]

/** The same view with other columns in one of its selects that has several. */
function withColumns(
  view: ViewDefinition,
  index: number,
  change: (columns: readonly ViewColumn[]) => readonly ViewColumn[]
): ViewDefinition {
  let place = index
  const nested = (select: ViewSelect): ViewSelect => ({
    ...select,
    ...(select.column !== undefined && select.column.length > 1 && place-- === 0
      ? { column: change(select.column) }
      : {}),
    ...(select.select === undefined ? {} : { select: select.select.map(nested) })
  })
  return { ...view, select: view.select.map(nested) }
}

const same: ViewChange = (view) => [view]
const removed: ViewChange = () => []
const described: ViewChange = (view) => [{ ...view, description: 'Told anew.' }]
const twice: ViewChange = (view) => [view, { ...view, name: `again_${view.name!}`, meta: {} }]
const filtered: ViewChange = (view) => [{ ...view, where: [{ path: "id != 'a'" }] }]
const fewer = fc.tuple(fc.nat(4), fc.nat(9)).map(([index, column]): ViewChange => (view) => [
  withColumns(view, index, (columns) => columns.toSpliced(column % columns.length, 1))
])
const renamed = fc.tuple(fc.nat(4), fc.nat(9)).map(([index, column]): ViewChange => (view) => [
  withColumns(view, index, (columns) =>
    columns.map((each, place) => (place === column % columns.length ? { ...each, name: `${each.name}_again` } : each))
  )
])
const turned = fc.nat(4).map((index): ViewChange => (view) => [
  withColumns(view, index, (columns) => columns.toReversed())
])

/** A change of a view; in most cases there is none. */
export const anyChange: fc.Arbitrary<ViewChange> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(same) },
  { weight: 5, arbitrary: fc.oneof(fc.constantFrom(removed, described, twice, filtered), fewer, renamed, turned) }
)
