import type { SamplePopulation } from '../population/population.ts'
import { mix } from '../population/base/random.ts'
import type { Identity } from './identities.ts'
import { idInSource, sourcePatient } from './source-patient.ts'
import { isKnownTo, sampleSources, type SampleSource } from './written-identity.ts'

/** A population as three sources have it. */
export interface SampleOfSources {
  /** Charts of the hospital and of the clinic come from the first, claims from the second; both have the same people. */
  readonly chart: SamplePopulation
  readonly payer: SamplePopulation
  readonly people: readonly Identity[]
}

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const encounters = /"Encounter\/([0-9a-f-]{36})"/
const ownId = /"id":"([^"]+)"/

/** One file of a source as lines with their ends, made while it is read. */
export async function* sourceLines(
  sample: SampleOfSources,
  source: SampleSource,
  name: string
): AsyncGenerator<string> {
  const { people } = sample
  const population = source === 'payer' ? sample.payer : sample.chart
  const byId = new Map(people.map((person) => [person.id, person]))
  const idOf = (id: string): string => {
    const person = byId.get(id)
    if (person !== undefined) return idInSource(person, people.length, source)
    return source === 'clinic' ? ownIdOf(id) : id
  }
  for await (const line of linesOf(population.stream(name))) {
    const person = personOf(line, byId)
    if (person !== undefined && !isKnownTo(population.seed, person.index, source)) continue
    if (person !== undefined && !isHere(line, source)) continue
    if (person === undefined || !line.startsWith('{"resourceType":"Patient"')) {
      yield `${line.replace(uuids, idOf)}\n`
      continue
    }
    const patient = sourcePatient(
      JSON.parse(line) as Record<string, unknown>,
      person,
      population.seed,
      people.length,
      source
    )
    yield `${JSON.stringify(patient).replace(uuids, idOf)}\n`
  }
}

/** Which record of which source is of whom, as CSV. */
export function* truthLines({ people, chart }: SampleOfSources): Generator<string> {
  yield 'source,id,person\n'
  for (const source of sampleSources)
    for (const person of people)
      if (isKnownTo(chart.seed, person.index, source))
        yield `${source},${idInSource(person, people.length, source)},${person.index}\n`
}

function personOf(line: string, people: ReadonlyMap<string, Identity>): Identity | undefined {
  for (const [id] of line.matchAll(uuids)) {
    const person = people.get(id)
    if (person !== undefined) return person
  }
  return undefined
}

/** Visits with everything that belongs to them happen in the hospital or in the clinic; of some, both have the records. */
function isHere(line: string, source: SampleSource): boolean {
  if (source === 'payer' || /^\{"resourceType":"(?:Patient|Coverage)"/.test(line)) return true
  const visit = encounters.exec(line)?.[1] ?? ownId.exec(line)?.[1] ?? ''
  const share = (mix(Number.parseInt(visit.slice(0, 8), 16) ^ Number.parseInt(visit.slice(-8), 16)) % 100) / 100
  return source === 'hospital' ? share < 0.7 : share >= 0.55
}

/** The clinic knows everything by ids of its own. */
function ownIdOf(id: string): string {
  return `${(0xf - Number.parseInt(id[0]!, 16)).toString(16)}${id.slice(1)}`
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
