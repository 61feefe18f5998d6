import { cliMeasureMessages as m } from '#messages/cli/measure.ts'
import type { FilePlaces } from '#engine/measures/chunk/record-places.ts'
import { readPlaces } from '#engine/measures/chunk/read-places.ts'
import { AppError } from '#shared/app-error.ts'
import { nodeUnzip } from '../../host/node/node-gunzip.ts'
import type { OpenedFiles } from '../data/open-population.ts'
import { PacketWriter } from './packet-writer.ts'
import type { RecordSink } from './record-sinks.ts'

/**
 * Reads the records at some places again from their files and hands each to the sink of its patient; those of no patient
 * to all that take them.
 * @param places belong to this function from now on, which removes those of each file once it has read it
 * @param onBytes called with bytes of records that were read
 * @throws AppError `unreadable-file` when the files have changed since
 */
export async function readRecords(
  files: Pick<OpenedFiles, 'open'>,
  places: FilePlaces[],
  sinks: readonly RecordSink[],
  onBytes: (bytes: number) => void
): Promise<void> {
  const feeds = new Feeds(sinks)
  // Places are let go file by file: those of a large population take memory that evaluating needs.
  for (let item = places.shift(); item !== undefined; item = places.shift()) {
    const found = await readPlaces(
      files.open(item.file),
      item.places,
      (ordinal, bytes) => {
        onBytes(bytes.length)
        feeds.add(ordinal, bytes)
      },
      { between: () => feeds.send(true), unzip: nodeUnzip }
    )
    if (found < item.places.count) throw new AppError('unreadable-file', m.theFilesOfTheDataHave)
  }
  await feeds.settle()
}

/** Collects records for sinks. */
class Feeds {
  readonly #feeds: readonly { readonly sink: RecordSink; readonly writer: PacketWriter }[]

  constructor(sinks: readonly RecordSink[]) {
    this.#feeds = sinks.map((sink) => ({ sink, writer: new PacketWriter() }))
  }

  add(ordinal: number, json: Uint8Array): void {
    if (ordinal < 0) {
      for (const { sink, writer } of this.#feeds) if (sink.takesCommon) writer.add(ordinal, json)
      return
    }
    const feed = this.#feeds.find(({ sink: { ranges } }) =>
      ranges.some(({ first, count }) => ordinal >= first && ordinal < first + count)
    )
    feed?.writer.add(ordinal, json)
  }

  /** Sends what was collected. Resolves when there is room for more. */
  async send(onlyFull: boolean): Promise<void> {
    for (const { sink, writer } of this.#feeds)
      if (onlyFull ? writer.isFull : !writer.isEmpty) await sink.take(writer.take())
  }

  async settle(): Promise<void> {
    await this.send(false)
    for (const { sink } of this.#feeds) await sink.settle()
  }
}
