import * as v from 'valibot'
import type { PolicyDefinition } from './policy-definition.ts'

/** What every policy says about itself. */
type About = Pick<PolicyDefinition<unknown>, 'title' | 'description' | 'category'>

/** The first version with managed policies. */
const since = '0.1'

/** A policy that is on or off. @param strictest of a security policy */
export function switchPolicy(
  about: About & { readonly builtIn: boolean; readonly strictest?: boolean }
): PolicyDefinition<boolean, boolean> {
  const { builtIn, strictest } = about
  return {
    ...about,
    since,
    form: { kind: 'switch' },
    schema: v.boolean(),
    security: strictest !== undefined,
    strictest,
    example: !builtIn
  }
}

/** A policy that is a whole number. */
export function numberPolicy(
  about: About & {
    readonly minimum: number
    readonly maximum: number
    readonly strictest?: number
    readonly example: number
  }
): PolicyDefinition<number, undefined> {
  const { minimum, maximum, strictest } = about
  return {
    ...about,
    since,
    form: { kind: 'number', minimum, maximum },
    schema: v.pipe(v.number(), v.integer(), v.minValue(minimum), v.maxValue(maximum)),
    security: strictest !== undefined,
    builtIn: undefined,
    strictest
  }
}

/** A policy that is one of several words. @param about `choices`: each word with its label */
export function choicePolicy<const C extends Readonly<Record<string, string>>>(
  about: About & {
    readonly choices: C
    readonly builtIn: keyof C & string
    readonly strictest?: keyof C & string
    readonly example: keyof C & string
  }
): PolicyDefinition<keyof C & string, keyof C & string> {
  const { choices, strictest } = about
  return {
    ...about,
    since,
    form: { kind: 'choice', choices },
    schema: v.picklist(Object.keys(choices) as (keyof C & string)[]),
    security: strictest !== undefined,
    strictest
  }
}

/** A policy that is a text. It is no security policy: there is no strictest text. */
export function textPolicy(
  about: About & { readonly schema: v.GenericSchema<unknown, string>; readonly example: string }
): PolicyDefinition<string, undefined> {
  return { ...about, since, form: { kind: 'text' }, security: false, builtIn: undefined, strictest: undefined }
}

/** A policy that is a list of texts. */
export function listPolicy(
  about: About & {
    readonly item: v.GenericSchema<unknown, string>
    readonly strictest: readonly string[]
    readonly example: readonly string[]
  }
): PolicyDefinition<readonly string[], undefined> {
  return {
    ...about,
    since,
    form: { kind: 'list' },
    schema: v.pipe(v.array(about.item), v.maxLength(1000)),
    security: true,
    builtIn: undefined
  }
}

/** A policy with parts. */
export function structurePolicy<T>(
  about: About & { readonly schema: v.GenericSchema<unknown, T>; readonly strictest?: T; readonly example: T }
): PolicyDefinition<T, undefined> {
  const { strictest } = about
  return {
    ...about,
    since,
    form: { kind: 'structure' },
    security: strictest !== undefined,
    builtIn: undefined,
    strictest
  }
}
