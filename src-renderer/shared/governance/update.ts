import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { Natural } from '../basic-schemas.ts'

/** Largest feed, and largest package, in bytes. */
export const maxFeedBytes = 64 * 1024
const maxPackageBytes = 2 * 1024 ** 3

/** Name of a package: of a file, never of a path. */
export const PackageName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/))

/** Numbers with dots, and a word for what comes before a release, as in `1.2.0-beta.1` (Semantic Versioning 2.0.0). */
const ReleaseVersion = v.pipe(
  v.string(),
  v.maxLength(60),
  v.regex(/^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/)
)

/** A package of a release for one kind of computer. */
export const UpdatePackage = v.strictObject({
  name: PackageName,
  /** As Node names it: `win32`, `darwin`, `linux`. */
  platform: v.picklist(['win32', 'darwin', 'linux']),
  arch: v.picklist(['x64', 'arm64', 'universal']),
  bytes: v.pipe(Natural, v.minValue(1), v.maxValue(maxPackageBytes)),
  /** Hexadecimal. */
  sha512: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/))
})
export type UpdatePackage = v.InferOutput<typeof UpdatePackage>

/** The update feed: one release, how long the statement about it holds, and its packages. */
export const UpdateFeed = v.strictObject({
  format: v.literal('populus-update-1'),
  version: ReleaseVersion,
  issuedAt: v.pipe(v.string(), v.isoTimestamp()),
  /** The feed expires at this moment. */
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
  packages: v.pipe(v.array(UpdatePackage), v.minLength(1), v.maxLength(50))
})
export type UpdateFeed = v.InferOutput<typeof UpdateFeed>

/** A release that is newer, with what fits this computer. */
export const UpdateOffer = v.object({
  version: v.string(),
  issuedAt: v.string(),
  expiresAt: v.string(),
  /** Who signed the feed. */
  signedBy: v.string(),
  packages: v.array(v.object({ name: v.string(), bytes: Natural }))
})
export type UpdateOffer = v.InferOutput<typeof UpdateOffer>

/** How updates stand. */
export const UpdateState = v.object({
  /** `unset`: no feed, or no key that could sign it. `refused`: the policy Offline. `ready`: it can be looked at. */
  state: v.picklist(['unset', 'refused', 'ready']),
  /** Populus looks by itself, once a day. */
  daily: v.boolean(),
  version: v.string(),
  /** When the feed was looked at last with success, in milliseconds since 1970. */
  checkedAt: v.optional(Natural),
  /**
   * What was seen last is missing, or older than the audit log says: it was removed or replaced outside Populus, or the data were restored. When the
   * newest feed was issued, in milliseconds since 1970; no older one is taken.
   */
  forgotten: v.optional(Natural),
  /** What it offered then; absent where nothing newer was there. */
  offer: v.optional(UpdateOffer),
  /** Absolute path of a package of this release that was downloaded and verified. */
  ready: v.optional(v.string())
})
export type UpdateState = v.InferOutput<typeof UpdateState>

const installSentences: Readonly<Record<string, string>> = {
  win32: m.installOnWindows,
  darwin: m.installOnMac,
  linux: m.installOnLinux
}

/** What somebody does with a package that was downloaded. @param platform as Node names it */
export function installSentence(platform: string): string {
  return installSentences[platform] ?? m.installElsewhere
}
