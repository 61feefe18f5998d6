/** One node of ELM's expression tree, as JSON has it. */
export interface ElmNode {
  readonly type: string
  readonly [key: string]: unknown
}

/** Whether a JSON value is an ELM expression. */
export function isNode(value: unknown): value is ElmNode {
  return isElmObject(value) && typeof value['type'] === 'string'
}

/** Whether a JSON value is an object that is no list. */
export function isElmObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a JSON list; nothing where there is no list. */
export function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isElmObject) : []
}

/** A member that is a text, else undefined. */
export function text(object: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = object[key]
  return typeof value === 'string' ? value : undefined
}
