import { createHash } from 'node:crypto'
import type { MeasureContent } from '#engine/measures/definition/measure-content.ts'
import { commonTypesOf } from '#engine/shards/load/common-types.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { buildShard } from '../../src-main/cli/cluster/build-shard.ts'
import { mergeShards, type MergeContext } from '../../src-main/cli/cluster/merge-shards.ts'
import {
  frame,
  FrameReader,
  frameKinds,
  jsonFrame,
  jsonOf,
  linesFrame,
  SHARD_PROTOCOL
} from '../../src-main/cli/cluster/shard-frames.ts'
import { shardOutput } from '../../src-main/cli/cluster/shard-output.ts'
import { canonicalViews } from './canonical-views.ts'
import { shippedPlan } from './load-store.ts'
import { unmanaged } from './policies.ts'

/** A file of lines: its name, and its lines. */
export interface RecordFile {
  readonly name: string
  readonly lines: readonly string[]
}

/** What a process of the cluster handed out. */
export interface ClusterAnswer {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly measures: readonly unknown[]
  readonly facts: Readonly<Record<string, number>>
}

interface Routed {
  readonly resourceType?: string
  readonly id?: string
  readonly patient?: { readonly reference?: string }
  readonly subject?: { readonly reference?: string }
  readonly beneficiary?: { readonly reference?: string }
  readonly participant?: readonly { readonly actor?: { readonly reference?: string } }[]
}

/** The shard of a line, and -1 for all: what the job on the cluster finds out of references by type and id. */
function shardOf(line: string, count: number, common: ReadonlySet<string>): number {
  let resource: Routed
  try {
    resource = JSON.parse(line) as Routed
  } catch {
    return 0
  }
  const { resourceType = '', id } = resource
  if (common.has(resourceType)) return -1
  const about = [resource.patient, resource.subject, resource.beneficiary].find((each) => each !== undefined)
  const named = [about, ...(resource.participant ?? []).map(({ actor }) => actor)].flatMap(
    (each) => /(?:^|\/)Patient\/([^/]+)$/.exec(each?.reference ?? '')?.[1] ?? []
  )
  const person = resourceType === 'Patient' ? id : named[0]
  return person === undefined ? 0 : createHash('sha256').update(person).digest()[0]! % count
}

/** Divides files into the input of each shard. */
function partitionsOf(
  files: readonly RecordFile[],
  count: number,
  task: Readonly<Record<string, unknown>>
): readonly Uint8Array[][] {
  const common = commonTypesOf(shippedPlan())
  const types = new Set(
    files.flatMap(({ lines }) => lines.flatMap((line) => /"resourceType":"(\w+)"/.exec(line)?.[1] ?? []))
  )
  const routes = new Map(files.map(({ name, lines }) => [name, lines.map((line) => shardOf(line, count, common))]))
  return Array.from({ length: count }, (_, shard) => {
    const about = { version: SHARD_PROTOCOL, shard, shards: count, types: [...types], zone: 'UTC', ...task }
    const frames: Uint8Array[] = [jsonFrame(frameKinds.task, about)]
    for (const { name, lines } of files)
      for (const isCommon of [true, false]) {
        const order = [...lines.keys()].filter((index) => routes.get(name)![index] === (isCommon ? -1 : shard))
        if (order.length === 0) continue
        frames.push(jsonFrame(frameKinds.records, { file: name, common: isCommon }))
        const text = new TextEncoder().encode(order.map((index) => `${lines[index]!}\n`).join(''))
        frames.push(linesFrame({ order, text }))
      }
    return [...frames, frame(frameKinds.end)]
  })
}

async function* streamed(bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  // Frames cross a pipe in pieces of any size.
  for (const part of bytes)
    for (let index = 0; index < part.length; index += 4099) yield part.subarray(index, index + 4099)
}

/** Reads the answer of a process. */
async function answerOf(written: readonly Uint8Array[]): Promise<ClusterAnswer> {
  const reader = new FrameReader(streamed(written))
  const files = new Map<string, Uint8Array>()
  const measures: unknown[] = []
  for (;;) {
    const next = await reader.next()
    if (next.kind === frameKinds.end) return { files, measures, facts: jsonOf(next) as ClusterAnswer['facts'] }
    if (next.kind === frameKinds.measures) measures.push(jsonOf(next))
    else if (next.kind === frameKinds.file) {
      const parts: Uint8Array[] = []
      for await (const part of reader.run(frameKinds.bytes)) parts.push(part)
      files.set((jsonOf(next) as { readonly name: string }).name, Buffer.concat(parts))
    }
  }
}

const io = { err: () => undefined, terminal: false, policies: unmanaged }

async function marksOfViews(): Promise<MergeContext['marks']> {
  return viewMarks({ r4: [...canonicalViews('r4').values()], r5: [...canonicalViews('r5').values()] })
}

/** Builds the shards of files as processes on a cluster do. @param folder for temporary files */
export async function buildOnCluster(
  files: readonly RecordFile[],
  count: number,
  task: Readonly<Record<string, unknown>>,
  { content, folder }: { readonly content: MeasureContent; readonly folder: string }
): Promise<readonly ClusterAnswer[]> {
  const context = { plan: shippedPlan(), marks: await marksOfViews(), content: async () => content, folder, io }
  const answers: ClusterAnswer[] = []
  for (const input of partitionsOf(files, count, task)) {
    const written: Uint8Array[] = []
    const output = shardOutput(async (bytes) => void written.push(bytes))
    await buildShard(new FrameReader(streamed(input)), output, context)
    answers.push(await answerOf(written))
  }
  return answers
}

/** The input of the process that joins shards. */
function mergeInput(answers: readonly ClusterAnswer[], task: Readonly<Record<string, unknown>>): readonly Uint8Array[] {
  const about = { version: SHARD_PROTOCOL, shards: answers.length, cohorts: [], smallCells: 0, ...task }
  return [
    jsonFrame(frameKinds.task, about),
    ...answers.flatMap(({ measures }) => measures.map((part) => jsonFrame(frameKinds.measures, part))),
    ...answers.flatMap(({ files }) =>
      [...files].flatMap(([name, bytes]) =>
        name.startsWith('shards/') ? [frame(frameKinds.store), frame(frameKinds.bytes, bytes)] : []
      )
    ),
    frame(frameKinds.end)
  ]
}

/** Joins shards as the driver does. */
export async function mergeOnCluster(
  answers: readonly ClusterAnswer[],
  task: Readonly<Record<string, unknown>>,
  { definitions, folder }: Pick<MergeContext, 'definitions' | 'folder'>
): Promise<ClusterAnswer> {
  const written: Uint8Array[] = []
  const output = shardOutput(async (bytes) => void written.push(bytes))
  const context = { plan: shippedPlan(), marks: await marksOfViews(), definitions, folder, cacheBytes: 1 << 26 }
  await mergeShards(new FrameReader(streamed(mergeInput(answers, task))), output, context)
  return answerOf(written)
}
