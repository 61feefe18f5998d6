import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import * as v from 'valibot'
import { accessPolicies } from './access-policies.ts'
import { TrustedPublisher } from '../governance/file-signature.ts'
import { choicePolicy, listPolicy, structurePolicy, switchPolicy, textPolicy } from './define-policy.ts'
import { presetPolicies } from './preset-policies.ts'
import { HostPattern } from './policy-values.ts'

/** An https address, an http address of this computer itself, or an absolute path. */
const FeedPlaceText = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(1000),
  v.regex(
    /^(?:https:\/\/[^\s/?#]+\/[^\s?#]*[^\s?#/]|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?\/[^\s?#]*[^\s?#/]|\/[^\0]+|[A-Za-z]:\\[^\0]+|\\\\[^\0]+)$/i
  )
)

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
    description: m.howPopulusReachesOtherComputers,
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
    description: m.whetherPopulusLooksForNewVersions,
    category: 'network',
    choices: { off: m.onlyWhenSomebodyAsks, notify: m.oncePerDay },
    builtIn: 'off',
    strictest: 'off',
    example: 'notify'
  }),
  UpdateFeed: textPolicy({
    title: m.feedOfUpdates,
    description: m.whereTheFeedOfUpdatesIs,
    category: 'network',
    schema: FeedPlaceText,
    example: 'https://software.example.org/populus/feed.json'
  }),
  UpdateKeys: structurePolicy({
    title: m.keysOfUpdates,
    description: m.whoseSignatureOfTheFeedCounts,
    category: 'network',
    schema: v.pipe(v.array(TrustedPublisher), v.maxLength(10)),
    strictest: [] as TrustedPublisher[],
    example: [{ name: 'IT department', key: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] as TrustedPublisher[]
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
