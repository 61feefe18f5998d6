import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import { accessPolicies } from './access-policies.ts'
import { choicePolicy, listPolicy, switchPolicy, textPolicy } from './define-policy.ts'
import { presetPolicies } from './preset-policies.ts'
import { HostPattern } from './policy-values.ts'

const networkPolicies = {
  Offline: switchPolicy({
    title: m.noNetworkAtAll,
    description: m.populusOpensNoConnectionToAny,
    category: 'network',
    builtIn: false,
    strictest: true
  }),
  AllowedFhirHosts: listPolicy({
    title: m.hostsThatPopulusMayConnectTo,
    description: m.onlyTheseHostsAreAskedFHIR,
    category: 'network',
    item: HostPattern,
    strictest: [],
    example: ['fhir.example.org', '*.ehr.example.com']
  }),
  AllowHttpHosts: listPolicy({
    title: m.serversOnThisComputerThatMay,
    description: m.plainHttpIsPossibleToServers,
    category: 'network',
    item: HostPattern,
    strictest: [],
    example: ['127.0.0.1']
  }),
  ProxyMode: choicePolicy({
    title: m.proxy,
    description: m.howConnectionsFindTheirWayThe,
    category: 'network',
    choices: {
      system: m.asTheSystemSays,
      direct: m.noProxy,
      pac: m.byThePACFileOfProxyPacUrl,
      server: m.byTheServerOfProxyServer
    },
    builtIn: 'system',
    example: 'server'
  }),
  ProxyPacUrl: textPolicy({
    title: m.addressOfThePACFile,
    description: m.usedWhereProxyModeIsPac,
    category: 'network',
    schema: v.pipe(v.string(), v.trim(), v.maxLength(2000), v.regex(/^(?:https?|file):\/\/\S+$/i)),
    example: 'https://proxy.example.org/proxy.pac'
  }),
  ProxyServer: textPolicy({
    title: m.proxyServer,
    description: m.hostAndPortOfTheProxy,
    category: 'network',
    schema: v.pipe(v.string(), v.trim(), v.maxLength(300), v.regex(/^(?:https?:\/\/)?[A-Za-z0-9._-]+:\d{1,5}$/)),
    example: 'proxy.example.org:3128'
  }),
  UpdateMode: choicePolicy({
    title: m.updates,
    description: m.populusHasNoUpdaterItLooks,
    category: 'network',
    choices: { off: m.populusNeverUpdatesItself },
    builtIn: 'off',
    example: 'off'
  }),
  TelemetryDisabled: switchPolicy({
    title: m.noTelemetry,
    description: m.populusHasNoTelemetryCrashUpload,
    category: 'network',
    builtIn: true
  })
} as const

/** Every policy, by the name that it has in the registry, in managed preferences and in files. */
export const policies = { ...networkPolicies, ...accessPolicies, ...presetPolicies } as const

export type PolicyName = keyof typeof policies

/** The value of a policy; `undefined` where there is no rule. */
export type PolicyValue<N extends PolicyName> =
  | v.InferOutput<(typeof policies)[N]['schema']>
  | Extract<(typeof policies)[N]['builtIn'], undefined>

/** The names of all policies, in the order in which they are shown. */
export const policyNames = Object.keys(policies) as PolicyName[]

/** Own names only: `constructor` and the like are no policies. */
export function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(policies, name)
}
