import { listBlobArchive, openBlobEntry } from '#engine/base/source/blob-archive.ts'
import { foreignContent } from '#engine/base/source/foreign-content.ts'
import type { PopulationSource, PopulationSources } from '#engine/store/model/source-keys.ts'
import { classifyName, type SkippedFile } from '#shared/source-name.ts'
import { toWireError } from '#shared/app-error.ts'
import type { IngestSource } from './ingest-protocol.ts'
import type { LoadSource } from './load-source.ts'

/** One file of a load, with archives opened. */
export interface PlannedFile {
  readonly name: string
  /** 0 when unknown. */
  readonly bytes: number
  readonly source: IngestSource
  /** Stretches of it can be read without what is before them. */
  readonly seekable: boolean
  /** Its source, when the population has several. */
  readonly from?: PopulationSource
}

/** The files of a load, and what was left out with the reason. */
export interface PlannedLoad {
  readonly files: readonly PlannedFile[]
  readonly skipped: readonly SkippedFile[]
}

/** Opens the archives among the sources, and leaves out with its reason what cannot be opened or is no FHIR data. */
export async function planLoad(sources: readonly LoadSource[]): Promise<PlannedLoad> {
  const files: PlannedFile[] = []
  const skipped: SkippedFile[] = []
  const take = async (
    name: string,
    bytes: number,
    { blob, from }: Extract<LoadSource, { kind: 'blob' }>,
    entry: string | undefined
  ): Promise<void> => {
    const open = async (): Promise<ReadableStream<Uint8Array>> =>
      entry === undefined ? blob.stream() : openBlobEntry(blob, entry)
    const foreign = await foreignContent(name, open)
    const seekable = entry === undefined && !/\.gz$/i.test(name)
    if (foreign === undefined)
      files.push({ name, bytes, source: { kind: 'blob', blob, entry }, seekable, ...(from && { from }) })
    else skipped.push({ name, reason: foreign })
  }
  for (const source of sources) {
    const { name } = source
    if (source.kind === 'import') {
      files.push({
        name,
        bytes: source.bytes,
        source: { kind: 'import', importId: source.importId, file: source.file },
        seekable: source.seekable === true,
        ...(source.from && { from: source.from })
      })
    } else if (classifyName(name) !== 'archive') {
      await take(name, source.blob.size, source, undefined)
    } else {
      try {
        const listing = await listBlobArchive(source.blob)
        for (const { path, bytes } of listing.entries) await take(`${name}/${path}`, bytes, source, path)
        for (const { path, ...why } of listing.skipped) skipped.push({ name: `${name}/${path}`, ...why })
      } catch (error) {
        skipped.push({ name, reason: toWireError(error).message, mayHoldData: true })
      }
    }
  }
  return { files, skipped }
}

/** The sources of the files; undefined when there are not several. */
export function sourcesOfFiles(files: readonly PlannedFile[]): PopulationSources | undefined {
  const sources = new Map<string, PopulationSource>()
  for (const { from } of files) if (from !== undefined) sources.set(from.name, from)
  if (sources.size < 2) return undefined
  const names = [...sources.keys()]
  return { sources: [...sources.values()], ofFile: files.map(({ from }) => names.indexOf(from?.name ?? '')) }
}
