import * as v from 'valibot'

/** Picks one of some things. */
export type Pick = <T>(from: readonly T[]) => T

type Schema = v.GenericSchema & {
  readonly type: string
  readonly wrapped?: Schema
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly items?: readonly Schema[]
  readonly key?: Schema
  readonly value?: Schema
  readonly options?: readonly unknown[]
  readonly literal?: unknown
}

/** Texts of every form that the contract asks for; a schema takes those that fit it. */
const texts = [
  'a',
  'snapshot-1',
  '2026-11-27',
  '2026-11-27T10:00:00.000Z',
  '2026-11-25T12-00-00-000Z',
  'https://fhir.example.org/r4',
  'aaaaaaaaaaaaaaaa',
  '0'.repeat(64),
  '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  'index-Ab12_x.js:1:2345',
  'TypeError',
  'Europe/Berlin',
  'board-a1-0',
  '02:30',
  '{}',
  'four unlikely words',
  "x' OR 1=1 --",
  '../../etc/passwd'
]
const numbers = [0, 1, 2, 7, 10, 60, 1000, 0.5]

/**
 * An input that a schema takes, made from the schema alone.
 * @returns `undefined` when the schema takes nothing that is known here, or takes `undefined`
 */
export function inputFor(schema: v.GenericSchema, pick: Pick): unknown {
  const fits = candidates(schema as Schema, pick).filter((value) => v.safeParse(schema, value).success)
  return fits.length === 0 ? undefined : pick(fits)
}

function candidates(schema: Schema, pick: Pick): readonly unknown[] {
  const { type, wrapped, entries, item, items, key, value, options, literal } = schema
  switch (type) {
    case 'string':
      return texts
    case 'number':
      return numbers
    case 'boolean':
      return [true, false]
    case 'literal':
      return [literal]
    case 'picklist':
      return options!
    case 'optional':
      return [undefined, ...candidates(wrapped!, pick)]
    case 'nullable':
      return [null, ...candidates(wrapped!, pick)]
    case 'array': {
      const input = inputFor(item!, pick)
      return [[input], [], [input, inputFor(item!, pick)]]
    }
    case 'tuple':
      return [items!.map((each) => inputFor(each, pick))]
    case 'record':
      return [{}, { [String(inputFor(key!, pick))]: inputFor(value!, pick) }]
    case 'union':
    case 'variant':
      return (options as readonly Schema[]).flatMap((option) => candidates(option, pick))
    case 'object':
    case 'strict_object':
      return [objectOf(entries!, pick), objectOf(entries!, pick), objectOf(required(entries!), pick)]
    default:
      return [undefined]
  }
}

function required(entries: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(entries).filter(([, { type }]) => type !== 'optional'))
}

function objectOf(entries: Readonly<Record<string, Schema>>, pick: Pick): object {
  const made = Object.entries(entries).map(([name, schema]) => [name, inputFor(schema, pick)] as const)
  return Object.fromEntries(made.filter(([, each]) => each !== undefined))
}
