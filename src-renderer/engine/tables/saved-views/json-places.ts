import { engineTablesSavedViewsMessages as m } from '#messages/engine/tables/saved-views.ts'

/** Where a value stands in a JSON text: characters from its start, the end exclusive. */
export interface JsonPlace {
  readonly start: number
  readonly end: number
  /** Of the name, for a member of an object. */
  readonly nameStart: number | undefined
}

/** Names of members and places in lists, from the outside in. */
export type JsonSteps = readonly (string | number)[]

/** A JSON text that was read, or what is wrong with it. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: unknown; place(steps: JsonSteps): JsonPlace | undefined }
  | { readonly kind: 'error'; readonly message: string; readonly at: number }

const DEEPEST = 200
const literals = { true: true, false: false, null: null } as const
const space = /[ \t\n\r]*/y
const text = /"(?:[^"\\\n\r]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /[A-Za-z]+/y

class JsonFault extends Error {
  readonly at: number

  constructor(message: string, position: number) {
    super(message)
    this.at = position
  }
}

/** Reads JSON (RFC 8259) and remembers where each value stands, so that a sentence about one can point to it. */
export function readJsonPlaces(json: string): JsonReading {
  const places = new Map<string, JsonPlace>()
  let index = 0

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = index
    const found = pattern.exec(json)?.[0]
    if (found !== undefined) index += found.length
    return found
  }

  function skip(): void {
    take(space)
  }

  function fail(expected: string): never {
    if (index >= json.length) throw new JsonFault(m.theTextEndsTooEarlyIs(expected), json.length)
    throw new JsonFault(m.expectedInPlaceOf(expected, json[index]!), index)
  }

  function string(): string {
    const start = index
    const found = take(text)
    if (found === undefined) throw new JsonFault(m.thisTextDoesNotEndOn, start)
    return JSON.parse(found) as string
  }

  function value(steps: JsonSteps, nameStart: number | undefined): unknown {
    if (steps.length > DEEPEST) throw new JsonFault(m.moreThanBracketsInsideOneAnother(DEEPEST), index)
    skip()
    const start = index
    const read = bare(steps)
    places.set(JSON.stringify(steps), { start, end: index, nameStart })
    return read
  }

  function bare(steps: JsonSteps): unknown {
    const first = json[index]
    if (first === '{') return object(steps)
    if (first === '[') return list(steps)
    if (first === '"') return string()
    const start = index
    const digits = take(number)
    if (digits !== undefined) return Number(digits)
    const name = take(word)
    if (name !== undefined && Object.hasOwn(literals, name)) return literals[name as keyof typeof literals]
    index = start
    return fail(m.aValue)
  }

  function object(steps: JsonSteps): Record<string, unknown> {
    const members: Record<string, unknown> = {}
    index++
    skip()
    if (json[index] === '}') {
      index++
      return members
    }
    while (true) {
      skip()
      if (json[index] !== '"') fail(m.aNameInDoubleQuotes)
      const nameStart = index
      const name = string()
      if (Object.hasOwn(members, name)) throw new JsonFault(m.theNameIsHereTwice(name), nameStart)
      skip()
      if (json[index] !== ':') fail(m.aColonAfterTheName)
      index++
      const member = value([...steps, name], nameStart)
      // A plain assignment of `__proto__` would change the object instead of adding to it.
      Object.defineProperty(members, name, { value: member, enumerable: true, writable: true, configurable: true })
      skip()
      if (json[index] === '}') {
        index++
        return members
      }
      if (json[index] !== ',') fail(m.aCommaOr)
      index++
    }
  }

  function list(steps: JsonSteps): unknown[] {
    const items: unknown[] = []
    index++
    skip()
    if (json[index] === ']') {
      index++
      return items
    }
    while (true) {
      items.push(value([...steps, items.length], undefined))
      skip()
      if (json[index] === ']') {
        index++
        return items
      }
      if (json[index] !== ',') fail(m.aCommaOrInText)
      index++
    }
  }

  try {
    const read = value([], undefined)
    skip()
    if (index < json.length) fail(m.theEnd)
    return { kind: 'value', value: read, place: (steps) => places.get(JSON.stringify(steps)) }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error
    return { kind: 'error', message: error.message, at: error.at }
  }
}

/**
 * Where a character of a text value stands in its JSON, in which some characters are written with backslashes.
 * @param start of the opening quotation mark
 * @param index in the value, from 0
 */
export function placeInText(json: string, start: number, index: number): number {
  let position = start + 1
  for (let left = index; left > 0 && json[position] !== '"'; left--) {
    position += json[position] !== '\\' ? 1 : json[position + 1] === 'u' ? 6 : 2
  }
  return position
}
