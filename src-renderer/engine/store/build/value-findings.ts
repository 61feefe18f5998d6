import { STORED, type ArrangedResources } from './arrange-resources.ts'
import { spanOf, type OrderedChunk } from '../model/chunk-order.ts'
import type { Dangling } from './dangling-collector.ts'
import type { KeyTable } from '../model/key-table.ts'
import type { RejectCollector } from './reject-collector.ts'
import { rejectReasons, type RejectReason } from '../model/store.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'

/** The resources of some chunks and what became of them. */
export interface FoundIn {
  readonly chunks: readonly OrderedChunk[]
  readonly keys: KeyTable
  readonly arranged: ArrangedResources
  /** Whether findings in a chunk count here; where records are in several shards, they count in one. */
  readonly isCounted?: ((chunk: OrderedChunk) => boolean) | undefined
}

/** Notes values of stored resources that were left out, and references that name a resource which is not here. */
export function addValueFindings(
  found: FoundIn,
  dangling: Dangling,
  rejects: RejectCollector,
  isWanted: (type: string) => boolean = () => true
): void {
  const { chunks, keys, arranged } = found
  for (const { firstResource, findings } of chunks) {
    for (let i = 0; i < findings.count; i++) {
      const row = findings.resource[i]!
      if (row < 0 || arranged.state[firstResource + row] !== STORED) continue
      const resource = firstResource + row
      if (!isWanted(keys.types[keys.typeOf(arranged.key[resource]!)]!)) continue
      addFinding(found, rejects, resource, rejectReasons[findings.reason[i]!]!, findings.labels[findings.path[i]!])
    }
  }
  dangling.resources.forEach((resource, i) => {
    addFinding(found, rejects, resource, 'dangling-reference', dangling.paths[dangling.path[i]!])
  })
}

/** Notes something about a resource: all of it, or the value at a path. */
export function addFinding(
  { chunks, keys, arranged, isCounted = () => true }: FoundIn,
  rejects: RejectCollector,
  resource: number,
  reason: RejectReason,
  path: string | undefined
): void {
  const chunk = chunks[findChunk(chunks, resource)]!
  if (!isCounted(chunk)) return
  const { firstResource, resources } = chunk
  const index = resource - firstResource
  const { file, rank } = spanOf(chunk, index)
  rejects.add(
    {
      file,
      reason,
      line: resources.line[index]!,
      offset: resources.offset[index]!,
      resourceType: keys.types[keys.typeOf(arranged.key[resource]!)]!,
      path,
      scope: reason === 'duplicate-different' || reason === 'superseded' ? 'resource' : 'value'
    },
    rank
  )
}

/** Index of the chunk that holds a resource. */
function findChunk(chunks: readonly OrderedChunk[], resource: number): number {
  return partitionPoint(chunks.length, (chunk) => chunks[chunk]!.firstResource > resource) - 1
}
