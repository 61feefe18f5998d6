import type { ShardFiles } from '../../shards/load/shard-files.ts'
import { readShardPart, ShardPartWriter } from '../../shards/part-bytes.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { releaseMeasureChunk, type MeasureChunk, type PatientRange } from './measure-chunk.ts'

/** What was taken of the records of a population, by segments of its people. */
export interface TakenRecords {
  /** The segments, in the order of the people. */
  readonly segments: readonly PatientRange[]
  /** What was taken of a segment, and of records of nobody; a person's records come in the order in which they were read. */
  read(segment: PatientRange): Promise<readonly MeasureChunk[]>
  /** Removes it. */
  drop(): Promise<void>
}

/** Makes a {@link TakenRecords}. */
export interface TakenRecordsWriter extends TakenRecords {
  /** Puts chunks, which belong to it from now on, to those of their segments. @param worker the one that took them; each has its own order */
  add(worker: number, chunks: readonly MeasureChunk[]): Promise<void>
}

/** Takes records of a population whose records fit into memory. Each segment is read once. */
export function takenRecordsInMemory(segments: readonly PatientRange[]): TakenRecordsWriter {
  const nobody: MeasureChunk[] = []
  const taken = segments.map((): MeasureChunk[] => [])
  return {
    segments,
    async add(_worker, chunks) {
      for (const chunk of chunks) (taken[segmentOf(segments, chunk)] ?? nobody).push(chunk)
    },
    async read(people) {
      // Whoever reads has them alone.
      const common = segments.length === 1 ? nobody.splice(0) : nobody.map((chunk) => structuredClone(chunk))
      return [...common, ...(taken[segments.indexOf(people)]?.splice(0) ?? [])]
    },
    async drop() {
      for (const chunks of [nobody, ...taken]) chunks.splice(0)
    }
  }
}

/** Records of nobody stand before those of the segments. */
function segmentOf(segments: readonly PatientRange[], { first }: MeasureChunk): number {
  return segments.findIndex((people) => first >= people.first && first < people.first + people.count)
}

/**
 * Opens a spool: files are read once, whatever the number of segments, and what was taken of them is a fifth of what they are.
 * @param files encrypts what it is given
 * @param name different from those of all other spools in the files
 * @param workers how many take records
 */
export function spoolTakenRecords(
  files: ShardFiles,
  name: string,
  segments: readonly PatientRange[],
  workers: number
): TakenRecordsWriter {
  const writer = new ShardPartWriter()
  const lists = new Set<string>()
  const listOf = (segment: number, worker: number): string => `${name}-${segment}-${worker}`

  async function readList(list: string): Promise<readonly MeasureChunk[]> {
    const chunks: MeasureChunk[] = []
    if (!lists.has(list)) return chunks
    for await (const item of files.items(list)) {
      chunks.push(readShardPart(item) as MeasureChunk)
      detachBuffer(item)
    }
    return chunks
  }

  return {
    segments,
    async add(worker, chunks) {
      for (const chunk of chunks) {
        const list = listOf(segmentOf(segments, chunk), worker)
        lists.add(list)
        // Others write while this waits.
        const bytes = writer.write(chunk).slice()
        releaseMeasureChunk(chunk)
        await files.append(list, bytes)
        detachBuffer(bytes)
      }
    },
    async read(people) {
      const chunks: MeasureChunk[] = []
      for (const segment of [-1, segments.indexOf(people)])
        // By worker and so by file: a person's records come in the same order each time.
        for (let worker = 0; worker < workers; worker++) chunks.push(...(await readList(listOf(segment, worker))))
      return chunks
    },
    async drop() {
      for (const list of lists) await files.drop(list)
      lists.clear()
    }
  }
}
