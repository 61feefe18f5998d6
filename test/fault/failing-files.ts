import type { SealedBytes } from '../../src-main/storage/sealed/open-sealed.ts'
import { diskFiles, type FileWriter, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'

/** Told the name of every call before it is made, e.g. `write raw-0.sealed`; may throw or end the process. */
export type FailPoint = (name: string) => void | Promise<void>

/** The real file system with a fail-point in front of every call. */
export function failingFiles(point: FailPoint): StoreFiles {
  const named = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/[0-9a-f]{32}/, 'id')
  const writer = (file: FileWriter, name: string): FileWriter => ({
    async write(bytes) {
      await point(`write ${name}`)
      // A crash may leave the first half of what is written.
      const half = bytes.length >> 1
      await file.write(bytes.subarray(0, half))
      await point(`write the rest of ${name}`)
      await file.write(bytes.subarray(half))
    },
    async sync() {
      await point(`sync ${name}`)
      await file.sync()
    },
    async close() {
      await file.close()
      await point(`close ${name}`)
    }
  })
  return {
    async makeFolder(path) {
      await point(`make ${named(path)}`)
      await diskFiles.makeFolder(path)
    },
    async create(path) {
      await point(`create ${named(path)}`)
      return writer(await diskFiles.create(path), named(path))
    },
    async append(path) {
      await point(`append ${named(path)}`)
      return writer(await diskFiles.append(path), named(path))
    },
    async read(path) {
      await point(`read ${named(path)}`)
      return diskFiles.read(path)
    },
    async open(path): Promise<SealedBytes> {
      await point(`open ${named(path)}`)
      return diskFiles.open(path)
    },
    async list(path) {
      await point('list')
      return diskFiles.list(path)
    },
    async rename(from, to) {
      await point(`rename ${named(from)} to ${named(to)}`)
      await diskFiles.rename(from, to)
      await point(`renamed ${named(from)} to ${named(to)}`)
    },
    async link(from, to) {
      await point(`link ${named(from)}`)
      await diskFiles.link(from, to)
    },
    async sync(path) {
      await point(`sync ${named(path)}`)
      await diskFiles.sync(path)
    },
    async destroy(path) {
      await point(`destroy ${named(path)}`)
      await diskFiles.destroy(path)
      await point(`destroyed ${named(path)}`)
    },
    async remove(path) {
      await point(`remove ${named(path)}`)
      await diskFiles.remove(path)
    },
    async removeFolder(path) {
      await point(`remove ${named(path)}`)
      await diskFiles.removeFolder(path)
    },
    async syncFolder(path) {
      await point('sync folder')
      await diskFiles.syncFolder(path)
    },
    async freeBytes(path) {
      await point('free bytes')
      return diskFiles.freeBytes(path)
    }
  }
}
