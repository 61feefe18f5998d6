import type { OpenBytes } from '../../base/ndjson/gunzip.ts'
import { readBundle, readResources } from '../../base/ndjson/read-resources.ts'
import type { PieceSink } from '../../base/ndjson/piece-sink.ts'
import { checkResource, typeHint } from '../../store/collect/check-resource.ts'
import { resourcesInPopulation, storesWith } from '../../store/model/population-rows.ts'
import type { Store } from '../../store/model/store.ts'
import type { CompiledView, RowSink, ViewFinding } from '../../views/compiled-view.ts'
import { parseWithDecimalText } from '../../views/decimal-text.ts'
import type { ViewScan } from './scan-view.ts'

/** How far a run over the population is. */
export interface ViewProgress {
  /** Resources of the view's type that were read. */
  readonly resources: number
  /** Those that there are. */
  readonly of: number
}

/** How {@link runView} is watched and ended. */
export interface ViewRunOptions {
  readonly signal?: AbortSignal
  /** Called between pieces of a file; the run waits for it. */
  readonly between?: (progress: ViewProgress) => Promise<void> | void
  readonly onFinding?: (finding: ViewFinding) => void
  /** Ends the run before the next resource when it is true. */
  readonly enough?: () => boolean
  /** Reads what lines it can straight from bytes, and takes the rows of the others besides. */
  readonly scan?: ViewScan
}

/** Ends the reading of files when there is enough. */
const ENOUGH = Symbol('enough')
const MAX_NESTING = 4
const decoder = new TextDecoder('utf-8')

/**
 * Runs a view over the stored resources of its type: the raw JSON is read again from the files, in their order. Lines that
 * were not stored (rejected, or a repetition) give no rows, as in the built-in tables.
 * @param open gives the bytes of `store.files[file]`
 * @throws the signal's reason when it is aborted
 */
export async function runView(
  view: CompiledView,
  store: Store,
  open: (file: number) => OpenBytes,
  sink: RowSink,
  options: ViewRunOptions = {}
): Promise<ViewProgress & { readonly complete: boolean }> {
  const { resource: type } = view.definition
  const { scan } = options
  const take: RowSink = scan === undefined ? sink : (row) => scan.add(row)
  const of = resourcesInPopulation(store, type)
  const stop = new AbortController()
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal])
  let resources = 0
  let nesting = 0

  async function read(file: number, offsets: Float64Array): Promise<void> {
    let next = 0
    const pieces: PieceSink = {
      piece(bytes, line, offset, fullUrl) {
        if (stop.signal.aborted) return
        while (next < offsets.length && offsets[next]! < offset) next++
        if (offsets[next] === offset) run(bytes, fullUrl)
        else if (nesting < MAX_NESTING && holdsBundle(bytes)) {
          nesting++
          readBundle(bytes, line, offset, pieces)
          nesting--
        }
      },
      // What cannot be read was counted when the data were loaded.
      fault: () => undefined,
      ...(scan === undefined ? {} : { lines: scan.lines })
    }
    scan?.begin(offsets)
    await readResources(open(file), pieces, {
      signal,
      between() {
        if (scan?.full === true) resources += scan.flush()
        return options.between?.({ resources, of })
      }
    })
    resources += scan?.flush() ?? 0
  }

  function run(bytes: Uint8Array, fullUrl: string | undefined): void {
    const checked = checkResource(bytes, fullUrl)
    if (checked.kind !== 'resource' || checked.type !== type) return
    const { resource, id } = checked
    const exact = view.needsDecimalText ? withId(parseWithDecimalText(decoder.decode(bytes)), id) : resource
    view.run(exact, take, options.onFinding)
    resources++
    if (options.enough?.() === true) stop.abort(ENOUGH)
  }

  try {
    for (const [file, offsets] of placesOf(store, type)) {
      signal.throwIfAborted()
      await read(file, offsets)
    }
  } catch (error) {
    if (error !== ENOUGH) throw error
  }
  // The last resource may be what was enough.
  return { resources, of, complete: resources >= of }
}

/** Where the resources of a type stand: ascending offsets by file. */
function placesOf(store: Store, type: string): (readonly [file: number, offsets: Float64Array])[] {
  const counts = new Int32Array(store.files.length)
  const stores = storesWith(store, type)
  for (const { resources } of stores) {
    // Masked resources are in no file.
    for (const file of resources.get(type)?.file ?? []) if (file >= 0) counts[file]!++
  }
  const lists = Array.from(counts, (count) => new Float64Array(count))
  const filled = new Int32Array(counts.length)
  for (const { resources } of stores) {
    const { file: files, offset } = resources.get(type) ?? { file: new Int32Array(0), offset: new Float64Array(0) }
    files.forEach((file, row) => {
      if (file >= 0) lists[file]![filled[file]!++] = offset[row]!
    })
  }
  return lists.flatMap((offsets, file) => (offsets.length === 0 ? [] : [[file, offsets.sort()] as const]))
}

/** Whether a piece is a Bundle with entries. Only one that may be is parsed for it. */
function holdsBundle(bytes: Uint8Array): boolean {
  const hint = typeHint(bytes)
  return (hint === undefined || hint === 'Bundle') && checkResource(bytes, undefined).kind === 'bundle'
}

/** An entry of a Bundle may have its id in its `fullUrl` only. */
function withId(resource: unknown, id: string): unknown {
  return typeof resource === 'object' && resource !== null && !('id' in resource) ? { ...resource, id } : resource
}
