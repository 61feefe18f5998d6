import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { duplicateRules, type DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import { holdReasons, matchRules } from '#engine/matching/scores/pair-rules.ts'
import { matchFields } from '#engine/matching/scores/comparison.ts'
import { matchQuality, type MatchQuality } from '#engine/matching/results/match-quality.ts'
import type { MatchResult, ReviewPair } from '#engine/matching/results/match-result.ts'
import { qualifiedId } from '#engine/store/model/source-keys.ts'
import { AppError } from '#shared/app-error.ts'
import { openPopulation } from '../data/open-population.ts'
import type { CliCommand, CommandIo } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { decideMatch } from '../data/decide-match.ts'
import { openOutput } from './output-file.ts'

const help = `Usage: populus match NAME=PATH… [--json] [--out FILE] [--truth FILE] [--passphrase-file FILE]
       populus match --same ID ID | --apart ID ID | --undo DECISION | --journal [--data FOLDER]

Finds out which Patient resources of several sources are of one person, as every command does that reads several sources:
by what was decided before, then by identifiers, then by a score of name, birth date, sex, address and contact (Fellegi and
Sunter) whose weights are learned from the records. Pairs that nobody can tell automatically are for review. Absent values
neither speak for a match nor against it.

  --json        print one JSON object in place of text
  --out FILE  write the pairs for review and those that were matched as CSV, by ids, without names
  --force       replace the file
  --truth FILE  CSV with the columns source, id and person, such as people.csv of "populus sample --sources": print precision
                and recall
  --same ID ID  decide that two records, each named as ID@SOURCE, are of one person
  --apart ID ID decide that they are of two people
  --undo ID     a decision no longer holds; the data are as if it had not been made
  --journal     print the decisions with their ids. Nothing in the journal is ever changed or taken away
  --data FOLDER data folder with the sealed journal of decisions (default: the one that Populus uses)
  --passphrase-file FILE, --passphrase-fd N
                where the passphrase is read from; by default POPULUS_PASSPHRASE

Exit codes: 0 done, 1 there are pairs to review, 2 wrong usage.

Examples: populus match hospital=exports/hospital clinic=exports/clinic
          populus match --same 1042@clinic 77@payer
`

/** `populus match`: which records are of one person. */
export const matchCommand: CliCommand = {
  name: 'match',
  help,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        force: { type: 'boolean', default: false },
        truth: { type: 'string' },
        same: { type: 'boolean', default: false },
        apart: { type: 'boolean', default: false },
        undo: { type: 'string' },
        journal: { type: 'boolean', default: false },
        data: { type: 'string' },
        ...passphraseOptions
      }
    })
    const passphrase = passphraseSourceOf(values)
    if (values.same || values.apart || values.undo !== undefined || values.journal)
      return decideMatch({ ...values, ids: positionals, passphrase }, io)
    if (io.access?.scopes !== undefined)
      throw new AppError(
        'not-allowed',
        'Your role shows some of the people only, and matching looks at everybody. Ask somebody whose role shows all people.'
      )
    const truth = values.truth === undefined ? undefined : await readTruth(values.truth)
    const output = values.out === undefined ? undefined : await openOutput(values.out, values.force, io)
    const { matched, duplicates = [], handOut } = await openPopulation(positionals, io, { passphrase })
    if (matched === undefined)
      throw new AppError('invalid-input', 'People are matched between sources. Name two or more, each as NAME=PATH.')
    const facts = { what: 'people', format: output === undefined ? 'text' : 'csv', masked: true }
    const quality =
      truth &&
      matchQuality(
        matched.personOf,
        matched.records.map(({ id }) => truth.get(id) ?? id)
      )
    await handOut(
      { action: output === undefined ? 'data.read' : 'data.exported', facts },
      async () => {
        if (values.json) io.out(`${JSON.stringify(asJson(matched, quality, duplicates))}\n`)
        else printText(matched, quality, duplicates, io)
        if (output !== undefined) await output.write(pairLines(matched))
      },
      () => ({ ...facts, rows: output === undefined ? 0 : matched.links.length + matched.review.length })
    )
    return matched.review.length === 0 ? 0 : 1
  }
}

function asJson(
  { records, people, links, review, weights, thresholds, compared, ...rest }: MatchResult,
  quality: MatchQuality | undefined,
  duplicates: readonly DuplicatesOfTable[]
): object {
  const count = (by: string): number => links.filter((link) => link.by === by).length
  return {
    records: records.length,
    people,
    matched: { decision: count('decision'), rule: count('rule'), score: count('score') },
    review: review.length,
    reasons: Object.fromEntries(countReasons(review)),
    compared,
    skippedBlocks: rest.skippedBlocks,
    unusedDecisions: rest.unusedDecisions,
    duplicates: Object.fromEntries(duplicates.map(({ table, count: found }) => [table, found])),
    thresholds,
    weights: Object.fromEntries(matchFields.map(({ name }, at) => [name, weights.fields[at]])),
    ...(quality === undefined ? {} : { quality })
  }
}

function countReasons(review: readonly ReviewPair[]): ReadonlyMap<ReviewPair['reason'], number> {
  const counts = new Map<ReviewPair['reason'], number>()
  for (const { reason } of review) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}

function printText(
  matched: MatchResult,
  quality: MatchQuality | undefined,
  duplicates: readonly DuplicatesOfTable[],
  io: CommandIo
): void {
  const count = (value: number): string => value.toLocaleString('en-US')
  const { records, people, links, review, weights, thresholds } = matched
  io.out(`${count(records.length)} records are of ${count(people)} people.\n\nMatched\n`)
  const line = (text: string, value: number): void => io.out(`  ${text.padEnd(82)}${count(value).padStart(9)}\n`)
  line('by decision', links.filter(({ by }) => by === 'decision').length)
  for (const [rule, text] of Object.entries(matchRules))
    line(text, links.filter((link) => link.by === 'rule' && link.rule === rule).length)
  line(`Score of at least ${thresholds.automatic}`, links.filter(({ by }) => by === 'score').length)
  io.out('\nFor review\n')
  for (const [reason, value] of countReasons(review))
    line(
      reason === 'score' ? `Score between ${thresholds.review} and ${thresholds.automatic}` : holdReasons[reason],
      value
    )
  if (duplicates.length > 0) io.out('\nSaid by several sources about one person, and counted once\n')
  for (const { table, count: found } of duplicates) {
    const { label, rule } = duplicateRules.find((each) => each.table === table)!
    line(`${label}: same ${rule}`, found)
  }
  io.out('\nWeights (bits for a match where above 0), from the lowest agreement to the highest\n')
  matchFields.forEach(({ label }, at) => {
    const { m, u } = weights.fields[at]!
    io.out(
      `  ${label.padEnd(20)}${m
        .map((value, level) =>
          Math.log2(value / u[level]!)
            .toFixed(1)
            .padStart(8)
        )
        .join('')}\n`
    )
  })
  if (matched.skippedBlocks > 0)
    io.out(`\n${count(matched.skippedBlocks)} values are shared by so many records that they alone made no pairs.\n`)
  if (matched.unusedDecisions > 0)
    io.out(`\n${count(matched.unusedDecisions)} decisions are about records that are not here, or contradict others.\n`)
  if (quality !== undefined)
    io.out(
      `\nAgainst the truth: precision ${shown(quality.precision)}, recall ${shown(quality.recall)}, of ${count(quality.true)} true pairs\n`
    )
}

function shown(share: number | undefined): string {
  return share === undefined ? 'cannot be computed' : share.toFixed(4)
}

function* pairLines({ records, links, review }: MatchResult): Generator<string> {
  yield 'left,right,outcome,reason,probability,weight\n'
  const cells = (text: string): string => `"${text.replaceAll('"', '""')}"`
  for (const { left, right, by, rule, probability, weight } of links)
    yield `${cells(records[left]!.id)},${cells(records[right]!.id)},matched,${rule ?? by},${probability.toFixed(6)},${weight.toFixed(2)}\n`
  for (const { left, right, reason, probability, weight } of review)
    yield `${cells(records[left]!.id)},${cells(records[right]!.id)},review,${reason},${probability.toFixed(6)},${weight.toFixed(2)}\n`
}

/** Persons by the id of the record with its source. */
async function readTruth(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', 'The file of the truth cannot be read. Check its name.', { cause })
  })
  const [head = '', ...lines] = text.split(/\r?\n/)
  const columns = head.split(',')
  const [source, id, person] = ['source', 'id', 'person'].map((name) => columns.indexOf(name))
  if (source === undefined || id === undefined || person === undefined || Math.min(source, id, person) < 0)
    throw new AppError('invalid-input', 'The file of the truth has no columns source, id and person in its first line.')
  return new Map(
    lines
      .map((line) => line.split(','))
      .filter((cells) => cells.length === columns.length)
      .map((cells) => [qualifiedId(cells[id]!, cells[source]!), cells[person]!])
  )
}
