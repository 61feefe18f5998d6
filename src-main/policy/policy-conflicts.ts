import { policyMessages as m } from '#messages/policy.ts'
import type { EffectivePolicies, PolicyProblem } from '#shared/policy/effective-policies.ts'
import type { PolicyName } from '#shared/policy/policies.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { matchesHost } from './match-host.ts'

/** What of this computer decides whether policies can work. */
export interface PolicyContext {
  /** Ids of the vendor profiles that this version has. */
  readonly vendors: readonly string[]
  /** Whether the operating system can ask for its owner, where the computer has a sensor. */
  readonly asksOwner: boolean
  /** Why the folder of the policy DataFolder cannot be used, in sentences. */
  readonly folderProblem: string | undefined
  /** Why files of the policy ContentPacks cannot be used. */
  readonly packProblems: readonly string[]
  /** Why files of the policy Boards cannot be used. */
  readonly boardProblems: readonly string[]
}

/** Policies that can be read, and cannot work on this computer or together. */
export function policyConflicts(
  effective: EffectivePolicies,
  { vendors, asksOwner, folderProblem, packProblems, boardProblems }: PolicyContext
): PolicyProblem[] {
  const { entries } = effective
  const problem = (name: PolicyName, message: string): PolicyProblem => ({
    place: entries[name].place ?? m.builtInValue,
    name,
    message
  })
  const proxy = proxyChoice(effective)
  return [
    ...(folderProblem === undefined ? [] : [problem('DataFolder', folderProblem)]),
    ...packProblems.map((message) => problem('ContentPacks', message)),
    ...boardProblems.map((message) => problem('Boards', message)),
    ...(entries.RequireAppLock.value &&
    !asksOwner &&
    (entries.RequireOsKeychain.value || !entries.AllowPassphraseKey.value)
      ? [problem('RequireAppLock', m.thereIsNoTouchIDOn)]
      : []),
    ...(proxy.mode === 'unset' ? [problem('ProxyMode', m.thePolicyAsksForAProxy(proxy.policy))] : []),
    ...hostsOutside(effective).map((message) => problem('ManagedConnections', message)),
    ...(entries.ManagedConnections.value ?? [])
      .filter(({ vendor }) => vendor !== undefined && !vendors.includes(vendor))
      .map(({ id }) => problem('ManagedConnections', m.theConnectionNamesAVendorThat(id, vendors.join(', ')))),
    ...Object.keys(entries.VendorProfiles.value ?? {})
      .filter((vendor) => !vendors.includes(vendor))
      .map((vendor) => problem('VendorProfiles', m.thereIsNoVendorProfileIts(vendor.slice(0, 60))))
  ]
}

/** Managed connections whose server, sign-in service, key set or files are at hosts that the policies do not allow. */
function hostsOutside({ entries }: EffectivePolicies): string[] {
  const allowed = entries.AllowedFhirHosts.value
  if (allowed === undefined) return []
  return (entries.ManagedConnections.value ?? []).flatMap(({ id, base, tokenEndpoint, jwksUrl, trustedOrigins = [] }) =>
    [base, tokenEndpoint, jwksUrl, ...trustedOrigins]
      .filter((address) => address !== undefined)
      .filter((address) => URL.canParse(address))
      .map((address) => new URL(address))
      .filter((url) => !allowed.some((pattern) => matchesHost(pattern, url)))
      .map(({ host }) => m.theConnectionNeedsTheHostWhich(id, host))
  )
}
