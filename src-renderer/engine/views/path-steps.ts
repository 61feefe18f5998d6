import { compiledPath, type CompiledPath, type PathClosure } from './compiled-path.ts'
import { choiceName, isChoiceElement, isChoiceSuffix, pathTypeTest } from './path-types.ts'
import { Gathering, firstOf, isItem, isObject } from './path-value.ts'

/** Reads what a name stands for in one JSON object; undefined when it has none. */
type Lookup = (holder: Readonly<Record<string, unknown>>) => unknown

/** Names that every object inherits: they must be looked up as own properties. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype))

function lookupOf(name: string): Lookup {
  if (inherited.has(name)) return (holder) => (Object.hasOwn(holder, name) ? holder[name] : undefined)
  if (!isChoiceElement(name)) return (holder) => holder[name]
  return (holder) => {
    const direct = holder[name]
    return direct === undefined ? anyChoice(holder, name) : direct
  }
}

/** The value of a choice element whose type is not known. */
function anyChoice(holder: Readonly<Record<string, unknown>>, name: string): unknown {
  for (const key in holder) {
    if (key.length > name.length && key.startsWith(name) && isChoiceSuffix(key.slice(name.length))) return holder[key]
  }
  return undefined
}

/** Applies a lookup to every item of a value. */
function stepFrom(value: unknown, lookup: Lookup): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return lookup(value as Readonly<Record<string, unknown>>) ?? undefined
  const list = value as readonly unknown[]
  if (list.length === 1) return isObject(list[0]) ? (lookup(list[0]) ?? undefined) : undefined
  const found = new Gathering()
  for (const item of list) if (isObject(item)) found.add(lookup(item))
  return found.value
}

/** The first item that a lookup finds in the items of a value. */
function firstFrom(value: unknown, lookup: Lookup): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return firstOf(lookup(value as Readonly<Record<string, unknown>>))
  for (const item of value as readonly unknown[]) {
    const found = isObject(item) ? firstOf(lookup(item)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function step(target: CompiledPath | undefined, lookup: Lookup, type: string | undefined): CompiledPath {
  const from = target?.all ?? itself
  return compiledPath(type, (input, scope) => stepFrom(from(input, scope), lookup), {
    one: (input, scope) => firstFrom(from(input, scope), lookup)
  })
}

/** `target.name`; without a target, `name` of the current element. */
export function compileStep(target: CompiledPath | undefined, name: string): CompiledPath {
  const lookup = lookupOf(name)
  if (inherited.has(name) || isChoiceElement(name)) return step(target, lookup, undefined)
  // Most steps of most paths are plain names: these closures do without the call to the lookup.
  const all = target?.all ?? itself
  return compiledPath(
    undefined,
    (input, scope) => {
      const value = all(input, scope)
      return isObject(value) ? (value[name] ?? undefined) : stepFrom(value, lookup)
    },
    {
      one: (input, scope) => {
        const value = all(input, scope)
        return isObject(value) ? firstOf(value[name]) : firstFrom(value, lookup)
      }
    }
  )
}

const itself: PathClosure = (input) => input

/** `target.name.ofType(type)`: the choice element of that type, else an element `name` that can be of the type. */
export function compileTypedStep(target: CompiledPath | undefined, name: string, type: string): CompiledPath {
  const typed = choiceName(name, type)
  const accepts = pathTypeTest(type)
  if (inherited.has(name)) return step(target, (holder) => holder[typed], type)
  return step(target, (holder) => holder[typed] ?? filterItems(holder[name], accepts), type)
}

/** The items that pass a test, as a value. */
export function filterItems(value: unknown, accepts: (item: unknown) => boolean): unknown {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) return accepts(value) ? value : undefined
  const found = new Gathering()
  for (const item of value as readonly unknown[]) if (isItem(item) && accepts(item)) found.add(item)
  return found.value
}

/**
 * `target.name.extension`: extensions of the element, and those of a primitive element, which JSON keeps under `_name`
 * (FHIR R4 §2.6.2.3).
 */
export function compileExtensionStep(target: CompiledPath | undefined, name: string): CompiledPath {
  const lookup = lookupOf(name)
  const extension: Lookup = (holder) => holder['extension']
  return step(
    target,
    (holder) => {
      const found = new Gathering()
      found.add(stepFrom(lookup(holder), extension))
      found.add(stepFrom(holder[`_${name}`], extension))
      return found.value
    },
    'Extension'
  )
}
