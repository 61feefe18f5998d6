import type { ViewColumn, ViewDefinition, ViewSelect } from '../views/view-definition.ts'

const own = /^populus\//

/**
 * The same view without the tags that make keys and concepts of columns of the built-in tables: a view of the user's own
 * gives each column as the definition says.
 */
export function plainColumns(definition: ViewDefinition): ViewDefinition {
  return mapColumns(definition, plainColumn)
}

/** The same view with the tags of keys on the columns that hold some, as a built-in view would have them. */
export function keyedColumns(definition: ViewDefinition): ViewDefinition {
  return mapColumns(definition, keyedColumn)
}

function mapColumns(definition: ViewDefinition, change: (column: ViewColumn) => ViewColumn): ViewDefinition {
  const inSelect = (select: ViewSelect): ViewSelect => ({
    ...select,
    ...(select.column === undefined ? {} : { column: select.column.map(change) }),
    ...(select.select === undefined ? {} : { select: select.select.map(inSelect) }),
    ...(select.unionAll === undefined ? {} : { unionAll: select.unionAll.map(inSelect) })
  })
  return { ...definition, select: definition.select.map(inSelect) }
}

function keyedColumn(column: ViewColumn): ViewColumn {
  const path = column.path.trim()
  const target = /\.getReferenceKey\((\w+)\)$/.exec(path)?.[1]
  if (path === 'getResourceKey()') return { ...column, tag: [{ name: 'populus/id', value: '' }] }
  return target === undefined ? column : { ...column, tag: [{ name: 'populus/reference', value: target }] }
}

function plainColumn({ tag, ...column }: ViewColumn): ViewColumn {
  const left = tag?.filter(({ name }) => !own.test(name)) ?? []
  return left.length === 0 ? column : { ...column, tag: left }
}
