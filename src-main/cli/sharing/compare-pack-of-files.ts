import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { shardedPopulation } from '#engine/population/selection/population.ts'
import { comparePack, type ComparedAggregate } from '#engine/sharing/pack/compare-pack.ts'
import type { PackDocument } from '#engine/sharing/pack/pack-document.ts'
import { comparisonCsv } from '#engine/sharing/pack/comparison-csv.ts'
import { signatureSentence, type SignatureVerdict } from '#shared/governance/file-signature.ts'
import { resultsHandedOut } from '../data/hand-out.ts'
import { givenDefinitions, requireApprovedFiles } from '../data/approved-definitions.ts'
import { lastDayOf } from '../data/last-day.ts'
import { closeAfter, openPopulation } from '../data/open-population.ts'
import { packCompareDeclaration, packShowDeclaration } from '../declarations/pack.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { openOutput } from '../commands/output-file.ts'
import { readPackFile } from './read-pack-file.ts'

/** `populus pack show`. */
export const packShowCommand = defineCommand(packShowDeclaration, async ({ values }, io) => {
  const { pack, seal, signature } = await readPackFile(values.pack, '--pack', io, values.seal)
  const about = aboutPack(pack, seal, values.seal !== undefined, signature)
  const short = ({ id, sha256, approval }: PackDefinition) => ({ id, sha256, approval })
  const definitions = pack.definitions.map(short)
  const cohorts = (pack.cohorts ?? []).map((each) => ({ ...short(each), title: each.definition.title }))
  if (values.json) io.out(`${JSON.stringify({ ...about, definitions, cohorts, aggregates: pack.aggregates })}\n`)
  else
    io.out(
      terminalLines([
        ...header(about),
        ...pack.aggregates.map(({ title, group, people }) => `  ${nameOf({ title, group }).padEnd(70)} ${people}`)
      ])
    )
  return 0
})

/** `populus pack compare`. */
export const packCompareCommand = defineCommand(
  packCompareDeclaration,
  async ({ values, positionals: { paths } }, io) => {
    const { pack, seal, signature } = await readPackFile(values.pack, '--pack', io, values.seal)
    const about = aboutPack(pack, seal, values.seal !== undefined, signature)
    const smallCells = smallCellsOf(values, values.out !== undefined, io.policies)
    const definitions = pack.definitions.map(({ definition }) => definition)
    const cohorts = (pack.cohorts ?? []).map(({ definition, sha256: hash }) => ({
      kind: 'cohort' as const,
      title: definition.title,
      hash,
      isOwn: true as const
    }))
    await requireApprovedFiles(
      [...givenDefinitions('registry', definitions), ...cohorts],
      passphraseSourceOf(values),
      io
    )
    const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
    const opened = await openPopulation(paths, io, {
      passphrase: passphraseSourceOf(values),
      memory: { asked: values.memory }
    })
    const { incomplete, handOut, published, shards } = opened
    const builtInRegistries = await readRegistries(io.resources)
    const registries = loadRegistries(definitions)
    const population = shardedPopulation(shards, registries)[0]!
    const results = resultsHandedOut('pack', output && 'csv', smallCells.facts)
    const work = handOut(
      results,
      async () => {
        const asOf = values['as-of'] ?? lastDayOf(shards)
        const compared =
          output === undefined
            ? comparePack(pack, population, asOf, smallCells.limit)
            : await published.leave(
                { what: 'pack-comparison', format: 'csv', title: pack.series.slice(0, 200) },
                runPanel(shards, registries, 'summary', { asOf, filters: [] }, {}).identity,
                smallCells.limit,
                (release) => comparePack(pack, population, asOf, smallCells.limit, { release, own: builtInRegistries })
              )
        await output?.write([comparisonCsv(pack, compared)])
        const answer = { ...about, ...compared, ...(incomplete === undefined ? {} : { incomplete }) }
        if (values.json) io.out(`${JSON.stringify(answer)}\n`)
        else
          io.out(
            terminalLines([
              ...header(about),
              m.aggregatesWithTheSameCountWith(
                compared.aggregates.length,
                compared.equal,
                compared.different,
                compared.notComparable
              ),
              ...compared.cannotTell.map(({ title, reason }) => m.cannotBeComputedHere(title, reason)),
              ...compared.aggregates.map(line)
            ])
          )
        return compared
      },
      ({ aggregates }) => ({ ...results.facts, rows: aggregates.length })
    )
    await closeAfter(opened, work)
    return 0
  }
)

/** A definition of a pack, without its content. */
type PackDefinition = Pick<PackDocument['definitions'][number], 'id' | 'sha256' | 'approval'>

interface About {
  readonly series: string
  readonly asOf: string
  readonly engine: string
  readonly seal: string
  readonly sealChecked: boolean
  readonly signature: SignatureVerdict
}

function aboutPack(
  { series, asOf, engine, smallCells }: PackDocument,
  seal: string,
  sealChecked: boolean,
  signature: SignatureVerdict
) {
  return { series, asOf, engine, smallCells, seal, sealChecked, signature }
}

function header({ series, asOf, engine, seal, sealChecked, signature }: About): readonly string[] {
  return [
    m.packOfTheSeriesCountedBy(series, asOf, engine),
    m.sealSealAsItWasTold(seal, sealChecked),
    signatureSentence(signature),
    ''
  ]
}

function line(aggregate: ComparedAggregate): string {
  const { theirs, ours, difference } = aggregate
  const points = (share: number): string => (share * 100).toFixed(1)
  const told =
    difference === undefined
      ? ''
      : m.pointsTo(points(difference.value), points(difference.low), points(difference.high))
  return `  ${nameOf(aggregate).padEnd(70)} ${String(theirs).padStart(9)} ${String(ours ?? m.cannotTell).padStart(11)}${told}`
}

function nameOf({ title, group }: { readonly title: string; readonly group: string }): string {
  return group === '' ? title : `${title}, ${group}`
}

function terminalLines(lines: readonly string[]): string {
  return `${lines.map(terminalText).join('\n')}\n`
}
