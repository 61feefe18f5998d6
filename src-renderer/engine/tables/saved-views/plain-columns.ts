import type { ViewColumn, ViewDefinition, ViewSelect } from '../../views/view-definition.ts'

const builtInTag = /^populus\//

/**
 * The same view without the tags that make keys and concepts of columns of the built-in tables: a view of the user's own
 * gives each column as the definition says.
 */
export function plainColumns(definition: ViewDefinition): ViewDefinition {
  const inSelect = (select: ViewSelect): ViewSelect => ({
    ...select,
    ...(select.column === undefined ? {} : { column: select.column.map(plainColumn) }),
    ...(select.select === undefined ? {} : { select: select.select.map(inSelect) }),
    ...(select.unionAll === undefined ? {} : { unionAll: select.unionAll.map(inSelect) })
  })
  return { ...definition, select: definition.select.map(inSelect) }
}

function plainColumn({ tag, ...column }: ViewColumn): ViewColumn {
  const left = tag?.filter(({ name }) => !builtInTag.test(name)) ?? []
  return left.length === 0 ? column : { ...column, tag: left }
}
