import type { SampleView } from '#shared/sample-view.ts'
import type { SampleDay } from './base/calendar.ts'
import type { SampleSignals } from './base/seeded-signals.ts'
import type { Life } from './life/life.ts'
import type { Reference } from './reference/reference.ts'
import type { PersonalType } from './base/resource-types.ts'
import { simulate } from './simulate.ts'
import { addLife, emptyTally, type SampleTally } from './tally.ts'

/** People per shard: about 25 MB of NDJSON. */
export const patientsPerShard = 500

/** Mean bytes per person and type at the default as-of day, for estimates. */
export const meanBytes: Readonly<Record<PersonalType, number>> = {
  Patient: 2000,
  Coverage: 1350,
  Appointment: 1220,
  Encounter: 16_700,
  Condition: 12_100,
  Observation: 22_200,
  DiagnosticReport: 2530,
  Procedure: 960,
  MedicationRequest: 5130,
  Immunization: 2690,
  AllergyIntolerance: 170,
  Device: 41,
  ExplanationOfBenefit: 72_000
}

/** The NDJSON of one type in a shard. */
export interface ShardFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Start of each person's lines in `bytes`, and the end of the last one. */
  readonly starts: Uint32Array
}

/** The people of one shard: what was written of them, and what they count for. */
export interface Shard {
  readonly files: ReadonlyMap<PersonalType, ShardFile>
  readonly tally: SampleTally
}

/** What decides a population; checked. */
export interface Recipe {
  readonly seed: number
  readonly patients: number
  readonly asOfDay: SampleDay
  readonly season: number
  readonly reference: Reference
  readonly view: SampleView
  readonly signals: SampleSignals
  /** What is written. */
  readonly types: readonly PersonalType[]
}

const encoder = new TextEncoder()

/** Bytes that grow. */
class Sink {
  private buffer: Uint8Array<ArrayBuffer>
  length = 0

  /** @param expected bytes that will probably be written */
  constructor(expected: number) {
    this.buffer = new Uint8Array(expected)
  }

  append(text: string): void {
    // UTF-8 needs at most three bytes for one UTF-16 unit.
    const room = this.length + text.length * 3
    if (room > this.buffer.length) {
      const larger = new Uint8Array(Math.max(room, this.buffer.length * 2))
      larger.set(this.buffer.subarray(0, this.length))
      this.buffer = larger
    }
    this.length += encoder.encodeInto(text, this.buffer.subarray(this.length)).written
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.length)
  }
}

/** The lines of one person and type, each with its line end. */
function textOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

/** One person of a population. @param types what is written */
function lifeOf({ seed, asOfDay, reference, ...seen }: Recipe, index: number, types: readonly PersonalType[]): Life {
  return simulate(seed, index, asOfDay, reference, { ...seen, types })
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/**
 * Makes a shard, giving other work a turn after every few people.
 * @param types what is written; with none of them, people are only counted
 */
export async function makeShard(recipe: Recipe, shard: number, types = recipe.types): Promise<Shard> {
  const first = shard * patientsPerShard
  const people = Math.min(patientsPerShard, recipe.patients - first)
  // A tenth above the mean, so that the bytes of few shards have to be moved on the way.
  const sinks = types.map((type) => ({
    type,
    sink: new Sink(Math.ceil(1.1 * meanBytes[type] * people) + (1 << 16)),
    starts: new Uint32Array(people + 1)
  }))
  const tally = emptyTally()
  for (let index = 0; index < people; index++) {
    const life = lifeOf(recipe, first + index, types)
    addLife(tally, life, recipe.season)
    for (const { type, sink, starts } of sinks) {
      sink.append(textOf(life.chart.lines[type]))
      starts[index + 1] = sink.length
    }
    if (index % 8 === 7) await nextTurn()
  }
  return {
    files: new Map(sinks.map(({ type, sink, starts }) => [type, { bytes: sink.take(), starts }])),
    tally
  }
}

/** The lines of one type for people `from` to `until` (not included) of a shard, made again. */
export function remake(
  recipe: Recipe,
  shard: number,
  type: PersonalType,
  from: number,
  until: number
): Uint8Array<ArrayBuffer> {
  const texts: string[] = []
  for (let index = from; index < until; index++) {
    texts.push(textOf(lifeOf(recipe, shard * patientsPerShard + index, [type]).chart.lines[type]))
  }
  return encoder.encode(texts.join(''))
}
