import { servicesMessages as m } from '#messages/services.ts'
import { createHash } from 'node:crypto'
import { createGunzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { AppError } from '#shared/app-error.ts'
import { once } from '#shared/language/once.ts'
import { maxPackTextBytes, type PackEntry, type PackFacts } from '#shared/contract/measures.ts'
import type { Content } from './content.ts'
import type { RandomPort } from '../../ports/host.ts'
import type { ContentStore } from '../../storage/snapshots/content-store.ts'
import { builtInId, type BuiltInContent } from './built-in-content.ts'

/** A pack that was announced. `bytes` is there when it has arrived whole. */
interface Draft {
  readonly facts: PackFacts
  bytes: Uint8Array | undefined
}

/** Most packs that are announced at a time; an older one is given up. */
const maxDrafts = 8

/** Dependencies of {@link createContentService}. */
export interface ContentServiceDependencies {
  readonly store: ContentStore
  readonly random: RandomPort
  /** Account of whoever uses the program. */
  readonly author: string
  /** Reads the pack that comes with the program; called when it is first needed, and again where it failed. */
  readonly readBuiltIn: () => Promise<BuiltInContent>
}

/** The installed measure content: the pack that comes with the program, and those that the user installed. */
export function createContentService({ store, random, author, readBuiltIn }: ContentServiceDependencies): Content {
  const drafts = new Map<string, Draft>()
  /** Ids of packs that were whole when they were looked at. */
  const sound = new Set<string>()

  const builtInContent = once(readBuiltIn)

  function draftOf(id: string): Draft {
    const draft = drafts.get(id)
    if (draft === undefined) throw new AppError('not-found', m.installingThisContentWasGivenUp)
    return draft
  }

  async function installed(): Promise<PackEntry[]> {
    const entries: PackEntry[] = []
    for (const entry of await store.list()) {
      if (!sound.has(entry.id) && (await isSound(entry))) sound.add(entry.id)
      entries.push(sound.has(entry.id) ? asInstalled(entry) : { ...asInstalled(entry), unusable: 'changed' })
    }
    return entries
  }

  /** Whether a pack is the one that was installed: its id is the beginning of the hash of its text. */
  async function isSound({ id, facts }: PackEntry): Promise<boolean> {
    return facts.hash.startsWith(id) && isTextOf(await store.read(id), facts)
  }

  return {
    async list() {
      return [(await builtInContent()).entry, ...(await installed())]
    },
    imported: installed,
    async read(id) {
      if (id === builtInId) return (await builtInContent()).bytes
      const bytes = await store.read(id)
      const entry = (await store.list()).find((each) => each.id === id)
      if (entry === undefined || !(await isSound(entry)))
        throw new AppError('unreadable-file', m.anInstalledPackWasChanged(entry?.facts.title ?? id))
      return bytes
    },
    announce(facts) {
      const id = random.token(16)
      drafts.set(id, { facts, bytes: undefined })
      for (const oldest of drafts.keys()) {
        if (drafts.size <= maxDrafts) break
        drafts.delete(oldest)
      }
      return id
    },
    async take(draft, chunks) {
      const announced = draftOf(draft)
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      const bytes = Buffer.concat(parts)
      if (!(await isTextOf(bytes, announced.facts)))
        throw new AppError('unreadable-file', m.theContentWasChangedOrCut, { retryable: true })
      announced.bytes = bytes
    },
    async commit(draft) {
      const { facts, bytes } = draftOf(draft)
      drafts.delete(draft)
      if (bytes === undefined) throw new AppError('invalid-input', m.theContentDidNotArriveWhole)
      return store.install(facts, bytes, author)
    },
    async remove(id) {
      if (id === builtInId) throw new AppError('not-allowed', m.theBuiltInMeasuresCannotBe)
      await store.remove(id)
    }
  }
}

/** A pack that lies among the user's data did not come with the program, whatever its file says. */
function asInstalled(entry: PackEntry): PackEntry {
  return entry.facts.source === 'built-in' ? { ...entry, facts: { ...entry.facts, source: 'import' } } : entry
}

/** Whether bytes are a gzipped text of this hash and length. */
async function isTextOf(bytes: Uint8Array, { hash, textBytes }: PackFacts): Promise<boolean> {
  const digest = createHash('sha256')
  let length = 0
  try {
    for await (const chunk of Readable.from([bytes]).pipe(createGunzip()) as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > maxPackTextBytes) break
      digest.update(chunk)
    }
  } catch {
    // No gzip, or one that was cut.
    return false
  }
  return length === textBytes && digest.digest('hex') === hash
}
