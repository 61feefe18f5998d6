import { releaseVotes } from '../base/fhir/fhir-release.ts'
import { readBundle, readResources, type ReadOptions } from '../base/ndjson/read-resources.ts'
import type { PieceSink } from '../base/ndjson/piece-sink.ts'
import type { OpenBytes } from '../base/ndjson/gunzip.ts'
import { completeLines, type LineRange } from '../base/ndjson/complete-lines.ts'
import type { FileAccount, StoreChunk } from '../store/model/chunk.ts'
import { createScanningBuilder } from './scanning-builder.ts'
import { createChunkBuilder, type ChunkBuilder } from '../store/collect/chunk-builder.ts'
import { checkResource, typeHint } from '../store/collect/check-resource.ts'
import type { TablePlan } from '../store/model/plan.ts'
import type { RejectReason } from '../store/model/store.ts'

/** One file for {@link Ingest.read}. */
export interface IngestFile {
  /** Index into the population's files. */
  readonly file: number
  /**
   * Gives the file's bytes from the beginning, or for a stretch from the byte before it. Called a second time only for gzip
   * that needs care.
   */
  readonly open: OpenBytes
  /** Only these lines of a file of lines. They are numbered from 1, and moved when all stretches are known. */
  readonly stretch?: LineRange
}

/** Turns files into chunks of columns. Works on one file at a time; memory does not depend on the file's size. */
export interface Ingest {
  /**
   * Reads a file to its end. Whatever is wrong with it is in the account and the chunks' findings.
   * @throws the signal's reason when it is aborted
   */
  read(
    file: IngestFile,
    options?: Pick<ReadOptions, 'signal' | 'onBytes' | 'limit' | 'form' | 'unzip'>
  ): Promise<FileAccount>
}

/** Bundles inside Bundles are followed this deep. */
const MAX_NESTING = 4

/**
 * Makes the ingest of one worker.
 * @param send takes a chunk; reading waits for it, which is how a slow store holds the workers back
 * @param builder collects resources; by default the fastest there is
 */
export function createIngest(
  plan: TablePlan,
  send: (chunk: StoreChunk) => Promise<void> | void,
  builder: ChunkBuilder = createScanningBuilder(plan) ?? createChunkBuilder(plan)
): Ingest {
  return {
    async read({ file, open, stretch }, options = {}) {
      const account = { lines: 0, blank: 0, taken: 0, rejected: 0 }
      const votes = releaseVotes()
      builder.begin(file, votes)
      let nesting = 0
      let from = (): number => 0
      const openLines: OpenBytes = async () => {
        if (stretch === undefined) return open()
        const { chunks, start } = completeLines(await open(), stretch)
        from = start
        return chunks
      }

      function reject(
        reason: RejectReason,
        line: number,
        offset: number,
        type: string | undefined,
        path?: string
      ): void {
        account.lines++
        account.rejected++
        builder.reject(reason, line, from() + offset, type, path)
      }

      const sink: PieceSink = {
        piece(bytes, line, offset, fullUrl) {
          const checked = checkResource(bytes, fullUrl)
          if (checked.kind === 'resource') {
            account.lines++
            account.taken++
            builder.add(checked, bytes, line, from() + offset, fullUrl)
          } else if (checked.kind === 'blank') {
            account.lines++
            account.blank++
          } else if (checked.kind === 'fault') {
            reject(checked.reason, line, offset, checked.type ?? typeHint(bytes))
          } else if (nesting === MAX_NESTING) {
            reject('not-a-resource', line, offset, 'Bundle')
          } else {
            nesting++
            readBundle(bytes, line, offset, sink)
            nesting--
          }
        },
        fault(reason, line, offset, damaged) {
          const bytes = damaged === undefined ? undefined : `bytes ${damaged.from}-${damaged.to - 1}`
          reject(reason, line, offset, undefined, bytes)
        }
      }
      if (builder.lines !== undefined) {
        const takeLines = builder.lines
        sink.lines = (block, line, offset, ...rest) => {
          const taken = takeLines(block, line, from() + offset, ...rest)
          account.lines += taken
          account.taken += taken
          return taken
        }
      }
      const flush = async (): Promise<void> => {
        const chunk = builder.take()
        if (chunk !== undefined) await send(chunk)
      }
      try {
        const outcome = await readResources(openLines, sink, {
          ...options,
          ...(stretch === undefined ? {} : { form: 'lines' as const }),
          between: () => (builder.full ? flush() : undefined)
        })
        await flush()
        return { file, from: stretch?.from ?? 0, ...outcome, ...account, votes }
      } finally {
        // After a cancel the builder must not carry rows of this file into the next one.
        builder.take()
      }
    }
  }
}
