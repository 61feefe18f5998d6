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
}

/** Policies that can be read, and cannot work on this computer or together. */
export function policyConflicts(
  effective: EffectivePolicies,
  { vendors, asksOwner, folderProblem }: PolicyContext
): PolicyProblem[] {
  const { entries } = effective
  const problem = (name: PolicyName, message: string): PolicyProblem => ({
    place: entries[name].place ?? 'built-in value',
    name,
    message
  })
  const proxy = proxyChoice(effective)
  return [
    ...(folderProblem === undefined ? [] : [problem('DataFolder', folderProblem)]),
    ...(entries.RequireAppLock.value &&
    !asksOwner &&
    (entries.RequireOsKeychain.value || !entries.AllowPassphraseKey.value)
      ? [
          problem(
            'RequireAppLock',
            'There is no Touch ID on this kind of computer, and the policies allow no passphrase. Stored data cannot be opened in the window, except with a recovery key. Allow passphrases, or do not set RequireAppLock here.'
          )
        ]
      : []),
    ...(proxy.mode === 'unset'
      ? [
          problem(
            'ProxyMode',
            `The policy asks for a proxy, and ${proxy.policy} names none. Nothing is sent until ${proxy.policy} is set as well.`
          )
        ]
      : []),
    ...hostsOutside(effective).map((message) => problem('ManagedConnections', message)),
    ...(entries.ManagedConnections.value ?? [])
      .filter(({ vendor }) => vendor !== undefined && !vendors.includes(vendor))
      .map(({ id }) =>
        problem(
          'ManagedConnections',
          `The connection ${id} names a vendor that this version of Populus does not know. Known are: ${vendors.join(', ')}.`
        )
      ),
    ...Object.keys(entries.VendorProfiles.value ?? {})
      .filter((vendor) => !vendors.includes(vendor))
      .map((vendor) =>
        problem('VendorProfiles', `There is no vendor profile ${vendor.slice(0, 60)}. Its changes have no effect.`)
      )
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
      .map(({ host }) => `The connection ${id} needs the host ${host}, which AllowedFhirHosts does not list.`)
  )
}
