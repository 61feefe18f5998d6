import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { testData } from '../../support/test-data.ts'

/** Resources to start from. */
export interface Samples {
  readonly all: readonly unknown[]
  readonly byType: readonly (readonly unknown[])[]
}

const PER_TYPE = 60
const PEOPLE = 25

/** Some resources of every type: a sample population, and data of others where they are installed. */
export async function samples(): Promise<Samples> {
  const byType = new Map<string, unknown[]>()
  const add = (line: string): void => {
    if (line.trim() === '') return
    const resource = JSON.parse(line) as { resourceType: string }
    const list = byType.get(resource.resourceType) ?? []
    byType.set(resource.resourceType, list)
    list.push(resource)
  }
  const population = createSamplePopulation({ patients: PEOPLE })
  for (const { name } of population.files) {
    const text = await new Response(population.stream(name)).text()
    spread(text.split('\n')).forEach(add)
  }
  for (const folder of ['data/synthea-100', 'data/uscore-13']) {
    const path = testData(folder)
    if (path === undefined) continue
    for (const type of [
      ...byType.keys(),
      'Claim',
      'CarePlan',
      'CareTeam',
      'ImagingStudy',
      'DocumentReference',
      'PractitionerRole'
    ]) {
      const file = `${path}/${type}.ndjson.gz`
      if (!existsSync(file)) continue
      const lines: string[] = []
      for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) lines.push(line)
      spread(lines).forEach(add)
    }
  }
  return { all: [...byType.values()].flat(), byType: [...byType.values()] }
}

/** A few lines from everywhere in a list. */
function spread(lines: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(lines.length / PER_TYPE))
  return lines.filter((_, i) => i % step === 0)
}
