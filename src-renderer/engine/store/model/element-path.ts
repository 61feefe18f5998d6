import type { ViewDefinition, ViewSelect } from '../../views/view-definition.ts'

/**
 * The element that each column of a view comes from, e.g. `ExplanationOfBenefit.item.net.value`, for messages: calls and
 * conditions are left out.
 * @returns paths by column name
 */
export function elementPaths(definition: ViewDefinition): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  const walk = (selects: readonly ViewSelect[], context: string): void => {
    for (const select of selects) {
      const each = select.forEach ?? select.forEachOrNull
      const inside = each === undefined ? context : joined(context, each)
      for (const column of select.column ?? [])
        if (!paths.has(column.name)) paths.set(column.name, joined(inside, column.path))
      walk(select.select ?? [], inside)
      walk(select.unionAll ?? [], inside)
    }
  }
  walk(definition.select, definition.resource)
  return paths
}

function joined(context: string, path: string): string {
  const plain = plainPath(path)
  return plain === '' ? context : `${context}.${plain}`
}

/** `effective.ofType(dateTime)` → `effective`; of a union the first element; '' when the path begins with none. */
function plainPath(path: string): string {
  if (path.startsWith('extension(')) return 'extension'
  let text = path
  for (let before = ''; before !== text;) {
    before = text
    text = text.replace(/\w+\([^()]*\)|\[[^[\]]*\]/g, '')
  }
  if (!/^[\w.]*$/.test(text)) text = /(?<![\w.'%$])[a-z]\w*(?![\w(])/.exec(path)?.[0] ?? ''
  return text
    .split('.')
    .filter((part) => part !== '')
    .join('.')
}
