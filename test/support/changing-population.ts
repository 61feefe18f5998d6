import { bytesOf, streamOf } from './byte-stream.ts'
import type { LoadedFile } from './loaded-population.ts'

/** One line of a file. */
interface Line {
  /** `Type/id`; a line that is no resource has none. */
  readonly key: string | undefined
  readonly text: string
}

/** A file of lines, of which some were blanked. */
interface LinedFile {
  readonly name: string
  readonly lines: readonly Line[]
}

/** A population as an export and its refreshes have it: files, and later ones behind them. */
export interface ChangingPopulation {
  readonly files: readonly LinedFile[]
}

/** A change of a population, and what is told of it. */
export interface ChangedPopulation extends ChangingPopulation {
  /** By index of the file, the offsets of the lines that hold no longer. */
  readonly removed: ReadonlyMap<number, Float64Array>
}

export type TestResource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string }

const keyOf = ({ resourceType, id }: TestResource): string => `${resourceType}/${id}`
const lineOf = (resource: TestResource | string): Line =>
  typeof resource === 'string'
    ? { key: undefined, text: resource }
    : { key: keyOf(resource), text: JSON.stringify(resource) }

/** A file of resources, and of lines that are none. */
export function linedFile(name: string, resources: readonly (TestResource | string)[]): LinedFile {
  return { name, lines: resources.map(lineOf) }
}

/** Files as they are, with their resources by type and id. */
export async function linedFiles(files: readonly LoadedFile[]): Promise<ChangingPopulation> {
  const lined = files.map(async ({ name, open }) => {
    const texts = (await new Response(await open()).text()).split('\n').slice(0, -1)
    return linedFile(
      name,
      texts.map((text) => JSON.parse(text) as TestResource)
    )
  })
  return { files: await Promise.all(lined) }
}

/** Blanks the lines of resources that are removed or come again, and puts the new ones into a file behind the others. */
export function changed(
  { files }: ChangingPopulation,
  name: string,
  changes: readonly (TestResource | string)[],
  removals: readonly string[]
): ChangedPopulation {
  const gone = new Set([...removals, ...changes.flatMap((each) => (typeof each === 'string' ? [] : [keyOf(each)]))])
  const removed = new Map<number, Float64Array>()
  const kept = files.map((file, index): LinedFile => {
    const offsets: number[] = []
    let offset = 0
    const lines = file.lines.map((line): Line => {
      const bytes = bytesOf(line.text).length
      const isGone = line.key !== undefined && gone.has(line.key)
      if (isGone) offsets.push(offset)
      offset += bytes + 1
      return isGone ? { key: undefined, text: ' '.repeat(bytes) } : line
    })
    if (offsets.length > 0) removed.set(index, Float64Array.from(offsets))
    return { ...file, lines }
  })
  return { files: [...kept, linedFile(name, changes)], removed }
}

/** The texts of the files by their names. */
export function textsOf({ files }: ChangingPopulation): ReadonlyMap<string, string> {
  return new Map(files.map(({ name, lines }) => [name, lines.map(({ text }) => `${text}\n`).join('')]))
}

/** The files to be loaded. */
export function filesOf(population: ChangingPopulation): LoadedFile[] {
  return Array.from(textsOf(population), ([name, text]) => ({
    name,
    open: () => Promise.resolve(streamOf([bytesOf(text)]))
  }))
}
