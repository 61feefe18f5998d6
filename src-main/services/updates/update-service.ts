import { servicesUpdatesMessages as m } from '#messages/services/updates.ts'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { maxSignatureLength } from '#shared/governance/file-signature.ts'
import { maxFeedBytes, type UpdateOffer, type UpdatePackage, type UpdateState } from '#shared/governance/update.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { ClockPort, NetPort, PolicyPort } from '../../ports/host.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { fileSize } from '../../storage/files/file-size.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { receivePackage, verifyPackage } from '../../storage/files/received-package.ts'
import { unlessAborted } from '../../storage/files/until-aborted.ts'
import { readText } from '../../storage/files/read-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { feedAtAddress, feedInFolder, isAtAnotherComputer, type FeedPlace } from './feed-place.ts'
import { readFeed, type InstalledRelease, type TrustedFeed } from './read-feed.ts'

/** Dependencies of {@link createUpdateService}. */
export interface UpdateDependencies {
  /** Absolute path of the folder with what was seen and downloaded. */
  readonly folder: string
  readonly policies: Pick<PolicyPort, 'value'>
  /** The network of updates. */
  readonly net: NetPort
  readonly clock: ClockPort
  readonly installed: InstalledRelease
  /** When the newest feed that the audit log knows of was issued, in milliseconds since 1970. */
  readonly recorded: () => Promise<number | undefined>
}

/** A look at the feed. */
export interface FeedLook {
  /** What is newer; absent where the newest release runs. */
  readonly offer?: UpdateOffer
  /** When the feed was issued, as it says: it goes into the audit log, which holds later feeds to it. */
  readonly issuedAt: string
}

/** Looks for releases that the organization offers, and downloads their packages. It never installs anything. */
export interface UpdateService {
  state(): Promise<UpdateState>
  /**
   * Looks at the feed, which must not be older than one that was seen here or that the audit log knows of.
   * @throws AppError of what is wrong with the feed, PolicyRefusal
   */
  check(): Promise<FeedLook>
  /**
   * Looks at the feed and downloads a package of it.
   * @param name of one of several that fit this computer
   * @param signal ends it, also while an answer or a piece is waited for, with nothing left of the package; throws its reason then
   * @returns absolute path of the package, every byte of which is as the feed says
   * @throws AppError as `check`, `not-found` where nothing is newer or no package has the name
   */
  download(
    name?: string,
    signal?: AbortSignal
  ): Promise<{
    readonly path: string
    readonly version: string
    readonly sha512: string
    readonly issuedAt: string
  }>
  /** Checks a package again by the feed that was seen last, which must not have expired. @throws AppError as `check` */
  verify(path: string): Promise<{ readonly version: string; readonly sha512: string }>
}

/**
 * What is known of the last look at the feed. Whoever changes or removes this file can only make Populus refuse more: which feed was the newest
 * is in the audit log as well.
 */
const Seen = v.object({
  issuedAt: v.pipe(v.number(), v.integer()),
  checkedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The feed as it came, in base64, and its signature: read again with all checks each time. */
  feed: v.string(),
  signature: v.string()
})
type Seen = v.InferOutput<typeof Seen>

/** Creates the service. Nothing is asked before somebody calls it. */
export function createUpdateService({
  folder,
  policies,
  net,
  clock,
  installed,
  recorded
}: UpdateDependencies): UpdateService {
  const statePath = join(folder, 'seen.json')

  /** @throws PolicyRefusal, AppError `not-allowed` where no feed is set */
  function place(signal?: AbortSignal): FeedPlace {
    const feed = policies.value('UpdateFeed')
    if (feed === undefined || keys().length === 0) throw new AppError('not-allowed', m.noFeedIsSet)
    if (/^https?:\/\//i.test(feed)) return feedAtAddress(feed, net, signal)
    if (policies.value('Offline') && isAtAnotherComputer(feed))
      throw new PolicyRefusal('Offline', m.filesOfAnotherComputer)
    return feedInFolder(feed, signal)
  }

  function keys() {
    return policies.value('UpdateKeys') ?? []
  }

  async function seen(): Promise<Seen | undefined> {
    const text = await readText(statePath)
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Seen), text)
    return parsed.success ? parsed.output : undefined
  }

  function read(bytes: Uint8Array, signature: string | undefined, issuedAt: number): TrustedFeed {
    return readFeed(bytes, signature, keys(), installed, { now: clock.now(), seen: issuedAt })
  }

  async function look(from: FeedPlace, signal?: AbortSignal): Promise<TrustedFeed> {
    const before = await seen()
    const asked = async (max: number, name?: string) =>
      unlessAborted(
        from.open(name).then((bytes) => collect(bytes, max)),
        signal
      )
    const bytes = await asked(maxFeedBytes)
    if (bytes === undefined) throw new AppError('not-found', m.thereIsNoFeed)
    const signature = await asked(maxSignatureLength, `${from.feedName}.sig`)
    const text = signature?.toString('utf8')
    const found = read(bytes, text, Math.max(before?.issuedAt ?? 0, (await recorded()) ?? 0))
    const next: Seen = {
      issuedAt: Date.parse(found.feed.issuedAt),
      checkedAt: clock.now(),
      feed: bytes.toString('base64'),
      signature: text ?? ''
    }
    await makePrivateFolder(folder)
    await writeFileAtomically(statePath, `${JSON.stringify(next)}\n`)
    return found
  }

  /** The feed that was seen last, with all checks. @throws AppError */
  async function lastFeed(): Promise<TrustedFeed | undefined> {
    const last = await seen()
    if (last === undefined) return undefined
    const newest = Math.max(last.issuedAt, (await recorded()) ?? 0)
    return read(Buffer.from(last.feed, 'base64'), last.signature, newest)
  }

  /** Removes packages of releases before, which no check takes any more, and what an interruption left of a download. */
  async function removeOlder(current: readonly UpdatePackage[]): Promise<void> {
    const stay = new Set([basename(statePath), ...current.map(({ name }) => name)])
    for (const name of await diskFiles.list(folder))
      // One that is being installed goes with the next download.
      if (!stay.has(name)) await diskFiles.remove(join(folder, name)).catch(() => undefined)
  }

  /** A package that was downloaded. It got its name when every byte was compared; whether they are the same still is for `verify`. */
  async function readyPackage({ packages }: TrustedFeed): Promise<string | undefined> {
    for (const each of packages) {
      const path = join(folder, each.name)
      if ((await fileSize(path)) === each.bytes) return path
    }
    return undefined
  }

  /** Looks at the feed and writes a package of it. */
  async function receive(from: FeedPlace, name: string | undefined, signal: AbortSignal | undefined) {
    const { feed, packages } = await look(from, signal)
    if (packages.length === 0) throw new AppError('not-found', m.versionIsInstalledAlready(feed.version))
    const wanted = chosen(packages, name)
    const bytes = await unlessAborted(from.open(wanted.name), signal)
    if (bytes === undefined) throw new AppError('not-found', m.thePackageIsNotThere(wanted.name))
    return { feed, wanted, path: await receivePackage(folder, wanted, bytes, signal) }
  }

  return {
    async state() {
      const isSet = policies.value('UpdateFeed') !== undefined && keys().length > 0
      const feed = policies.value('UpdateFeed') ?? ''
      const isRefused = policies.value('Offline') && (/^https?:/i.test(feed) || isAtAnotherComputer(feed))
      const last = await seen()
      // An expired feed offers nothing.
      const found = isSet
        ? await lastFeed().catch((error: unknown) => {
            if (error instanceof AppError) return undefined
            throw error
          })
        : undefined
      const offer = found === undefined ? undefined : offerOf(found)
      const newest = isSet ? ((await recorded()) ?? 0) : 0
      const ready = found === undefined ? undefined : await readyPackage(found)
      return {
        state: !isSet ? 'unset' : isRefused ? 'refused' : 'ready',
        daily: isSet && !isRefused && policies.value('UpdateMode') === 'notify',
        version: installed.version,
        ...(last === undefined ? {} : { checkedAt: last.checkedAt }),
        ...((last?.issuedAt ?? 0) < newest ? { forgotten: newest } : {}),
        ...(offer === undefined ? {} : { offer }),
        ...(ready === undefined ? {} : { ready })
      }
    },
    async check() {
      const found = await look(place())
      const offer = offerOf(found)
      const { issuedAt } = found.feed
      return offer === undefined ? { issuedAt } : { offer, issuedAt }
    },
    async download(name, signal) {
      const { feed, wanted, path } = await receive(place(signal), name, signal)
      await removeOlder(feed.packages)
      return { path, version: feed.version, sha512: wanted.sha512, issuedAt: feed.issuedAt }
    },
    async verify(path) {
      const found = await lastFeed()
      if (found === undefined) throw new AppError('not-found', m.noFeedWasSeenYet)
      const wanted = chosen(found.packages, basename(path))
      await verifyPackage(path, wanted)
      return { version: found.feed.version, sha512: wanted.sha512 }
    }
  }
}

/** @throws AppError `not-found` where no package has the name */
function chosen(packages: readonly UpdatePackage[], name: string | undefined): UpdatePackage {
  const found = name === undefined ? packages[0] : packages.find((each) => each.name === name)
  if (found === undefined)
    throw new AppError('not-found', m.noPackageHasTheName(packages.map((each) => each.name).join(', ')))
  return found
}

function offerOf({ feed, signedBy, packages }: TrustedFeed): UpdateOffer | undefined {
  if (packages.length === 0) return undefined
  const { version, issuedAt, expiresAt } = feed
  return {
    version,
    issuedAt,
    expiresAt,
    signedBy,
    packages: packages.map(({ name, bytes }) => ({ name, bytes }))
  }
}

/** Everything of a short file. @throws AppError `invalid-input` for a longer one */
async function collect(bytes: AsyncIterable<Uint8Array> | undefined, max: number): Promise<Buffer | undefined> {
  if (bytes === undefined) return undefined
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    length += piece.length
    if (length > max) throw new AppError('invalid-input', m.theFeedIsTooLong)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
