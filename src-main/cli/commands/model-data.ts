import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { readFile } from 'node:fs/promises'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import { readModel } from '#engine/models/document/seal-model.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation, type PopulationView } from '#engine/population/selection/population.ts'
import { loadRisk, type RiskDefinitions } from '#engine/risk/model/load-risk.ts'
import { AppError } from '#shared/app-error.ts'
import { lastDayOf } from '../data/last-day.ts'
import { openPopulation, type OpenedPopulation } from '../data/open-population.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readRisk } from '../data/read-risk.ts'
import { readAsOf } from '../terminal/as-of.ts'
import type { CommandIo } from '../terminal/command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'

/** Options of `populus model`. */
export interface ModelCommandOptions {
  readonly outcome?: string | undefined
  readonly share?: string | undefined
  readonly model?: string | undefined
  readonly onnx?: string | undefined
  readonly 'as-of'?: string | undefined
  readonly json: boolean
  readonly out?: string | undefined
  readonly force: boolean
  readonly timeout?: string | undefined
  readonly memory?: string | undefined
  readonly 'small-cells'?: string | undefined
  readonly reason?: string | undefined
  readonly 'passphrase-file'?: string | undefined
  readonly 'passphrase-fd'?: string | undefined
}

/** Data that a model is trained on or asked about. */
export interface OpenedModelData extends OpenedPopulation {
  readonly population: PopulationView
  readonly risk: RiskDefinitions
  readonly asOf: number
}

/** Opens the data, with the registries and tables that features come from. */
export async function openModelData(
  paths: readonly string[],
  values: ModelCommandOptions,
  io: CommandIo
): Promise<OpenedModelData> {
  const asked = readAsOf(values['as-of'])
  const opened = await openPopulation(paths, io, {
    passphrase: passphraseSourceOf(values),
    memory: { asked: values.memory }
  })
  const population = shardedPopulation(opened.shards, loadRegistries(await readRegistries(io.resources)))[0]!
  const asOf = asked ?? lastDayOf(opened.shards)
  return { ...opened, population, risk: loadRisk(await readRisk(io.resources)), asOf }
}

/** The model of `--model`. @throws AppError `invalid-input`, `unreadable-file` */
export async function modelFrom({ model }: Pick<ModelCommandOptions, 'model'>): Promise<SealedModel> {
  if (model === undefined) throw new AppError('invalid-input', m.nameTheFileOfTheModel)
  const text = await readFile(model, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfModelCannotBe, {
      cause
    })
  })
  return readModel(text)
}

/** A day as YYYY-MM-DD. @param day days since 1970-01-01 */
export function modelDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
