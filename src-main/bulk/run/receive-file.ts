import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import type { NetResponse } from '../../ports/host.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { decodeBody } from '../protocol/decode-body.ts'
import type { ExportContext } from './export-context.ts'
import type { PartFacts } from '../sink/export-sink.ts'
import { startOver, type DownloadTask, type FileAttempt } from './file-attempt.ts'
import type { LineReport } from '../protocol/line-scanner.ts'
import { sightFile } from '../protocol/protocol-facts.ts'

/** A body that ended before its announced length. */
export class ShortBody extends Error {}

/**
 * Stores the body of an answer behind what arrived before.
 * @throws ShortBody when fewer bytes came than were announced, AppError `network` when the connection broke, DamagedBody,
 * UnpackLimitError
 */
export async function receiveFile(
  task: DownloadTask,
  response: NetResponse,
  attempt: FileAttempt,
  context: Pick<ExportContext, 'journal' | 'sink' | 'watch' | 'policy'>
): Promise<{ readonly report: LineReport; readonly facts: PartFacts }> {
  const { journal, sink, watch, policy } = context
  const { status, headers } = response
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
  if (status === 206 && Number(range?.[1]) !== attempt.offset) {
    response.close()
    startOver(attempt, task, context)
    throw new ShortBody(m.theServerSentAnotherPartOf)
  }
  if (status === 200) startOver(attempt, task, context)
  if (status === 200) watch.saw(sightFile(headers))
  const { bytes, packed } = await decodeBody(
    response.body,
    headers['content-encoding'],
    task.file.type,
    policy.unpackLimit
  )
  attempt.validator = packed ? undefined : strongValidator(headers)
  attempt.resumable = attempt.validator !== undefined
  const total = announced(status, headers, range?.[2], attempt.offset, packed)
  const { validator } = attempt
  // Cut first and recorded then: bytes of one version must never be taken for the beginning of another.
  const writer = await sink.open(task.part, attempt.offset)
  const checkpoint = (): Promise<void> =>
    journal.record({ event: 'started', key: task.file.key, part: task.part, validator, length: attempt.offset })
  let unsynced = 0
  let facts: PartFacts
  try {
    // What was recorded of another version does not hold any more.
    if (journal.progress.started.has(task.file.key)) await checkpoint()
    for await (const chunk of bytes) {
      const { length } = chunk
      await writer.write(chunk)
      attempt.scanner.push(chunk)
      detachBuffer(chunk)
      attempt.offset += length
      watch.arrived(task.file.key, length, attempt.scanner.lines)
      unsynced += length
      if (unsynced < policy.syncBytes) continue
      await writer.sync()
      // Without a validator nobody could go on from here.
      if (validator !== undefined) await checkpoint()
      unsynced = 0
    }
  } finally {
    // What arrived before a cut is kept, so that the next try goes on from there.
    facts = await writer.close()
  }
  if (total !== undefined && attempt.offset < total) throw new ShortBody(m.theFileEndedEarly)
  return { report: attempt.scanner.finish(), facts }
}

/** A weak validator cannot vouch for single bytes (RFC 9110 section 13.1.5). */
function strongValidator(headers: NetResponse['headers']): string | undefined {
  const { etag } = headers
  if (etag !== undefined) return etag.startsWith('"') ? etag : undefined
  return headers['last-modified']
}

function announced(
  status: number,
  headers: NetResponse['headers'],
  total: string | undefined,
  offset: number,
  packed: boolean
): number | undefined {
  if (packed) return undefined
  if (status === 206 && total !== undefined && total !== '*') return Number(total)
  const length = headers['content-length']
  return length === undefined ? undefined : offset + Number(length)
}
