import { createPollTrigger } from '../../bulk/protocol/poll-trigger.ts'
import type { ExportPolicy } from '../../bulk/run/export-context.ts'
import type { ExportSink } from '../../bulk/sink/export-sink.ts'
import type { PreviousExport } from '../../bulk/sink/merge.ts'
import { openExport } from '../../bulk/run/open-export.ts'
import { runExport } from '../../bulk/run/run-export.ts'
import { textLines } from '../../bulk/protocol/text-lines.ts'
import type { ClockPort, NetPort, RandomPort } from '../../ports/host.ts'
import type { LineFiles } from '../../storage/sealed/sealed-lines.ts'
import type { ExportSpecification } from '../../bulk/run/open-export.ts'

/** What an export in memory stands on. */
export interface MemberDependencies {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly policy?: ExportPolicy | undefined
  readonly signal: AbortSignal
}

const patientHead = /"resourceType"\s*:\s*"Patient"/

/**
 * The ids of everybody in the group now: an export of the patients alone, without `_since`. A server need not bring the
 * history of somebody who joined, nor say that somebody left (Bulk Data IG, "_since", group membership).
 * @returns `undefined` when not everything arrived
 * @throws AppError
 */
export async function groupMembers(
  order: ExportSpecification,
  dependencies: MemberDependencies
): Promise<ReadonlySet<string> | undefined> {
  const { base, level, group, lenient } = order.request
  const ids = new Set<string>()
  const opened = await openExport({
    ...order,
    ...dependencies,
    request: {
      base,
      level,
      ...(group === undefined ? {} : { group }),
      types: ['Patient'],
      typeFilters: [],
      elements: [],
      associated: [],
      patients: [],
      byPatient: false,
      lenient
    },
    scopes: order.scopes,
    files: forgetfulFiles,
    folder: 'members',
    sink: memorySink(ids),
    previous: undefined,
    policy: dependencies.policy,
    watch: {
      state: () => undefined,
      arrived: () => undefined,
      attempt: () => undefined,
      startedOver: () => undefined,
      waiting: () => undefined,
      poll: () => undefined,
      saw: () => undefined
    },
    trigger: createPollTrigger()
  })
  try {
    const { state } = await runExport(opened.run)
    return state === 'committed' ? ids : undefined
  } finally {
    await opened.close()
  }
}

/** The ids of the patients in an earlier export. */
export async function patientsIn(previous: PreviousExport): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const name of previous.names) {
    if (!/\.(?:Patient|mixed|kept)\.ndjson$/.test(name)) continue
    for await (const id of patientIds(previous.read(name))) ids.add(id)
  }
  return ids
}

/** Nothing of this export outlives the process: a crash starts it over. */
const forgetfulFiles: LineFiles = {
  append: async () => ({ write: async () => undefined, sync: async () => undefined, close: async () => undefined }),
  read: async () => undefined
}

function memorySink(ids: Set<string>): ExportSink {
  const parts = new Map<string, Uint8Array[]>()
  async function* read(part: string, length = Infinity): AsyncGenerator<Uint8Array> {
    const content = Buffer.concat(parts.get(part) ?? [])
    yield content.subarray(0, Math.min(length, content.length))
  }
  return {
    read,
    async open(part, offset) {
      const start = Buffer.concat(parts.get(part) ?? []).subarray(0, offset)
      const chunks: Uint8Array[] = [start]
      parts.set(part, chunks)
      return {
        write: async (bytes) => void chunks.push(Buffer.from(bytes)),
        sync: async () => undefined,
        close: async () => ({ storedBytes: 0, sha256: '' })
      }
    },
    async commit(list) {
      for (const { part } of list) for await (const id of patientIds(read(part))) ids.add(id)
    },
    tidy: async () => parts.clear()
  }
}

async function* patientIds(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const line of textLines(chunks)) yield* idIn(line)
}

function idIn(line: string): string[] {
  if (!patientHead.test(line.slice(0, 200)) && !patientHead.test(line)) return []
  try {
    const { resourceType, id } = JSON.parse(line) as { readonly resourceType?: unknown; readonly id?: unknown }
    return resourceType === 'Patient' && typeof id === 'string' ? [id] : []
  } catch {
    return []
  }
}
