/**
 * Values of FHIRPath while a view runs. `undefined` is the empty collection, an array is a collection (often the JSON
 * array itself), and anything else is a collection of one. In a JSON array, null is no item, and neither is another
 * array, which FHIR does not have.
 */

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first item, or undefined. */
export function firstOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value === null ? undefined : value
  for (const item of value as readonly unknown[]) if (isItem(item)) return item
  return undefined
}

/** The items as a list. The list may be the JSON array itself and must not be changed. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return none
  if (!Array.isArray(value)) return [value]
  const list = value as readonly unknown[]
  return list.every(isItem) ? list : list.filter(isItem)
}

const none: readonly unknown[] = []

/** Whether a member of a JSON array is an item. */
export function isItem(member: unknown): boolean {
  return member !== null && member !== undefined && !Array.isArray(member)
}

/** A list as a value: empty for no item, the item itself for one. */
export function valueOf(items: readonly unknown[]): unknown {
  return items.length > 1 ? items : firstOf(items)
}

/** Whether there is no item. */
export function isEmpty(value: unknown): boolean {
  return firstOf(value) === undefined
}

/** The only item; undefined when there is none or more than one. */
export function onlyOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value === null ? undefined : value
  const items = itemsOf(value)
  return items.length === 1 ? items[0] : undefined
}

/** The value as a condition: a single item that is no boolean counts as true (FHIRPath 2.0 §5.5, singleton evaluation). */
export function conditionOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean' || value === undefined) return value
  const item = onlyOf(value)
  return item === undefined || typeof item === 'boolean' ? item : true
}

/** Joins results of single items into one value, without a list as long as one is enough. */
export class Gathering {
  value: unknown = undefined
  #list: unknown[] | undefined = undefined

  add(found: unknown): void {
    if (!Array.isArray(found)) this.#push(found)
    else for (const item of found as readonly unknown[]) if (!Array.isArray(item)) this.#push(item)
  }

  #push(found: unknown): void {
    if (found === undefined || found === null) return
    if (this.#list !== undefined) {
      this.#list.push(found)
    } else if (this.value === undefined) {
      this.value = found
    } else {
      this.#list = [this.value, found]
      this.value = this.#list
    }
  }
}
