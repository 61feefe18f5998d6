import type { ImportSource, ImportSources } from './import-source.ts'
import { servicesMessages as m } from '#messages/services.ts'
import { basename, resolve } from 'node:path'
import { openArchive, type OpenedArchive } from '#engine/base/source/archive.ts'
import { foreignContent } from '#engine/base/source/foreign-content.ts'
import { AppError } from '#shared/app-error.ts'
import { classifyContentName, classifyName, type NameClass, type SkippedFile } from '#shared/source-name.ts'
import type { ImportListing } from '#shared/contract/imports.ts'
import type { RandomPort } from '../../ports/host.ts'
import { clusterSources, isClusterOutput } from './cluster-output.ts'
import { FileZipReader } from './file-zip-reader.ts'
import { listPaths, type FoundFile } from './list-paths.ts'
import { openOnDisk, openRange, type ByteRange, type FileOnDisk } from './read-file.ts'

/** The imports that this program has opened. Holds lists and file handles, never data. */
export interface ImportCatalog {
  /**
   * Walks folders in a stable order, opens archives, leaves out what is not FHIR data and says why.
   * @param paths absolute paths of folders and files
   * @throws AppError `not-found` when a path does not exist, `unreadable-file` when one cannot be read
   */
  open(paths: readonly string[]): Promise<ImportListing>
  /** As {@link open}, for measure content: value set downloads and CQL text too, whatever they hold. */
  openContent(paths: readonly string[]): Promise<ImportListing>
  /** Registers sources under a new id. */
  add(sources: ImportSources): ImportListing
  /**
   * @param file index into the listing's files
   * @throws AppError `not-found` for an unknown id or file, `unreadable-file`
   */
  read(importId: string, file: number, range?: ByteRange): Promise<ReadableStream<Uint8Array>>
  /** Where the bytes that {@link read} gives are, when they are a file by themselves. */
  onDisk(importId: string, file: number): FileOnDisk | undefined
  /** Size of the stream that {@link read} gives without a range, 0 when unknown. */
  bytes(importId: string, file: number): number
  /** Forgets an import and closes its files. Unknown ids are ignored. */
  close(importId: string): Promise<void>
}

/** Ports of {@link createImportCatalog}. */
export interface ImportCatalogPorts {
  readonly random: RandomPort
}

/** Makes an empty catalog. */
export function createImportCatalog({ random }: ImportCatalogPorts): ImportCatalog {
  const imports = new Map<string, ImportSources>()

  function source(importId: string, file: number): ImportSource {
    const found = imports.get(importId)?.sources[file]
    if (found === undefined) throw new AppError('not-found', m.theseFilesAreNoLongerOpen)
    return found
  }

  function add(added: ImportSources): ImportListing {
    const { label, kind, sources, skipped } = added
    const importId = random.token(16)
    imports.set(importId, added)
    return {
      importId,
      label,
      kind,
      files: sources.map(({ name, bytes, seekable }) => ({ name, bytes, seekable })),
      skipped: [...skipped]
    }
  }

  return {
    add,
    open: async (paths) => add(await findSources(paths, false)),
    openContent: async (paths) => add(await findSources(paths, true)),
    read: async (importId, file, range) => source(importId, file).read(range),
    onDisk: (importId, file) => source(importId, file).onDisk,
    bytes: (importId, file) => source(importId, file).bytes,
    async close(importId) {
      const closed = imports.get(importId)
      imports.delete(importId)
      await closed?.close?.()
    }
  }
}

/**
 * Finds what can be read in folders, files and archives, without registering it.
 * @param content measure content, of whatever form
 * @throws AppError as {@link ImportCatalog.open}
 */
export async function findSources(paths: readonly string[], content: boolean): Promise<ImportSources> {
  const [only] = paths
  if (!content && only !== undefined && paths.length === 1 && isClusterOutput(only)) return clusterSources(only)
  const classify = content ? classifyContentName : classifyName
  const { files, skipped } = await listPaths(paths, classify)
  const sources: ImportSource[] = []
  const left = [...skipped]
  const take = async (source: ImportSource, chosen: boolean): Promise<void> => {
    const reason = chosen || content ? undefined : await foreignContent(source.name, () => source.read())
    if (reason === undefined) sources.push(source)
    else left.push({ name: source.name, reason })
  }
  for (const file of files) {
    if (!file.archive) {
      await take(fileSource(file), file.chosen)
      continue
    }
    try {
      const archive = await archiveSources(file, classify)
      for (const source of archive.sources) await take(source, false)
      left.push(...archive.skipped)
    } catch (error) {
      // Stays in the list, so that the load counts it as a file that could not be read.
      sources.push({ name: file.name, bytes: 0, read: () => Promise.reject(asError(error)) })
    }
  }
  return {
    label: labelOfPaths(paths),
    kind: 'files',
    sources,
    skipped: left
  }
}

/** What files and folders that were chosen are called together. */
export function labelOfPaths(paths: readonly string[]): string {
  const [first] = paths
  const label = first === undefined ? '' : basename(resolve(first))
  return paths.length > 1 ? m.labelAndPathsMore(label, paths.length - 1) : label
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function fileSource(file: FoundFile): ImportSource {
  const { name, path, bytes, modifiedMs } = file
  const onDisk = { path, bytes, modifiedMs }
  return {
    name,
    bytes,
    seekable: !name.endsWith('.gz'),
    onDisk,
    read: (range) => openOnDisk(onDisk, range)
  }
}

/** The directory is read once, for all entries. */
async function archiveSources(
  file: FoundFile,
  classify: (path: string) => NameClass
): Promise<{ sources: ImportSource[]; skipped: SkippedFile[] }> {
  const reader = new FileZipReader(file.path)
  const done = reader.use()
  try {
    const archive = await openArchive(reader)
    const { entries, skipped } = archive.list(classify)
    return {
      sources: entries.map(({ path, bytes }) => entrySource(`${file.name}/${path}`, bytes, reader, archive, path)),
      skipped: skipped.map(({ path, ...why }) => ({ name: `${file.name}/${path}`, ...why }))
    }
  } finally {
    done()
  }
}

function entrySource(
  name: string,
  bytes: number,
  reader: FileZipReader,
  archive: OpenedArchive,
  path: string
): ImportSource {
  const open = async (): Promise<ReadableStream<Uint8Array>> => {
    const done = reader.use()
    try {
      return archive.open(path, done)
    } catch (error) {
      done()
      throw error
    }
  }
  return { name, bytes, read: (range) => (range === undefined ? open() : openRange(open, range)) }
}
