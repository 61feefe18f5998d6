import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import { asSentence } from '../as-sentence.ts'
import { decodePolicy } from './decode-policy.ts'
import { isPolicyName, policies, policyNames, type PolicyName, type PolicyValue } from './policies.ts'
import type { PolicyDefinition } from './policy-definition.ts'

/** One place that policies were read from. */
export interface PolicyLayer {
  /** Where it is, as an administrator calls it: a registry key or a file. */
  readonly place: string
  /** Enforced policies bind; recommended ones are defaults that a user may change. */
  readonly level: 'enforced' | 'recommended'
  readonly values: Readonly<Record<string, unknown>>
  /** Why the place could not be read at all, without a full stop. */
  readonly unreadable?: string
}

/** How a policy came to its value. `strictest`: what was set cannot be read, so its strictest value applies. */
export const policyStates = ['enforced', 'recommended', 'default', 'strictest'] as const
export type PolicyStateName = (typeof policyStates)[number]

/** A policy in force. */
export interface PolicyEntry<T> {
  readonly value: T
  readonly state: PolicyStateName
  /** Where the value is from. */
  readonly place?: string
}

/** Something wrong with what was set. */
export interface PolicyProblem {
  readonly place: string
  /** The policy; absent where a whole place cannot be read. */
  readonly name?: string
  /** What is wrong and what Populus does, in sentences. */
  readonly message: string
}

/** All policies in force. */
export interface EffectivePolicies {
  readonly entries: { readonly [N in PolicyName]: PolicyEntry<PolicyValue<N>> }
  readonly problems: readonly PolicyProblem[]
}

/**
 * Which value of each policy holds. The first enforced layer that has it decides, then the first recommended one, then the
 * built-in default. What is malformed in an enforced layer applies the strictest value of a security policy; a layer that
 * cannot be read may hold any policy, so it does so for all security policies that no layer before it has.
 * @param layers from the strongest to the weakest
 */
export function effectivePolicies(layers: readonly PolicyLayer[]): EffectivePolicies {
  const problems: PolicyProblem[] = layers.flatMap((layer) => [...unreadable(layer), ...unknownNames(layer)])
  const entries: Partial<Record<PolicyName, PolicyEntry<unknown>>> = {}
  for (const name of policyNames) entries[name] = effectivePolicy(name, layers, problems)
  // Each entry was made from the definition of its own name.
  return { entries: entries as EffectivePolicies['entries'], problems }
}

/** All policies where nothing is managed. */
export const unmanagedPolicies: EffectivePolicies = effectivePolicies([])

function effectivePolicy(
  name: PolicyName,
  layers: readonly PolicyLayer[],
  problems: PolicyProblem[]
): PolicyEntry<unknown> {
  const definition: PolicyDefinition<unknown> = policies[name]
  for (const { place, level, values, unreadable: broken } of inOrder(layers)) {
    const isStrict = level === 'enforced' && definition.security
    if (broken !== undefined && isStrict) return { value: definition.strictest, state: 'strictest', place }
    if (!Object.hasOwn(values, name)) continue
    const decoded = decodePolicy(definition, values[name])
    if ('value' in decoded) return { value: decoded.value, state: level, place }
    const applied = isStrict ? m.theStrictestValueOfThePolicy : m.theValueIsIgnored
    problems.push({ place, name, message: `${asSentence(decoded.problem)} ${applied}` })
    if (isStrict) return { value: definition.strictest, state: 'strictest', place }
  }
  return { value: definition.builtIn, state: 'default' }
}

function inOrder(layers: readonly PolicyLayer[]): readonly PolicyLayer[] {
  const of = (wanted: PolicyLayer['level']): PolicyLayer[] => layers.filter(({ level }) => level === wanted)
  return [...of('enforced'), ...of('recommended')]
}

function unreadable({ place, level, unreadable: broken }: PolicyLayer): PolicyProblem[] {
  if (broken === undefined) return []
  const applied = level === 'enforced' ? m.itMayHoldAnyPolicySo : m.theRecommendedValuesInItAre
  return [{ place, message: `${asSentence(broken)} ${applied}` }]
}

function unknownNames({ place, values }: PolicyLayer): PolicyProblem[] {
  return Object.keys(values)
    .filter((name) => !isPolicyName(name))
    .map((name) => ({
      place,
      name: name.slice(0, 100),
      message: m.thisVersionOfPopulusHasNo
    }))
}
