import { storageMessages as m } from '#messages/storage.ts'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { PackEntry, type PackFacts } from '#shared/contract/measures.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import { requireSpace } from '../sealed/sealed-writer.ts'
import { asSpaceError } from '../files/space-error.ts'
import type { StoreFiles } from '../sealed/store-files.ts'
import { writeCompleteFile } from '../sealed/write-complete-file.ts'

/** Installed packs of measure content, a folder each. They are about nobody and so lie in the clear; each is whole or not there. */
export interface ContentStore {
  /** Newest first. A pack whose description cannot be read is left out. */
  list(): Promise<PackEntry[]>
  /**
   * Installs a pack. One that is there already stays as it is.
   * @param bytes its gzipped JSON
   * @param by account that installs it
   * @throws AppError `out-of-space`
   */
  install(facts: PackFacts, bytes: Uint8Array, by: string): Promise<PackEntry>
  /** @throws AppError `not-found` */
  read(id: string): Promise<Uint8Array>
  /** @throws AppError `not-found` */
  remove(id: string): Promise<void>
}

const newPrefix = 'new-'
const gonePrefix = 'gone-'
const idPattern = /^[0-9a-f]{32}$/

function notThere(): AppError {
  return new AppError('not-found', m.thisContentIsNoLongerInstalled)
}

/**
 * Opens the store and removes what a crash left half done.
 * @param folder absolute path; made when it is missing
 */
export async function openContentStore(parts: {
  readonly folder: string
  readonly files: StoreFiles
  readonly clock: ClockPort
  readonly log: LogPort
}): Promise<ContentStore> {
  const { folder, files, clock, log } = parts
  await files.makeFolder(folder)
  const names = await files.list(folder)
  const leftovers = names.filter((name) => name.startsWith(newPrefix) || name.startsWith(gonePrefix))
  for (const name of leftovers) await files.removeFolder(join(folder, name))
  if (leftovers.length > 0) log.write('info', 'content.swept', { removed: leftovers.length })

  async function entry(id: string): Promise<PackEntry | undefined> {
    const text = await files.read(join(folder, id, 'pack.json'))
    if (text === undefined) return undefined
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), PackEntry), text.toString('utf8'))
    if (read.success && read.output.id === id) return read.output
    log.write('warn', 'content.unreadable')
    return undefined
  }

  return {
    async list() {
      const entries = []
      for (const id of (await files.list(folder)).filter((name) => idPattern.test(name))) entries.push(await entry(id))
      return entries
        .filter((item) => item !== undefined)
        .sort((a, b) => b.installedAt - a.installedAt || (a.id < b.id ? -1 : 1))
    },

    async install(facts, bytes, by) {
      const id = facts.hash.slice(0, 32)
      const known = await entry(id)
      if (known !== undefined) return known
      await requireSpace(files, folder, bytes.length)
      const made: PackEntry = { id, installedAt: clock.now(), by, keptBytes: bytes.length, facts }
      const place = join(folder, `${newPrefix}${randomBytes(8).toString('hex')}`)
      try {
        await files.makeFolder(place)
        await writeCompleteFile(files, join(place, 'content.json.gz'), bytes)
        await writeCompleteFile(files, join(place, 'pack.json'), Buffer.from(JSON.stringify(made)))
        await files.syncFolder(place)
        // What stands in the way could not be read, or it would have been the answer.
        await files.removeFolder(join(folder, id))
        await files.rename(place, join(folder, id))
        await files.syncFolder(folder)
      } catch (error) {
        // What cannot be removed now goes when the store is opened the next time.
        await files.removeFolder(place).catch(() => undefined)
        throw asSpaceError(error)
      }
      return made
    },

    async read(id) {
      const bytes = idPattern.test(id) ? await files.read(join(folder, id, 'content.json.gz')) : undefined
      if (bytes === undefined) throw notThere()
      return bytes
    },

    async remove(id) {
      if (!idPattern.test(id) || !(await files.list(folder)).includes(id)) throw notThere()
      const gone = join(folder, `${gonePrefix}${id}`)
      await files.removeFolder(gone)
      await files.rename(join(folder, id), gone)
      await files.syncFolder(folder)
      await files.removeFolder(gone)
    }
  }
}
