import * as v from 'valibot'
import { accessPolicies } from './access-policies.ts'
import { choicePolicy, listPolicy, switchPolicy, textPolicy } from './define-policy.ts'
import { presetPolicies } from './preset-policies.ts'
import { HostPattern } from './policy-values.ts'

const networkPolicies = {
  Offline: switchPolicy({
    title: 'No network at all',
    description:
      'Populus opens no connection to any other computer. Data, measure content, cut points and code lists come from files. Connections, sign-in and exports from servers are refused.',
    category: 'network',
    builtIn: false,
    strictest: true
  }),
  AllowedFhirHosts: listPolicy({
    title: 'Hosts that Populus may connect to',
    description:
      'Only these hosts are asked: FHIR servers, their sign-in services, hosts of key sets, and hosts of export files. A name stands for itself, *.example.org for every name below example.org, and a port after a colon for that port only. An empty list allows no host. Without the policy every host that a user sets up is allowed.',
    category: 'network',
    item: HostPattern,
    strictest: [],
    example: ['fhir.example.org', '*.ehr.example.com']
  }),
  AllowHttpHosts: listPolicy({
    title: 'Servers on this computer that may be asked without TLS',
    description:
      'Plain http is possible to servers on this computer alone, where the settings of a connection allow it. With the policy only to those that are listed, such as 127.0.0.1:8080; an empty list allows none. Health data never go to another computer without TLS.',
    category: 'network',
    item: HostPattern,
    strictest: [],
    example: ['127.0.0.1']
  }),
  ProxyMode: choicePolicy({
    title: 'Proxy',
    description:
      'How connections find their way. The browser host and commands from a checkout have no PAC interpreter and send nothing where this policy asks for one.',
    category: 'network',
    choices: {
      system: 'As the system says',
      direct: 'No proxy',
      pac: 'By the PAC file of ProxyPacUrl',
      server: 'By the server of ProxyServer'
    },
    builtIn: 'system',
    example: 'server'
  }),
  ProxyPacUrl: textPolicy({
    title: 'Address of the PAC file',
    description: 'Used where ProxyMode is pac.',
    category: 'network',
    schema: v.pipe(v.string(), v.trim(), v.maxLength(2000), v.regex(/^(?:https?|file):\/\/\S+$/i)),
    example: 'https://proxy.example.org/proxy.pac'
  }),
  ProxyServer: textPolicy({
    title: 'Proxy server',
    description: 'Host and port of the proxy, such as proxy.example.org:3128. Used where ProxyMode is server.',
    category: 'network',
    schema: v.pipe(v.string(), v.trim(), v.maxLength(300), v.regex(/^(?:https?:\/\/)?[A-Za-z0-9._-]+:\d{1,5}$/)),
    example: 'proxy.example.org:3128'
  }),
  UpdateMode: choicePolicy({
    title: 'Updates',
    description:
      'Populus has no updater: it looks for no new version and loads none. New versions are distributed as other software is. The policy states this for inventories; off is its only value.',
    category: 'network',
    choices: { off: 'Populus never updates itself' },
    builtIn: 'off',
    example: 'off'
  }),
  TelemetryDisabled: switchPolicy({
    title: 'No telemetry',
    description:
      'Populus has no telemetry, crash upload or usage statistics. The policy states this for inventories; its value changes nothing.',
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
