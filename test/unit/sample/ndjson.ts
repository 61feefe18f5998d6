import type { SamplePopulation } from '../../../src-main/sample/population/population.ts'

/** A parsed resource; tests look at it without the help of the generator's own types. */
export type Resource = Record<string, unknown> & { readonly resourceType: string; readonly id: string }

/** Reads a whole stream. */
export async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Every resource of a population, file by file, read as any consumer would. */
export async function readPopulation(population: SamplePopulation): Promise<Resource[]> {
  const resources: Resource[] = []
  for (const { name, type } of population.files) {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readAll(population.stream(name)))
    if (text === '') continue
    if (!text.endsWith('\n')) throw new Error(`${name} does not end with a line end`)
    for (const line of text.slice(0, -1).split('\n')) {
      const resource = JSON.parse(line) as Resource
      if (resource.resourceType !== type) throw new Error(`${name} holds a ${resource.resourceType}`)
      resources.push(resource)
    }
  }
  return resources
}

/** The value at a path of names and indexes, undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value)
}

/** Text at a path, empty where there is none. */
export function text(value: unknown, ...path: readonly (string | number)[]): string {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : ''
}
