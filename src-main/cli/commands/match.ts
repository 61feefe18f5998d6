import { cliCommandsMessages as messages } from '#messages/cli/commands.ts'
import { commonMessages as common } from '#messages/common.ts'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { duplicateRules, type DuplicatesOfTable } from '#engine/matching/duplicate-records.ts'
import { holdReasons, matchRules } from '#engine/matching/scores/pair-rules.ts'
import { matchFields } from '#engine/matching/scores/comparison.ts'
import { matchQuality, type MatchQuality } from '#engine/matching/results/match-quality.ts'
import type { MatchResult, ReviewPair } from '#engine/matching/results/match-result.ts'
import { qualifiedId } from '#engine/store/model/source-keys.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { resultsHandedOut } from '../data/hand-out.ts'
import { chooseIdentifying, handOutNames, shownId, type IdentifyingChoice } from '../data/identifying-choice.ts'
import { openPopulation } from '../data/open-population.ts'
import { matchDeclaration } from '../declarations/match.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { decideMatch } from '../data/decide-match.ts'
import { openOutput } from './output-file.ts'

/** `populus match`: which records are of one person. */
export const matchCommand = defineCommand(matchDeclaration, async ({ values, positionals: { words }, touched }, io) => {
  const passphrase = passphraseSourceOf(values)
  const identifying = await chooseIdentifying('match', values, values.out !== undefined, touched, io)
  // Pairs and decisions are about everybody.
  if (io.access?.scopes !== undefined) throw new AppError('not-allowed', messages.yourRoleShowsSomeOfThe)
  if (values.same || values.apart || values.undo !== undefined || values.journal)
    return decideMatch({ ...values, ids: words, passphrase, identifying }, io)
  const truth = values.truth === undefined ? undefined : await readTruth(values.truth)
  const output =
    values.out === undefined ? undefined : await openOutput(values.out, values.force, io, { holdsHealthData: true })
  const opened = await openPopulation(words, io, { passphrase, mustRecord: identifying.revealed })
  const { matched, duplicates = [], incomplete } = opened
  if (matched === undefined) throw new AppError('invalid-input', messages.peopleAreMatchedBetweenSourcesName)
  const results = resultsHandedOut('people', output && 'csv', identifying.facts)
  const quality =
    truth &&
    matchQuality(
      matched.personOf,
      matched.records.map(({ id }) => truth.get(id) ?? id)
    )
  await handOutNames(opened, identifying)(
    results,
    async () => {
      if (output !== undefined) await output.write(pairLines(matched, identifying))
      if (values.json)
        io.out(
          `${JSON.stringify({ ...asJson(matched, quality, duplicates), ...(incomplete === undefined ? {} : { incomplete }) })}\n`
        )
      else printText(matched, quality, duplicates, io)
    },
    () => ({ ...results.facts, rows: output === undefined ? 0 : matched.links.length + matched.review.length })
  )
  return matched.review.length === 0 ? 0 : 1
})

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
    weights: Object.fromEntries(matchFields.map(({ name }, index) => [name, weights.fields[index]])),
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
  const count = (value: number): string => value.toLocaleString(activeLocale)
  const { records, people, links, review, weights, thresholds } = matched
  io.out(messages.recordsAreOfPeopleMatched(records.length, people))
  const line = (text: string, value: number): void => io.out(`  ${text.padEnd(82)}${count(value).padStart(9)}\n`)
  line(messages.byDecision, links.filter(({ by }) => by === 'decision').length)
  for (const [rule, text] of Object.entries(matchRules))
    line(text, links.filter((link) => link.by === 'rule' && link.rule === rule).length)
  line(messages.scoreOfAtLeast(thresholds.automatic), links.filter(({ by }) => by === 'score').length)
  io.out(messages.forReview)
  for (const [reason, value] of countReasons(review))
    line(
      reason === 'score' ? messages.scoreBetweenAnd(thresholds.review, thresholds.automatic) : holdReasons[reason],
      value
    )
  if (duplicates.length > 0) io.out(messages.saidBySeveralSourcesAboutOne)
  for (const { table, count: found } of duplicates) {
    const { label, rule } = defined(duplicateRules.find((each) => each.table === table))
    line(messages.labelSameRule(label, rule), found)
  }
  io.out(messages.weightsBitsForAMatchWhere)
  matchFields.forEach(({ label }, index) => {
    const { m, u } = weights.fields[index]!
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
  if (matched.skippedBlocks > 0) io.out(messages.valuesAreSharedBySoMany(matched.skippedBlocks))
  if (matched.unusedDecisions > 0) io.out(messages.decisionsAreAboutRecordsThatAre(matched.unusedDecisions))
  if (quality !== undefined)
    io.out(
      messages.againstTheTruthPrecisionRecallOf(shown(quality.precision), shown(quality.recall), count(quality.true))
    )
}

function shown(share: number | undefined): string {
  return share === undefined ? common.cannotBeComputed : share.toFixed(4)
}

function* pairLines({ records, links, review }: MatchResult, identifying: IdentifyingChoice): Generator<string> {
  yield 'left,right,outcome,reason,probability,weight\n'
  const cells = (index: number): string => `"${shownId(records[index]!.id, identifying).replaceAll('"', '""')}"`
  for (const { left, right, by, rule, probability, weight } of links)
    yield `${cells(left)},${cells(right)},matched,${rule ?? by},${probability.toFixed(6)},${weight.toFixed(2)}\n`
  for (const { left, right, reason, probability, weight } of review)
    yield `${cells(left)},${cells(right)},review,${reason},${probability.toFixed(6)},${weight.toFixed(2)}\n`
}

/** Persons by the id of the record with its source. */
async function readTruth(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', messages.theFileOfTheTruthCannot, { cause })
  })
  const [head = '', ...lines] = text.split(/\r?\n/)
  const columns = head.split(',')
  const [source, id, person] = ['source', 'id', 'person'].map((name) => columns.indexOf(name))
  if (source === undefined || id === undefined || person === undefined || Math.min(source, id, person) < 0)
    throw new AppError('invalid-input', messages.theFileOfTheTruthHas)
  return new Map(
    lines
      .map((line) => line.split(','))
      .filter((cells) => cells.length === columns.length)
      .map((cells) => [qualifiedId(cells[id]!, cells[source]!), cells[person]!])
  )
}
