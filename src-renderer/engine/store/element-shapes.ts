import type { ViewDefinition, ViewSelect } from '../views/view-definition.ts'

/** JSON form that a view expects of an element at the top of a resource. */
export interface ElementShape {
  /** Name in JSON; for a choice the one with its type, e.g. `effectiveDateTime`. */
  readonly name: string
  readonly complex: boolean
}

/** Functions that only objects have in views. */
const membersOfObjects = new Set(['where', 'select', 'getReferenceKey', 'extension'])

/**
 * Which elements at the top of a resource must be objects (or arrays of them) and which must be plain values, as the paths
 * of a view tell. Elements whose paths do not tell are left out.
 */
export function elementShapes(definition: ViewDefinition): readonly ElementShape[] {
  const shapes = new Map<string, boolean>()
  const note = (path: string, complex: boolean): void => {
    for (const [, element, type] of path.matchAll(/(?<![\w.'%$])([a-z]\w*)\.ofType\((\w+)\)/g)) {
      shapes.set(element! + type!.charAt(0).toUpperCase() + type!.slice(1), /^[A-Z]/.test(type!))
    }
    const match = /^([a-z]\w*)(?:\.ofType\((\w+)\))?((?:\.first\(\))?)(.*)$/s.exec(path)
    if (match === null) return
    const [, element, type, first, rest] = match
    const member = /^\.([a-zA-Z]\w*)(\(?)/.exec(rest!)
    const inside = member !== null && (member[2] === '' || membersOfObjects.has(member[1]!))
    if (!complex && !inside && (first !== '' || rest !== '')) return
    const name = type === undefined ? element! : element! + type.charAt(0).toUpperCase() + type.slice(1)
    shapes.set(name, (shapes.get(name) ?? false) || complex || inside)
  }
  const walk = (selects: readonly ViewSelect[], top: boolean): void => {
    for (const select of selects) {
      const each = select.forEach ?? select.forEachOrNull
      if (top && each !== undefined) note(each, true)
      const inside = top && each === undefined && select.repeat === undefined
      if (inside) for (const column of select.column ?? []) note(column.path, false)
      walk(select.select ?? [], inside)
      walk(select.unionAll ?? [], inside)
    }
  }
  walk(definition.select, true)
  shapes.delete('contained')
  return Array.from(shapes, ([name, complex]) => ({ name, complex }))
}

/** Whether `value` has the form; null and missing values always do. */
export function hasShape(value: unknown, complex: boolean): boolean {
  if (value === undefined || value === null) return true
  const one: unknown = Array.isArray(value) ? value.find((item) => item !== null) : value
  if (one === undefined) return true
  return (typeof one === 'object') === complex
}
