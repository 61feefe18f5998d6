import { defined } from '#shared/language/defined.ts'
import type { ViewMark } from '../store/model/view-marks.ts'
import { readShardPart, ShardPartWriter } from './part-bytes.ts'
import type { ConceptTexts, ShardDirectory, TableDirectory } from './disk/directory.ts'
import type { DiskPlaces, DiskShard } from './disk/disk-places.ts'

/** Name of the file with what {@link writeDirectory} wrote. */
export const DIRECTORY_FILE = 'directory'

/** Version of what stands in the file; places of another one are not used. */
const VERSION = 2

/** What shards have in common stands once, and each names it by its number. */
interface SavedPlaces {
  readonly version: number
  readonly views: readonly ViewMark[]
  readonly places: Omit<DiskPlaces, 'shards'>
  readonly shards: readonly (Omit<DiskShard, 'directory'> & { readonly directory: NumberedDirectory })[]
  /** Lists and objects that several shards have. */
  readonly common: readonly unknown[]
}

/** A directory with numbers in place of what several have. */
type NumberedDirectory = Omit<ShardDirectory, 'concepts' | 'report' | 'files' | 'profiles' | 'sources' | 'tables'> & {
  readonly concepts: readonly number[]
  readonly report: number
  readonly files: number
  readonly profiles: number
  /** -1 for data of one source. */
  readonly sources: number
  readonly tables: readonly NumberedTable[]
}

type NumberedTable = Omit<TableDirectory, 'info'> & { readonly info: number }

/** Gives things numbers: the same things, or things with the same content, the same number. */
class Numbered {
  readonly all: unknown[] = []
  readonly #byIdentity = new Map<unknown, number>()
  readonly #byContent = new Map<string, number>()

  /** @param content by which things are compared that are not the same object */
  of(thing: unknown, content?: string): number {
    const known = this.#byIdentity.get(thing) ?? (content === undefined ? undefined : this.#byContent.get(content))
    const number = known ?? this.all.push(thing) - 1
    this.#byIdentity.set(thing, number)
    if (content !== undefined) this.#byContent.set(content, number)
    return number
  }
}

/**
 * Where everything of a population on the disk is, as bytes of a file next to its own.
 * @param views marks of the views that the columns were made by
 */
export function writeDirectory(places: DiskPlaces, views: readonly ViewMark[]): Uint8Array {
  const common = new Numbered()
  const { shards, ...rest } = places
  const saved: SavedPlaces = {
    version: VERSION,
    views,
    places: rest,
    shards: shards.map((shard) => ({ ...shard, directory: numbersOf(shard.directory, common) })),
    common: common.all
  }
  return new ShardPartWriter().write(saved)
}

function numbersOf(directory: ShardDirectory, common: Numbered): NumberedDirectory {
  const { concepts, report, files, profiles, sources, tables, ...rest } = directory
  const { systems, codes, displays } = concepts
  return {
    ...rest,
    concepts: [systems, codes, displays].map((texts) => common.of(texts)),
    report: common.of(report),
    files: common.of(files),
    profiles: common.of(profiles),
    sources: sources === undefined ? -1 : common.of(sources),
    tables: tables.map(({ info, ...table }) => ({ ...table, info: common.of(info, JSON.stringify(info)) }))
  }
}

/**
 * Reads what {@link writeDirectory} wrote.
 * @param views marks of the present views
 * @returns `undefined` for columns that were made by other views, or by another version
 */
export function readDirectory(bytes: Uint8Array<ArrayBuffer>, views: readonly ViewMark[]): DiskPlaces | undefined {
  const saved = readShardPart(bytes) as SavedPlaces
  if (saved.version !== VERSION || JSON.stringify(saved.views) !== JSON.stringify(views)) return undefined
  const { common } = saved
  // One object for all shards with the same concepts, as they are compared by it.
  const concepts = new Map<string, ConceptTexts>()
  const conceptsOf = (numbers: readonly number[]): ConceptTexts => {
    const name = numbers.join()
    const [systems, codes, displays] = numbers.map((number) => common[number] as readonly string[])
    const found = concepts.get(name) ?? {
      systems: defined(systems),
      codes: defined(codes),
      displays: defined(displays)
    }
    concepts.set(name, found)
    return found
  }
  const directoryOf = ({ sources, ...of }: NumberedDirectory): ShardDirectory => {
    return {
      ...of,
      concepts: conceptsOf(of.concepts),
      report: common[of.report] as ShardDirectory['report'],
      files: common[of.files] as readonly string[],
      profiles: common[of.profiles] as readonly string[],
      ...(sources === -1 ? {} : { sources: common[sources] as NonNullable<ShardDirectory['sources']> }),
      tables: of.tables.map(({ info, ...table }) => ({ ...table, info: common[info] as TableDirectory['info'] }))
    }
  }
  return {
    ...saved.places,
    shards: saved.shards.map((shard) => ({ ...shard, directory: directoryOf(shard.directory) }))
  }
}
