import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import type { ModelDocument, SealedModel } from '#engine/models/document/model-document.ts'
import { textHash } from '#engine/shards/person-hash.ts'
import { readModel } from '#engine/models/document/seal-model.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation, type PopulationView } from '#engine/population/selection/population.ts'
import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import { AppError } from '#shared/app-error.ts'
import { lastDayOf } from '../data/last-day.ts'
import { openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'
import type { ValuesOf } from '../../host/arguments/declaration.ts'
import type { modelTrainDeclaration } from '../declarations/model.ts'
import type { CommandIo } from '../terminal/command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'

/** Options of what is done with a model and data. */
type ModelDataOptions = Pick<
  ValuesOf<typeof modelTrainDeclaration>,
  'as-of' | 'memory' | 'passphrase-file' | 'passphrase-fd'
>

/** Data that a model is trained on or asked about. */
export interface OpenedModelData extends OpenedPopulation {
  readonly population: PopulationView
  readonly risk: RiskDefinitions
  readonly asOf: number
}

/**
 * Opens the data, with the registries and tables that features come from.
 * @param mustRecord an audit log is begun where there is none
 */
export async function openModelData(
  paths: readonly string[],
  values: ModelDataOptions,
  io: CommandIo,
  mustRecord = false
): Promise<OpenedModelData> {
  const opened = await openPopulation(paths, io, {
    passphrase: passphraseSourceOf(values),
    memory: { asked: values.memory },
    mustRecord
  })
  const population = shardedPopulation(opened.shards, loadRegistries(await readRegistries(io.resources)))[0]!
  const asOf = values['as-of'] ?? lastDayOf(opened.shards)
  return { ...opened, population, risk: loadRisk(await readRisk(io.resources)), asOf }
}

/** The model of `--model`. @throws AppError `invalid-input`, `unreadable-file` */
export async function readModelFile(path: string): Promise<SealedModel> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfModelCannotBe, {
      cause
    })
  })
  return readModel(text)
}

/** Marks of models lie above the hashes of people. */
const MARKS = 2 ** 32

/**
 * Stands in the register of published counts for the people of a model: whom it was trained on is not in its file, so models
 * of one outcome are taken to be about the same people.
 */
export function modelMark({ outcome }: Pick<ModelDocument, 'outcome'>): number {
  return MARKS + textHash(outcome.id)
}

/** A day as YYYY-MM-DD. @param day days since 1970-01-01 */
export function modelDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
