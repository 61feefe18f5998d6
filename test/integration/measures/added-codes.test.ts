import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { measureCommand } from '../../../src-main/cli/commands/measure.ts'
import { writeClaimsOnly } from '../../support/claims-only.ts'
import { unmanaged } from '../../support/policies.ts'
import { runDirectly } from '../../support/populus-command.ts'

const root = resolve(import.meta.dirname, '../../..')
const core = join(root, 'resources/measures/core')
const folder = mkdtempSync(join(tmpdir(), 'populus-codes-'))
const [data, crosswalk, other] = ['data', 'ndc.csv', 'other.csv'].map((name) => join(folder, name)) as [
  string,
  string,
  string
]

beforeAll(() => {
  const made = writeClaimsOnly(data, 60)
  writeFileSync(crosswalk, made.crosswalk)
  writeFileSync(other, 'list,system,code\nNo such list,CPT,77067\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Group {
  readonly id: string
  readonly score: number | null
  readonly cannotCompute?: string
  readonly populations: Readonly<Record<string, number>>
}

/** The rates of a built-in measure by its folder. */
async function rates(measure: string, ...args: readonly string[]): Promise<readonly Group[]> {
  let out = ''
  const io = { out: (text: string) => void (out += text), err: () => undefined, resources: join(root, 'resources') }
  const content = [measure, 'shared', 'value-sets'].map((name) => join(core, name))
  await runDirectly(
    measureCommand,
    [...content, '--data', data, '--period', '2025', '--json', '--threads', '1', ...args],
    {
      ...io,
      terminal: false,
      policies: unmanaged
    }
  )
  return (JSON.parse(out) as { readonly groups: readonly Group[] }).groups
}

describe('high-risk medicines on claims with NDC', () => {
  it('is no perfect 0 % but cannot be computed, with the codes that no list knows', async () => {
    const [any] = await rates('high-risk-medication')
    expect(any).toMatchObject({ score: null })
    expect(any?.cannotCompute).toBe('these data use codes that no installed list knows (NDC, 36 records)')
  })

  it('is computed with a crosswalk, by every form of the NDC', async () => {
    const [any] = await rates('high-risk-medication', '--codes', crosswalk)
    expect(any?.cannotCompute).toBeUndefined()
    expect(any?.populations).toMatchObject({ numerator: 18 })
    expect(any?.score).toBeCloseTo(18 / any!.populations['denominator']!)
  })
})

describe('codes of the command line', () => {
  it('must be for a list that is there', async () => {
    await expect(rates('high-risk-medication', '--codes', other)).rejects.toThrow(/no code list “No such list”/)
  })

  it('without a list go to the one that is named', async () => {
    const table = join(folder, 'table.csv')
    writeFileSync(table, 'NDC code,Description\n00378-4001-01,alprazolam\n')
    const found = await rates('high-risk-medication', '--codes', table, '--list', 'benzodiazepines')
    expect(found[0]?.populations).toMatchObject({ numerator: 18 })
    await expect(rates('high-risk-medication', '--codes', table)).rejects.toThrow(/1 code names no list/)
  })

  it('of a value set go to the list that is named', async () => {
    const valueSet = join(folder, 'value-set.json')
    const contains = [{ system: 'http://hl7.org/fhir/sid/ndc', code: '00378-4001-01', display: 'alprazolam' }]
    const resource = { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/own', expansion: { contains } }
    writeFileSync(valueSet, JSON.stringify(resource))
    const found = await rates('high-risk-medication', '--codes', valueSet, '--list', 'benzodiazepines')
    expect(found[0]?.populations).toMatchObject({ numerator: 18 })
  })
})
