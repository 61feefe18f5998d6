import {
  KEY_IDENTIFIER,
  KEY_LOGICAL,
  KEY_RESOURCE,
  KEY_URN,
  type ChunkContent,
  type KeyList
} from '../../store/model/chunk.ts'
import { hashText } from '../../store/collect/content-hash.ts'
import { sourceMask } from '../../store/collect/qualify-chunk.ts'
import { growableInt32, growableUint32 } from '../../store/model/growable.ts'
import { createKeyTable } from '../../store/model/key-table.ts'
import type { TablePlan } from '../../store/model/plan.ts'
import { splitIdentifier } from '../../store/model/source-keys.ts'
import { isNoUuid, uuidText } from '../../store/model/uuid-bytes.ts'
import { textHash } from '../person-hash.ts'
import { takeUuids } from '../take-rows.ts'

/** In place of a shard: the record is of no person and goes into every shard. */
export const EVERY_SHARD = -1
/** In place of a shard: the record names its person in a way that can be told when all Patients are known. */
export const NOT_YET = -2
/** In place of a shard: the record names a person who is not in the data. */
export const OF_NOBODY = -3

/** Tells which shard each record of a population belongs to, while the records arrive. */
export interface PersonRoutes {
  /** Shard of each resource of a chunk; see the constants above. Remembers the Patients among them. */
  route(chunk: ChunkContent): Int32Array
  /** Remembers the Patients among records that are in their shard already. */
  meet(chunk: ChunkContent): void
  /** From now on all Patients are known. @returns whether records name people who are not in the data */
  complete(): boolean
}

/**
 * Makes the routes of a population.
 * @param plan of the tables that chunks have rows of
 * @param count number of shards
 * @param common types of which every shard has the records
 */
export function createPersonRoutes(plan: TablePlan, count: number, common: ReadonlySet<string>): PersonRoutes {
  const people = createKeyTable()
  /** By place in `people`: shard, and 1 for those who are in the data. */
  const shards: number[] = []
  const isHere: number[] = []
  const byUrl = new Map<string, number>()
  /** Identifiers of Patients, two words each, and who has each. */
  const identifiers = growableUint32()
  const identified = growableInt32()
  let byIdentifier: ReadonlyMap<string, number> | undefined
  let isComplete = false

  function placesOf(keys: KeyList): Int32Array {
    const places = people.merge(patientKeys(keys))
    for (let place = shards.length; place < people.count; place++) {
      shards.push(textHash(people.textOf(place)) % count)
      isHere.push(0)
    }
    return places
  }

  /** The person whom a key names otherwise than by id; -1 for none. */
  function personNamed(keys: KeyList, key: number, text: string): number {
    const form = keys.form[key]!
    if (form === KEY_URN) return byUrl.get(text) ?? people.find(KEY_RESOURCE, 'Patient', text)
    const { identifier, source } = splitIdentifier(text)
    byIdentifier ??= peopleByIdentifier()
    return byIdentifier.get(identifierName(identifier, source)) ?? -1
  }

  /** Where several people have an identifier, the one with the smallest id is meant. */
  function peopleByIdentifier(): ReadonlyMap<string, number> {
    const words = identifiers.take()
    const found = new Map<string, number>()
    identified.take().forEach((person, index) => {
      const name = `${words[index * 2]!}:${words[index * 2 + 1]!}`
      const known = found.get(name)
      if (known === undefined || people.textOf(person) < people.textOf(known)) found.set(name, person)
    })
    return found
  }

  function remember(chunk: ChunkContent, ofKey: (key: number) => number): void {
    const { resources, keys } = chunk
    const isPatient = keys.types.map((type) => type === 'Patient')
    if (!isPatient.includes(true)) return
    const ofRow = (row: number): number =>
      isPatient[keys.type[resources.key[row]!]!] === true ? ofKey(resources.key[row]!) : -1
    for (let row = 0; row < resources.count; row++) if (ofRow(row) >= 0) isHere[ofRow(row)] = 1
    for (const [row, url] of resources.fullUrls) if (ofRow(row) >= 0) byUrl.set(url, ofRow(row))
    resources.identifierOf.forEach((row, index) => {
      const person = ofRow(row)
      if (person < 0) return
      identifiers.push(resources.identifiers[index * 2]!)
      identifiers.push(resources.identifiers[index * 2 + 1]!)
      identified.push(person)
    })
  }

  /** Place of the Patient that each key of a chunk names, -1 for other keys. */
  function patientsOf(keys: KeyList): (key: number) => number {
    const places = placesOf(keys)
    const listed = patientKeyPlaces(keys)
    return (key) => places[listed[key]!] ?? -1
  }

  return {
    meet(chunk) {
      remember(chunk, patientsOf(chunk.keys))
    },
    route(chunk) {
      const { resources, keys } = chunk
      const ofKey = patientsOf(keys)
      if (!isComplete) remember(chunk, ofKey)
      const isCommon = keys.types.map((type) => common.has(type))
      const textOf = new Map(keys.others)
      const personOf = personKeys(chunk, plan)
      const out = new Int32Array(resources.count)
      for (let row = 0; row < resources.count; row++) {
        const key = resources.key[row]!
        if (isCommon[keys.type[key]!] === true) out[row] = EVERY_SHARD
        else out[row] = shardOf(personOf[row]!)
      }
      return out

      function shardOf(key: number): number {
        if (key < 0) return 0
        const form = keys.form[key]!
        if (form === KEY_RESOURCE) {
          const person = ofKey(key)
          if (person < 0) return 0
          return isComplete && isHere[person] === 0 ? OF_NOBODY : shards[person]!
        }
        if (form !== KEY_URN && form !== KEY_IDENTIFIER && form !== KEY_LOGICAL) return 0
        if (!isComplete) return NOT_YET
        const text = isNoUuid(keys.words, key * 4) ? textOf.get(key) : uuidText(keys.words, key * 4)
        const person = personNamed(keys, key, text ?? '')
        return person < 0 || isHere[person] === 0 ? 0 : shards[person]!
      }
    },
    complete() {
      isComplete = true
      return isHere.includes(0)
    }
  }
}

function identifierName(identifier: string, source: string | undefined): string {
  const name = new Uint32Array(2)
  hashText(identifier, name, 0)
  if (source !== undefined) sourceMask(source).forEach((word, index) => (name[index]! ^= word))
  return `${name[0]!}:${name[1]!}`
}

/** The keys of Patients by type and id, as a list of their own. */
function patientKeys(keys: KeyList): KeyList {
  const chosen = keysOfPatients(keys)
  const textOf = new Map(keys.others)
  const others: (readonly [number, string])[] = []
  chosen.forEach((key, index) => {
    if (isNoUuid(keys.words, key * 4)) others.push([index, textOf.get(key) ?? ''])
  })
  return {
    count: chosen.length,
    form: new Uint8Array(chosen.length).fill(KEY_RESOURCE),
    types: ['Patient'],
    type: new Uint16Array(chosen.length),
    words: takeUuids(keys.words, chosen),
    others
  }
}

function keysOfPatients({ count, form, type, types }: KeyList): Int32Array {
  const patient = types.indexOf('Patient')
  const chosen = growableInt32()
  for (let key = 0; key < count; key++) if (form[key] === KEY_RESOURCE && type[key] === patient) chosen.push(key)
  return chosen.take()
}

/** Place of each key in the list that {@link patientKeys} gives, -1 for those that are no Patients. */
function patientKeyPlaces(keys: KeyList): Int32Array {
  const places = new Int32Array(keys.count).fill(-1)
  keysOfPatients(keys).forEach((key, index) => (places[key] = index))
  return places
}

/** The key of the person of each resource; where the resource tells none, that of its first row that does. */
function personKeys({ resources, tables }: ChunkContent, plan: TablePlan): Int32Array {
  const person = resources.patient.slice()
  for (const { table, resource, columns } of tables) {
    const place = plan.tables[table]!.columns.findIndex(
      ({ name, kind }) => name === 'patient_id' && kind === 'reference'
    )
    const column = columns[place]
    if (column?.kind !== 'reference') continue
    for (let index = 0; index < resource.length; index++) {
      const row = resource[index]!
      if (person[row]! < 0) person[row] = column.codes[index]!
    }
  }
  return person
}
