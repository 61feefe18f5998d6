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
  for (const type of ['ExplanationOfBenefit', 'Claim']) codedClaims(type).forEach((claim) => add(JSON.stringify(claim)))
  return { all: [...byType.values()].flat(), byType: [...byType.values()] }
}

/** Whether a resource of {@link samples} is one of the claims with rare forms. */
export function isWrittenByHand(resource: unknown): boolean {
  return (resource as { readonly id?: string }).id?.startsWith('coded-') ?? false
}

/** Claims whose lines have several codes of everything, some in details of details, and lines that have none. */
function codedClaims(resourceType: string): readonly unknown[] {
  const coding = (code: string) => ({ system: `http://example.org/${code.charAt(0)}`, code, display: `Code ${code}` })
  const concept = (...codes: readonly string[]) => ({ coding: codes.map(coding) })
  const detail = {
    sequence: 1,
    productOrService: concept('n1', 'n2'),
    revenue: concept('r3'),
    modifier: [concept('m4'), concept('m5', 'm6')],
    subDetail: [
      { sequence: 1, productOrService: concept('s1') },
      { sequence: 2, productOrService: concept() },
      { sequence: 3, productOrService: concept('s2', 's3') }
    ]
  }
  const full = {
    sequence: 1,
    productOrService: concept('a1', 'b2', 'n3'),
    revenue: concept('r1', 'r2'),
    modifier: [concept('m1', 'm2'), { text: 'words alone' }, concept('m3')],
    locationCodeableConcept: concept('p1', 'p2', 'p3'),
    detail: [detail, { sequence: 2, productOrService: { coding: [{ display: 'no code' }] } }, detail]
  }
  const lines = [
    full,
    { sequence: 2, productOrService: concept('a1') },
    { sequence: 3, productOrService: { text: 'words' }, modifier: [concept('m1')] },
    { productOrService: concept('a2', 'a3'), locationReference: { reference: 'Location/l1' } }
  ]
  return [[full], lines, [...lines, ...lines], [lines[1]!, full], [lines[3]!]].map((item, index) => ({
    resourceType,
    id: `coded-${index}`,
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    patient: { reference: 'Patient/p1' },
    created: '2024-03-20',
    diagnosis: [1, 2, 3].map((sequence) => ({ sequence, diagnosisCodeableConcept: concept(`d${sequence}`, 'd9') })),
    item
  }))
}

/** A few lines from everywhere in a list. */
function spread(lines: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(lines.length / PER_TYPE))
  return lines.filter((_, i) => i % step === 0)
}
