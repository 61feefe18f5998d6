import { resolve } from 'node:path'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import type { MeasureContent } from '#engine/measures/measure-content.ts'
import { neededRecords } from '#engine/measures/needed-records.ts'
import { readBatch } from '#engine/measures/read-batch.ts'
import { recordBatches, sharedRecords } from '#engine/measures/record-batches.ts'
import { SharedResources } from '#engine/measures/shared-resources.ts'
import { AppError } from '#shared/app-error.ts'
import { systemRandom } from '../../host/system.ts'
import { createImportCatalog } from '../../imports/import-catalog.ts'
import type { CommandIo } from '../command.ts'
import { openPopulation } from '../open-population.ts'

/** Text of patients' records that is in memory at a time. */
const batchBytes = 192 * 2 ** 20

/** A population whose patients can be gone through once. */
export interface PopulationRecords {
  /** Lines and entries that are no resources and were left out. */
  readonly unreadable: number
  /** Every patient with the records that the measures can read. */
  patients(): AsyncGenerator<{ readonly id: string; readonly resources: readonly FhirObject[] }>
}

/**
 * Opens a population, and reads the records that some measures need, patient by patient, from its files again: memory
 * holds the columns and the text of a part of the patients.
 * @param supplemental read what the supplemental data needs, too
 * @throws AppError `not-found`, `unreadable-file`
 */
export async function openRecords(
  paths: readonly string[],
  content: MeasureContent,
  io: CommandIo,
  supplemental = false
): Promise<PopulationRecords> {
  const { store } = await openPopulation(paths, io)
  const unreadable = store.report.files.reduce((sum, { rejected }) => sum + rejected, 0)
  const needed = neededRecords(content, store, supplemental)
  const decoder = new TextDecoder()
  const parse = (bytes: Uint8Array): FhirObject => JSON.parse(decoder.decode(bytes)) as FhirObject

  async function* patients(): AsyncGenerator<{ readonly id: string; readonly resources: readonly FhirObject[] }> {
    const catalog = createImportCatalog({ random: systemRandom })
    const { importId, files } = await catalog.open(paths.map((path) => resolve(path)))
    if (files.length !== store.files.length || files.some(({ name }, index) => name !== store.files[index])) {
      throw new AppError('unreadable-file', 'The files of the data have changed while they were read.')
    }
    const open = (file: number) => () => catalog.read(importId, file)
    const shared = new SharedResources()
    const [common = []] = await readBatch(sharedRecords(store, needed), open)
    for (const bytes of common) shared.add(parse(bytes))
    for (const batch of recordBatches(store, needed, batchBytes)) {
      const records = await readBatch(batch, open)
      for (const [at, id] of batch.patients.entries()) {
        yield { id, resources: shared.with(records[at]!.map(parse)) }
      }
    }
    await catalog.close(importId)
  }
  return { unreadable, patients }
}
