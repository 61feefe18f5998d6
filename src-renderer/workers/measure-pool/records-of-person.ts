import { rowsOfPerson, type ResourceRow } from '#engine/measures/chunk/person-rows.ts'
import { placeList } from '#engine/measures/chunk/place-list.ts'
import type { FilePlaces, PlacesQuestion } from '#engine/measures/chunk/record-places.ts'
import { commonTypes, referredResources } from '#engine/measures/records/common-resources.ts'
import { neededRecords } from '#engine/measures/records/needed-records.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { findResource } from '#engine/store/model/id-column.ts'
import { readRunRecord, type RunRecordReader } from '../base/run-record.ts'
import type { IngestSource } from '../ingest/ingest-protocol.ts'

/** Records of one person, as a file of lines. */
export interface RecordsOfPerson {
  readonly source: IngestSource
  readonly places: FilePlaces
}

/**
 * Reads what some measures need of one person of a cluster population, with the records of nobody that are referred to.
 * @param person ordinal in the store of the shard @param signal ends the reading, which fails with its reason
 * @throws AppError as {@link readRunRecord}
 */
export async function readRecordsOfPerson(
  records: RunRecordReader,
  shard: PopulationShard,
  person: number,
  question: PlacesQuestion,
  signal?: AbortSignal
): Promise<RecordsOfPerson> {
  const { store } = shard
  const needed = neededRecords(question.content, store, question.supplemental, question.types)
  const shared = new Set([...needed.types].filter((type) => commonTypes.has(type)))
  const texts: { readonly ordinal: number; readonly text: string }[] = []
  const common = new Map<string, ResourceRow>()

  async function read({ type, row }: ResourceRow, ordinal: number): Promise<void> {
    const text = await readRunRecord(records, shard, type, row, signal)
    texts.push({ ordinal, text })
    if (shared.size === 0) return
    const resource = JSON.parse(text) as Parameters<typeof referredResources>[0]
    for (const name of referredResources(resource, shared)) {
      const cut = name.indexOf('/')
      const [referred, id] = [name.slice(0, cut), name.slice(cut + 1)]
      const index = common.has(name) ? undefined : findResource(store, referred, id)
      // Masked records are in no file.
      if (index !== undefined && store.resources.get(referred)?.file[index] !== -1)
        common.set(name, { type: referred, row: index })
    }
  }

  const number = shard.personNumber(person)
  for (const row of rowsOfPerson(store, person, question)) await read(row, number)
  // What is referred to may refer to more, which comes behind it.
  for (const row of common.values()) await read(row, -1)
  return asFile(texts)
}

function asFile(texts: readonly { readonly ordinal: number; readonly text: string }[]): RecordsOfPerson {
  const lines = texts.map(({ text }) => new TextEncoder().encode(`${text}\n`))
  let bytes = 0
  const offsets = lines.map(({ length }) => (bytes += length) - length)
  const list = placeList(texts.map(({ ordinal }, index) => ({ offset: offsets[index]!, ordinal })))
  return { places: { file: 0, places: list, bytes }, source: { kind: 'blob', blob: new Blob(lines), entry: undefined } }
}
