import { commonMessages as common } from '#messages/common.ts'
import { engineMatchingMessages as messages } from '#messages/engine/matching.ts'
import { defined } from '#shared/language/defined.ts'
import { resourcesOfSources } from '../store/model/source-counts.ts'
import type { Store } from '../store/model/store.ts'
import { duplicateRules, type DuplicatesOfTable } from './duplicate-records.ts'
import type { PersonRecord } from './records/person-record.ts'
import { factRule, resolveFacts, type PersonFact } from './resolve-facts.ts'
import type { MatchResult, ReviewPair } from './results/match-result.ts'
import type { ConflictRow, MatchView, ReviewRow, SideBySide, SourceRow } from './results/match-view.ts'
import { ABSENT, matchFields, type MatchFieldName } from './scores/comparison.ts'
import { holdReasons, matchRules } from './scores/pair-rules.ts'

/** Rows of a list; the others are counted only. */
const MAX_ROWS = 500
const MASK = '•••'

const factLabels: Readonly<Record<PersonFact, string>> = {
  birthDate: messages.birthDate,
  sex: common.sex,
  deceased: messages.hasDied,
  deathDate: messages.dateOfDeath
}

/** How each field is shown. */
const fieldTexts: Readonly<Record<MatchFieldName, (record: PersonRecord) => string>> = {
  given: ({ names }) => names.map(({ given }) => given).join(', '),
  family: ({ names }) => names.map(({ family }) => family).join(', '),
  birthDate: ({ birthDate }) => birthDate ?? '',
  sex: ({ sex }) => sex ?? '',
  address: ({ addresses }) =>
    addresses
      .map(({ line, city, state, postalCode }) => [line, city, state, postalCode].filter(Boolean).join(', '))
      .join('; '),
  contact: ({ contacts }) => contacts.join(', '),
  middle: ({ names }) => Array.from(new Set(names.flatMap(({ middle }) => middle ?? []))).join(', ')
}

/** What is shown besides, without being scored. */
const otherTexts: readonly { readonly label: string; readonly text: (record: PersonRecord) => string }[] = [
  { label: messages.suffix, text: ({ suffix }) => suffix ?? '' },
  { label: messages.identifiers, text: ({ identifiers }) => identifiers.map(({ value }) => value).join(', ') },
  {
    label: messages.death,
    text: ({ deceased, deathDate }) => deathDate ?? (deceased === undefined ? '' : deceased ? 'yes' : 'no')
  },
  { label: messages.lastChanged, text: ({ lastUpdated }) => lastUpdated.slice(0, 10) }
]

/**
 * Describes a matching for people.
 * @param store from before people were joined
 * @param duplicates that were left out
 * @param revealed whether what identifies people may be shown; otherwise it is masked, and dates are years
 */
export function describeMatches(
  store: Store,
  result: MatchResult,
  duplicates: readonly DuplicatesOfTable[],
  revealed: boolean
): MatchView {
  const { records, people, links, review, weights, thresholds } = result
  const conflicts = conflictsOf(result, revealed)
  return {
    sources: sourceRows(store, result),
    records: records.length,
    people,
    matched: [
      { label: messages.decidedByAUser, pairs: links.filter(({ by }) => by === 'decision').length },
      ...Object.entries(matchRules).map(([rule, label]) => ({
        label,
        pairs: links.filter((link) => link.by === 'rule' && link.rule === rule).length
      })),
      { label: messages.scoreOfAtLeast(thresholds.automatic), pairs: links.filter(({ by }) => by === 'score').length }
    ],
    review: review.slice(0, MAX_ROWS).map((pair) => reviewRow(records, pair, revealed)),
    reviewCount: review.length,
    duplicates: duplicateRules.flatMap(({ table, label, rule }) => {
      const found = duplicates.find((each) => each.table === table)
      return found === undefined ? [] : [{ label, rule, count: found.count }]
    }),
    conflicts: conflicts.slice(0, MAX_ROWS),
    conflictCount: conflicts.length,
    factRule,
    weights: matchFields.map(({ label, levels }, index) => ({
      label,
      levels: levels.map((level, place) => ({
        label: level,
        weight: Math.log2(weights.fields[index]!.m[place]! / weights.fields[index]!.u[place]!)
      }))
    })),
    thresholds,
    skippedBlocks: result.skippedBlocks,
    unusedDecisions: result.unusedDecisions
  }
}

function sourceRows(store: Store, { records, personOf }: MatchResult): readonly SourceRow[] {
  const sizes = new Map<number, Set<string>>()
  records.forEach(({ source }, index) =>
    sizes.set(personOf[index]!, (sizes.get(personOf[index]!) ?? new Set<string>()).add(source))
  )
  return resourcesOfSources(store).map(({ name, resources, people }) => {
    const source = defined(store.sources).sources.find((each) => each.name === name)
    return {
      name,
      base: source?.base,
      exportedAt: source?.exportedAt,
      resources,
      people,
      shared: records.filter((record, index) => record.source === name && defined(sizes.get(personOf[index]!)).size > 1)
        .length
    }
  })
}

function reviewRow(
  records: readonly PersonRecord[],
  { left, right, probability, reason, fields }: ReviewPair,
  revealed: boolean
): ReviewRow {
  const record = records[left]!
  const other = records[right]!
  const shown = (text: string, isOpen: boolean): string => shownText(text, revealed || isOpen)
  const compared = fields.map(({ field, level, weight }): SideBySide => {
    const { label, levels } = defined(matchFields.find(({ name }) => name === field))
    const text = fieldTexts[field]
    return {
      label,
      left: shown(text(record), field === 'sex'),
      right: shown(text(other), field === 'sex'),
      agreement: level === ABSENT ? messages.notRecordedInBoth : levels[level],
      weight: level === ABSENT ? undefined : weight
    }
  })
  const others = otherTexts.map(({ label, text }): SideBySide => ({
    label,
    left: shown(text(record), false),
    right: shown(text(other), false),
    agreement: undefined,
    weight: undefined
  }))
  return {
    left: record.id,
    right: other.id,
    leftSource: record.source,
    rightSource: other.source,
    probability,
    reason: reason === 'score' ? messages.theScoreIsNotHighEnough : holdReasons[reason],
    sides: [...compared, ...others]
  }
}

/** A date keeps its year; anything else that is there becomes dots. */
function shownText(text: string, isOpen: boolean): string {
  if (isOpen || text === '' || text === 'yes' || text === 'no') return text
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.slice(0, 4) : MASK
}

function conflictsOf({ records, personOf, people }: MatchResult, revealed: boolean): readonly ConflictRow[] {
  const groups = Array.from({ length: people }, (): PersonRecord[] => [])
  records.forEach((record, index) => groups[personOf[index]!]!.push(record))
  return groups
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      resolveFacts(group)
        .filter(({ isConflict }) => isConflict)
        .map(({ fact, value, sayings }) => ({
          person: group[0]!.id,
          fact: factLabels[fact],
          value: shownText(value ?? '', revealed || fact === 'sex'),
          sayings: sayings.map((each) => ({ ...each, value: shownText(each.value, revealed || fact === 'sex') }))
        }))
    )
}
