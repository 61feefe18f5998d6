import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMeasureContent } from '#engine/measures/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/patient-resources.ts'
import { openRecords } from '../../../src-main/headless/measure/population-records.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { patientsFor, readFolder, sampleYear } from '../../conformance/synthea-patients.ts'
import { testData } from '../../support/test-data.ts'

const packs = testData('conformance/ecqm/dqm-2025')
const data = testData('data/synthea-100')
const resources = resolve(import.meta.dirname, '../../../resources')
const io = { out: () => undefined, err: () => undefined, terminal: false, resources }

describe.skipIf(packs === undefined || data === undefined)('records read by way of the store', () => {
  it('give the results of all records, pack by pack', async () => {
    const all = readFolder(data!)
    for (const name of readdirSync(packs!).filter((one) => /CMS(122|165|138|347|117|1017|2)FHIR/.test(one))) {
      const pack = readPack(join(packs!, name))
      const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
      const evaluator = new MeasureEvaluator(content.measures[0]!, content)
      const evaluate = (id: string, records: Parameters<typeof patientsFor>[1]) =>
        evaluator.evaluate(id, new PatientResources(records, 'derive', evaluator.program.fhir), sampleYear)
      const expected = new Map(patientsFor(content, all).map((one) => [one.id, evaluate(one.id, one.resources)]))
      let seen = 0
      for await (const one of (await openRecords([data!], content, io)).patients()) {
        expect(evaluate(one.id, one.resources)).toEqual(expected.get(one.id))
        seen++
      }
      expect(seen).toBe(expected.size)
      expect(seen).toBe(100)
    }
  }, 300_000)
})
