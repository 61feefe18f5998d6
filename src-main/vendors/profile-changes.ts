import { VendorSwitches, type SwitchChanges } from '#shared/connections/connection-settings.ts'
import { generic } from './generic.ts'
import { vendorProfiles } from './vendor-list.ts'
import type { VendorProfile } from './vendor.ts'

const names = Object.keys(VendorSwitches.entries) as readonly (keyof VendorSwitches)[]

/** The switches of a profile alone. */
export function switchesOf(profile: VendorProfile): VendorSwitches {
  const { levels, parameters, headers, ...rest } = profile
  const plain = Object.fromEntries(names.map((name) => [name, rest[name as keyof typeof rest]]))
  return { ...plain, levels: [...levels], parameters: [...parameters], headers: { ...headers } } as VendorSwitches
}

/** A profile with some switches changed; later changes win. */
export function changedProfile(profile: VendorProfile, ...changes: readonly SwitchChanges[]): VendorProfile {
  const given = changes.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))
  )
  return Object.assign({}, profile, ...given) as VendorProfile
}

/** Names of the switches in which two profiles differ. */
export function differences(a: VendorSwitches, b: VendorSwitches): string[] {
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
}

/** The profile with this id, the generic one for an id that is not known any more. */
export function profileOr(id: string): VendorProfile {
  return vendorProfiles.find((profile) => profile.id === id) ?? generic
}
