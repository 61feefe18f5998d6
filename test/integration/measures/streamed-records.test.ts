import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasBit } from '#engine/base/kernels/bitset.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import type { MeasureRun } from '#engine/measures/run/measure-run.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import { evaluateMeasures } from '../../../src-main/cli/measure/evaluate-measures.ts'
import { openPopulation, type OpenedFiles } from '../../../src-main/cli/data/open-population.ts'
import { readPack } from '../../conformance/measure-pack.ts'
import { patientsFor, readFolder, sampleYear } from '../../conformance/synthea-patients.ts'
import { testData } from '../../support/test-data.ts'
import { unmanaged } from '../../support/policies.ts'

const packs = testData('conformance/ecqm/dqm-2025')
const data = testData('data/synthea-100')
const resources = resolve(import.meta.dirname, '../../../resources')
const io = { out: () => undefined, err: () => undefined, terminal: false, policies: unmanaged, resources }

function countsOf({ groups }: MeasureRun, ordinal: number) {
  return groups.map(({ populations }) =>
    populations.map(({ code, members, counts, observations }) => {
      if (code === 'measure-observation')
        return observations?.patient.filter((patient) => patient === ordinal).length ?? 0
      return counts === undefined ? Number(hasBit(members, ordinal)) : counts[ordinal]
    })
  )
}

describe.skipIf(packs === undefined || data === undefined)('records read by way of the store', () => {
  it('give the results of all records, pack by pack, in one thread and in two, in memory and on the disk, all at once and segment by segment', async () => {
    const all = readFolder(data!)
    const { shards, files } = await openPopulation([data!], io, { keepFiles: true })
    const { store } = shards[0]!
    const divided = await openPopulation([data!], io, { keepFiles: true, memory: { asked: 256 * 1024 ** 2 } })
    expect(divided.shards.length).toBeGreaterThan(1)
    const ids = store.table('patient').column('id', 'id')
    let spooled = 0
    const spool: OpenedFiles['spool'] = () => {
      spooled++
      return files!.spool()
    }
    const entry = resolve(import.meta.dirname, '../../../src-main/headless.ts')
    for (const name of readdirSync(packs!).filter((name) => /CMS(122|165|138|347|117|1017|2)FHIR/.test(name))) {
      const pack = readPack(join(packs!, name))
      const content = readMeasureContent([pack.measure, ...pack.libraries, ...pack.valueSets])
      const evaluator = new MeasureEvaluator(content.measures[0]!, content)
      const expected = new Map(
        patientsFor(content, all).map((patient) => {
          const records = new PatientResources(patient.resources, 'derive', evaluator.program.fhir)
          const { groups } = evaluator.evaluate(patient.id, records, sampleYear)
          return [patient.id, groups.map(({ populations }) => populations.map(({ count }) => count))]
        })
      )
      expect(expected.size).toBe(100)
      const threads = name.startsWith('CMS122') ? 2 : 1
      const before = spooled
      const isSegmented = name.startsWith('CMS165') || threads === 2
      const { runs } = await evaluateMeasures(
        content,
        name.startsWith('CMS165') ? divided.shards : shards,
        { open: (file) => files!.open(file), spool },
        {
          period: sampleYear,
          supplemental: false,
          trace: undefined,
          policy: 'derive',
          zone: 'UTC',
          threads,
          memory: isSegmented ? 256 * 1024 ** 2 : undefined
        },
        { ...io, entry }
      )
      // Records lie on the disk where there is no room for all of them.
      expect(spooled - before).toBe(isSegmented ? 1 : 0)
      for (let ordinal = 0; ordinal < store.patients; ordinal++) {
        expect(countsOf(runs[0]!, ordinal)).toEqual(expected.get(idAt(ids, ordinal)!))
      }
    }
    await files!.close()
    await divided.files!.close()
    await divided.close()
  })
})
