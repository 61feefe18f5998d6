import { defined } from '#shared/language/defined.ts'
import type { ViewDefinition, ViewSelect } from '../../views/view-definition.ts'

/** JSON form of an element: an object (or an array of them), true or false, or any plain value. */
export type ResourceShape = 'object' | 'boolean' | 'plain'

/** JSON form that a view expects of an element at the top of a resource. */
export interface ElementShape {
  /** Name in JSON; for a choice the one with its type, e.g. `effectiveDateTime`. */
  readonly name: string
  /** Name of the element, e.g. `effective`. */
  readonly element: string
  readonly shape: ResourceShape
}

/** Functions that only objects have in views. */
const membersOfObjects = new Set(['where', 'select', 'getReferenceKey', 'extension'])
/** A column of these types notes a value of another form itself, as a bad date or number. */
const checkedByColumn = /^(date|dateTime|instant|time|decimal|integer|positiveInt|unsignedInt|integer64)$/

/**
 * Which elements at the top of a resource must be objects (or arrays of them) and which must be plain values, as the paths
 * of a view tell. Elements whose paths do not tell are left out.
 */
export function elementShapes(definition: ViewDefinition): readonly ElementShape[] {
  const shapes = new Map<string, ElementShape>()
  const set = (name: string, element: string, shape: ResourceShape): void => {
    if (shapes.get(name)?.shape !== 'object') shapes.set(name, { name, element, shape })
  }
  const choices = (path: string): void => {
    for (const match of path.matchAll(/(?<![\w.'%$])([a-z]\w*)\.ofType\((\w+)\)/g)) {
      const [element, type] = [match[1]!, match[2]!]
      if (checkedByColumn.test(type)) continue
      const shape = /^[A-Z]/.test(type) ? 'object' : type === 'boolean' ? 'boolean' : 'plain'
      set(element + type.charAt(0).toUpperCase() + type.slice(1), element, shape)
    }
  }
  const plain = (path: string, type: string | undefined): void => {
    const match = /^([a-z]\w*)((?:\.first\(\))?)(.*)$/s.exec(path)
    if (match === null) return
    const [element, first, rest] = [match[1]!, match[2]!, match[3]!]
    const member = /^\.([a-zA-Z]\w*)(\(?)/.exec(rest)
    if (member !== null && (member[2] === '' || membersOfObjects.has(member[1]!))) set(element, element, 'object')
    else if (rest === '' && first === '' && !checkedByColumn.test(type ?? ''))
      set(element, element, type === 'boolean' ? 'boolean' : 'plain')
  }
  const walk = (selects: readonly ViewSelect[], top: boolean): void => {
    for (const select of selects) {
      const each = select.forEach ?? select.forEachOrNull
      const element = /^[a-z]\w*(?![\w(])/.exec(each ?? '')?.[0]
      if (top && element !== undefined && !defined(each).includes('.ofType(')) set(element, element, 'object')
      if (top && each !== undefined) choices(each)
      const inside = top && each === undefined && select.repeat === undefined
      for (const { path, type } of inside ? (select.column ?? []) : []) {
        choices(path)
        plain(path, type)
      }
      walk(select.select ?? [], inside)
      walk(select.unionAll ?? [], inside)
    }
  }
  walk(definition.select, true)
  return Array.from(shapes.values())
}

/** Whether `value` has the form; null and missing values always do. */
export function hasShape(value: unknown, shape: ResourceShape): boolean {
  if (value === undefined || value === null) return true
  const item: unknown = Array.isArray(value) ? value.find((item) => item !== null) : value
  if (item === undefined) return true
  if (shape === 'boolean') return typeof item === 'boolean'
  return (typeof item === 'object') === (shape === 'object')
}
