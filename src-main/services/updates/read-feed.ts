import { servicesUpdatesMessages as m } from '#messages/services/updates.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { TrustedPublisher } from '#shared/governance/file-signature.ts'
import { maxFeedBytes, UpdateFeed, type UpdatePackage } from '#shared/governance/update.ts'
import { checkSignature, digestOfFile } from '../publishers/file-signature.ts'
import { compareVersions } from './compare-versions.ts'

/** This installation, for the question whether a release is newer and fits. */
export interface InstalledRelease {
  readonly version: string
  /** As Node names them. */
  readonly platform: string
  readonly arch: string
}

/** A feed that is trusted, holds now and is not older than one seen before. */
export interface TrustedFeed {
  readonly feed: UpdateFeed
  readonly signedBy: string
  /** Packages that fit this computer, where the release is newer; empty where it is the one that runs. */
  readonly packages: readonly UpdatePackage[]
}

/** A computer whose clock is a little slow meets a feed of the future. */
const clockSkewMs = 24 * 3_600_000

/**
 * Reads a feed and the signature next to it. A feed that was seen before can be sent again until it expires, one that is older than what
 * was seen last cannot.
 * @param signature text of its signature
 * @param seen when the newest feed that was seen was issued, in milliseconds since 1970
 * @throws AppError `invalid-input` for what is not trusted, does not hold now, or would be a step back; `not-found` where no package fits
 */
export function readFeed(
  bytes: Uint8Array,
  signature: string | undefined,
  keys: readonly TrustedPublisher[],
  installed: InstalledRelease,
  { now, seen }: { readonly now: number; readonly seen: number }
): TrustedFeed {
  if (bytes.length > maxFeedBytes) throw new AppError('invalid-input', m.theFeedIsTooLong)
  const file = digestOfFile(bytes)
  const verdict = checkSignature(file, signature, keys)
  if (verdict.state !== 'trusted')
    throw new AppError(
      'invalid-input',
      verdict.state === 'unsigned' ? m.nobodySignedTheFeed : m.anUnknownKeySignedTheFeed(verdict.key),
      { sha256: file.sha256 }
    )
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), UpdateFeed),
    new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  )
  if (!parsed.success) throw new AppError('invalid-input', m.theFeedCannotBeRead)
  const feed = parsed.output
  const issuedAt = Date.parse(feed.issuedAt)
  if (Date.parse(feed.expiresAt) <= now)
    throw new AppError('invalid-input', m.theFeedHasExpired(feed.expiresAt.slice(0, 10)))
  if (issuedAt > now + clockSkewMs)
    throw new AppError('invalid-input', m.theFeedIsOfTheFuture(feed.issuedAt.slice(0, 10)))
  if (issuedAt < seen) throw new AppError('invalid-input', m.theFeedIsOlderThanOneSeen(feed.issuedAt.slice(0, 10)))
  const order = compareVersions(feed.version, installed.version)
  if (order < 0) throw new AppError('invalid-input', m.theFeedOffersAnOlderVersion(feed.version, installed.version))
  const signedBy = verdict.publisher
  if (order === 0) return { feed, signedBy, packages: [] }
  const packages = feed.packages.filter(
    ({ platform, arch }) => platform === installed.platform && (arch === installed.arch || arch === 'universal')
  )
  if (packages.length === 0)
    throw new AppError('not-found', m.theFeedHasNoPackageFor(installed.platform, installed.arch, feed.version))
  return { feed, signedBy, packages }
}
