import { vendorsMessages as m } from '#messages/vendors.ts'
import { AppError } from '#shared/app-error.ts'
import type { ServerFacts } from '../auth/smart-configuration.ts'
import { ehrVendors } from './ehr-vendors.ts'
import { generic } from './generic.ts'
import { otherServers } from './other-servers.ts'
import { isVendor, type VendorProfile } from './vendor.ts'

/** Every profile, the generic one first. */
export const vendorProfiles: readonly VendorProfile[] = [generic, ...ehrVendors, ...otherServers]

/** @throws AppError `invalid-input` for an unknown id */
export function vendorProfile(id: string): VendorProfile {
  const found = vendorProfiles.find((profile) => profile.id === id)
  if (found !== undefined) return found
  const known = vendorProfiles.map((profile) => profile.id).join(', ')
  throw new AppError('invalid-input', m.thereIsNoVendorProfileOf(known))
}

/** The profile of a server by what it says of itself; the generic one when it says nothing known. */
export function recognizeVendor(facts: ServerFacts | undefined): VendorProfile {
  if (facts === undefined) return generic
  return vendorProfiles.find((profile) => isVendor(profile, facts)) ?? generic
}
