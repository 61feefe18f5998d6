import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import type { Registry } from '#engine/population/registries/registry-definition.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { countsOfPack, makePack } from '#engine/sharing/pack/make-pack.ts'
import { packCohorts, type PackCohort } from '#engine/sharing/pack/pack-cohorts.ts'
import { packText } from '#engine/sharing/pack/seal-pack.ts'
import { AppError } from '#shared/app-error.ts'
import { findInstallation } from '../../host/process/installation.ts'
import {
  definitionStatesOf,
  givenDefinitions,
  registryStates,
  requireApprovedFiles,
  type GivenDefinition
} from '../data/approved-definitions.ts'
import { lastDayOf } from '../data/last-day.ts'
import { readCohortFile } from '../data/read-cohort-file.ts'
import { contentDigest } from '../../services/definitions/content-digest.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { packMakeDeclaration } from '../declarations/pack.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { openOutput } from '../commands/output-file.ts'
import { readPackFile } from './read-pack-file.ts'

/** `populus pack make`. */
export const packMakeCommand = defineCommand(packMakeDeclaration, async ({ values, positionals: { paths } }, io) => {
  const { series, out } = values
  if (series.trim() === '') throw new AppError('invalid-input', m.nameTheSeriesWithSeries)
  const smallCells = smallCellsOf(values, true, io.policies)
  const earlier = await Promise.all(values.earlier.map((path) => readPackFile(path, '--earlier', io)))
  const other = earlier.find(({ pack }) => pack.series !== series)
  if (other !== undefined) throw new AppError('invalid-input', m.earlierNamesAPackOfThe(other.pack.series, series))
  const definitions = await readRegistries(io.resources)
  const passphrase = passphraseSourceOf(values)
  const registries = loadRegistries(definitions)
  const cohorts = await readPackCohorts(values.cohort, registries)
  const ownCohorts = cohorts.map(({ given }) => given)
  await requireApprovedFiles([...givenDefinitions('registry', definitions), ...ownCohorts], passphrase, io)
  const states = await definitionStatesOf(ownCohorts, passphrase, io)
  const approvals = {
    ...(await registryStates(definitions, passphrase, io)),
    ...Object.fromEntries(cohorts.map(({ packed }, place) => [packed.id, states[place]!]))
  }
  const packed = cohorts.map((each) => each.packed)
  const output = await openOutput(out, values.force, io)
  const opened = await openPopulation(paths, io, {
    passphrase,
    memory: { asked: values.memory }
  })
  const { incomplete, handOut, published } = opened
  const population = shardedPopulation(opened.shards, registries)[0]!
  const asOf = values['as-of'] ?? lastDayOf(opened.shards)
  const facts = { what: 'pack', format: 'json', ...smallCells.facts }
  const work = handOut(
    { action: 'data.exported', facts },
    async () => {
      const { identity } = runPanel(opened.shards, registries, 'summary', { asOf, filters: [] }, {})
      const counts = [...countsOfPack(population, asOf, identity.data, packed)]
      const leaving = { what: 'site-pack', format: 'json', title: series, counts }
      const { withheld } = await published.enter(leaving, identity, smallCells.limit)
      const pack = await makePack(population, {
        series,
        register: { data: identity.data, withheld },
        asOf,
        engine: findInstallation(import.meta.dirname).version,
        definitions,
        cohorts: packed,
        approvals,
        limit: smallCells.limit,
        earlier: earlier.map((each) => each.pack)
      })
      await output.write([packText(pack)])
      return pack
    },
    ({ pack }) => ({ ...facts, rows: pack.aggregates.length })
  )
  const made = await closeAfter(opened, work)
  const { pack, seal, small, withheld, leftOut } = made
  const answer = { series, asOf: pack.asOf, seal, aggregates: pack.aggregates.length, small, withheld, leftOut }
  if (values.json) io.out(`${JSON.stringify(incomplete === undefined ? answer : { ...answer, incomplete })}\n`)
  else
    io.out(
      [
        m.packOfTheSeriesCountsSmall(series, pack.asOf, pack.aggregates.length, small, withheld),
        ...leftOut.map(({ title, reason }) => m.isLeftOut(title, reason)),
        `Seal: ${seal}`,
        m.giveTheSealToTheRecipient,
        ''
      ].join('\n')
    )
  return 0
})

/** Cohorts of a pack as the registry of definitions has them, and as the pack does. */
interface GivenCohort {
  readonly given: GivenDefinition
  readonly packed: PackCohort
}

/** Reads the cohorts of a pack. @throws AppError `unreadable-file`, and `invalid-input` for one that another site could not count */
async function readPackCohorts(
  paths: readonly string[],
  registries: readonly Registry[]
): Promise<readonly GivenCohort[]> {
  const found = new Map<string, GivenCohort>()
  for (const path of paths) {
    const definition = await readCohortFile(path, '--cohort')
    const { cohorts, leftOut } = await packCohorts(['cohort'], [{ id: 'cohort', definition }], registries)
    const [problem] = leftOut
    if (problem !== undefined)
      throw new AppError('invalid-input', m.theCohortCannotGoIntoThe(problem.title, problem.reason))
    const hash = contentDigest(JSON.parse(JSON.stringify(definition)))
    for (const { savedAs: _, ...packed } of cohorts)
      found.set(packed.id, { given: { kind: 'cohort', title: definition.title, hash, isOwn: true }, packed })
  }
  return [...found.values()]
}
