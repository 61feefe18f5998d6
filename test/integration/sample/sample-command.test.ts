import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { CommandIo } from '../../../src-main/cli/terminal/command.ts'
import { sampleCommand } from '../../../src-main/cli/commands/sample.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import type { GroundTruth } from '../../../src-main/sample/population/ground-truth.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { readAll } from '../../unit/sample/ndjson.ts'
import { unmanaged } from '../../support/policies.ts'
import { runDirectly } from '../../support/populus-command.ts'

function io(): CommandIo & { readonly written: string[] } {
  const written: string[] = []
  return {
    written,
    out: (text) => void written.push(text),
    err: () => undefined,
    terminal: false,
    policies: unmanaged,
    resources: ''
  }
}

describe('populus sample', () => {
  it('writes what the population streams, leaves empty files out, and tells the truths', async () => {
    const folder = temporaryFolder()
    const screen = io()
    expect(
      await runDirectly(sampleCommand, ['--patients', '40', '--seed', '3', '--out', folder, '--json'], screen)
    ).toBe(0)
    const population = createSamplePopulation({ patients: 40, seed: 3 })
    const names = readdirSync(folder)
    let bytes = 0
    for (const { name } of population.files) {
      const expected = await readAll(population.stream(name))
      bytes += expected.length
      if (expected.length === 0) expect(names).not.toContain(name)
      else expect(Buffer.compare(readFileSync(join(folder, name)), expected)).toBe(0)
    }
    const truths = JSON.parse(readFileSync(join(folder, 'truths.json'), 'utf8')) as GroundTruth
    expect(truths).toEqual(await population.truths())
    expect(truths.resources.Patient).toBe(40)
    expect(JSON.parse(screen.written.join(''))).toMatchObject({ patients: 40, seed: 3, bytes, files: names.length - 1 })
  })

  it('leaves out what was planted on request', async () => {
    const folder = temporaryFolder()
    const args = ['--patients', '20', '--without-signals', '--out', folder]
    expect(await runDirectly(sampleCommand, args, io())).toBe(0)
    const truths = JSON.parse(readFileSync(join(folder, 'truths.json'), 'utf8')) as GroundTruth
    expect(truths).toEqual(await createSamplePopulation({ patients: 20, signals: false }).truths())
    expect(truths.signals).toEqual([])
  })

  it('compresses on request to the same text', async () => {
    const folder = temporaryFolder()
    await runDirectly(sampleCommand, ['--patients', '5', '--out', folder, '--gzip'], io())
    const population = createSamplePopulation({ patients: 5 })
    const whole = await readAll(population.stream('Observation.0001.ndjson'))
    expect(Buffer.compare(gunzipSync(readFileSync(join(folder, 'Observation.0001.ndjson.gz'))), whole)).toBe(0)
  })

  it('writes the people as their payers see them, with the crosswalk of their drugs', async () => {
    const folder = temporaryFolder()
    const screen = io()
    await runDirectly(sampleCommand, ['--patients', '200', '--view', 'payer', '--out', folder], screen)
    // Who has no payer is in no file.
    const written = readFileSync(join(folder, 'Patient.0001.ndjson'), 'utf8').trimEnd().split('\n').length
    expect(written).toBeLessThan(200)
    expect(screen.written.join('')).toMatch(new RegExp(`^${written} people, `))
    const types = readdirSync(folder).map((name) => name.split('.')[0])
    expect(types.toSorted()).toEqual(
      [
        'Coverage',
        'ExplanationOfBenefit',
        'Organization',
        'Patient',
        'Practitioner',
        'ndc-to-rxnorm',
        'truths'
      ].toSorted()
    )
    expect(readFileSync(join(folder, 'ndc-to-rxnorm.csv'), 'utf8')).toMatch(/^ndc,rxcui,display\n\d{11},\d+,/)
    await expect(
      runDirectly(sampleCommand, ['--patients', '3', '--view', 'both', '--out', temporaryFolder()], io())
    ).rejects.toThrow(AppError)
  })

  it('refuses a folder that is not empty, and numbers that are none', async () => {
    const folder = temporaryFolder()
    await runDirectly(sampleCommand, ['--patients', '1', '--out', folder], io())
    await expect(runDirectly(sampleCommand, ['--patients', '1', '--out', folder], io())).rejects.toThrow(AppError)
    await expect(runDirectly(sampleCommand, ['--patients', 'many', '--out', temporaryFolder()], io())).rejects.toThrow(
      AppError
    )
    await expect(runDirectly(sampleCommand, ['--patients', '3'], io())).rejects.toThrow(AppError)
  })
})
