import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import { recordLabel } from '../requirements/record-label.ts'
import { describeName, listed, subject as subjectName } from '../rates/describe-name.ts'
import {
  aggregateTexts,
  evidenceTexts,
  intervalText,
  placed,
  positionText,
  relationTexts
} from './phrase-vocabulary.ts'
import type { Phrase, Predicate, Referent, RelatedPhrase } from './phrase.ts'

/** A path that names the day of an event, such as `observed on`. */
const DATED = / on$/

type Statement = Extract<Phrase, { kind: 'statement' }>

/** The element that a sentence says the day of, where it is one of the records at hand: `observed on` is said as `observed`. */
function datedPath(phrase: Phrase): string | undefined {
  if (phrase.kind !== 'element' || !DATED.test(phrase.path)) return undefined
  const of = phrase.of?.kind
  return of === undefined || of === 'record' || of === 'other'
    ? ofReferent(phrase.path.replace(DATED, ''), phrase.of)
    : undefined
}

/** What is said of something: `status`, `its status`, `code of category`, `“Last stay”: status`. */
function ofReferent(words: string, of: Referent | undefined): string {
  switch (of?.kind) {
    case 'other':
      return `its ${words}`
    case 'element':
      return words === 'code' ? of.path : m.wordsOfPath(words, of.path)
    case 'definition':
      return `${quoted(of.name)}: ${words}`
    default:
      return words
  }
}

function quoted(name: string): string {
  return `“${describeName(name)}”`
}

/** A verb with the rest of what is said, the verb apart: some sentences do without it. */
function predicateWords(predicate: Predicate, negated: boolean): { readonly verb: string; readonly rest: string } {
  const not = negated ? ' not' : ''
  switch (predicate.kind) {
    case 'recorded':
      return { verb: `is${not}`, rest: 'recorded' }
    case 'oneOf':
      return { verb: `is${not}`, rest: listed(predicate.values.map(phraseText)) }
    case 'position':
      return { verb: `is${not}`, rest: positionText(predicate.position, phraseText) }
    case 'relation': {
      const { verb, negative, rest } = relationTexts[predicate.relation]
      const object = phraseText(predicate.object)
      return { verb: negated ? negative : verb, rest: [rest, object].filter((part) => part !== '').join(' ') }
    }
  }
}

/** Whether a statement does without its verb: `observed in the period`, not `observed on is in the period`. */
function isShort({ subject, predicate, negated }: Statement): boolean {
  return !negated && datedPath(subject) !== undefined && placed(predicate)
}

function statementText(statement: Statement): string {
  const { subject, predicate, negated } = statement
  const { verb, rest } = predicateWords(predicate, negated)
  if (isShort(statement)) return `${datedPath(subject)!} ${rest}`
  if (subject.kind !== 'definition') return `${phraseText(subject)} ${verb} ${rest}`
  const name = subjectName(subject.name)
  // "DTaP doses are at least 4"
  return `${name} ${/[^s]s$/.test(name) ? verb.replace(/^is/, 'are') : verb} ${rest}`
}

function relatedText({ without, another, records, conditions }: RelatedPhrase): string {
  const what = m.withoutAnotherOfRecords(without, another, phraseText(records))
  return [what, ...conditions.map(phraseText)].join(', ')
}

/** Whether a condition begins with what happened on a day, which needs no "where". */
function beginsWithEvent(condition: Phrase): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return beginsWithEvent(condition.parts[0]!)
  return condition.kind === 'statement' && isShort(condition) && !datedPath(condition.subject)!.includes(' ')
}

function queryText({ records, related, where }: Extract<Phrase, { kind: 'query' }>): string {
  const what = records === undefined ? 'records' : phraseText(records)
  const condition =
    where === undefined ? [] : [beginsWithEvent(where) ? phraseText(where) : `where ${phraseText(where)}`]
  return [what, ...related.map(relatedText), ...condition].join(', ')
}

function aggregateText({ aggregate, of }: Extract<Phrase, { kind: 'aggregate' }>): string {
  const name = aggregateTexts[aggregate]
  if (of.kind === 'it' && of.of.kind !== 'element') return `its ${name}`
  // The start of an event's period is the start of the event.
  if (of.kind === 'element' && of.path === 'period' && (of.of?.kind === 'record' || of.of?.kind === 'other'))
    return ofReferent(name, of.of)
  if (of.kind === 'period' && aggregate === 'start') return m.theFirstDayOfThePeriod
  if (of.kind === 'period' && aggregate === 'end') return m.theLastDayOfThePeriod
  return m.wordsOfPath(name, phraseText(of))
}

function durationText({ unit, from, to }: Extract<Phrase, { kind: 'duration' }>): string {
  const date = (phrase: Phrase): string => {
    const dated = datedPath(phrase)
    return dated === undefined ? phraseText(phrase) : m.datedDate(dated)
  }
  return from === undefined || to === undefined ? `${unit}s` : m.sFromTo(unit, date(from), date(to))
}

/** "not positive", "is not planned", "“Last screening”: not positive". */
function negationText(of: Phrase | undefined): string {
  if (of === undefined) return 'not'
  if (of.kind !== 'element') return `not ${phraseText(of)}`
  return ofReferent(of.path.startsWith('is ') ? of.path.replace('is ', 'is not ') : `not ${of.path}`, of.of)
}

/** Writes a phrase in English: short, without a capital letter at its beginning, for outlines. */
export function phraseText(phrase: Phrase): string {
  switch (phrase.kind) {
    case 'value':
      return phrase.text
    case 'codes':
      return listed(phrase.names.map((name) => `“${name}”`))
    case 'definition':
      return quoted(phrase.name)
    case 'period':
      return m.thePeriod
    case 'age':
      return 'age'
    case 'records': {
      const label = recordLabel(phrase.type)
      return phrase.codes.length === 0 ? label : `${phrase.codes.join(', ')} (${label})`
    }
    case 'claims':
      return m.codesClaims(phrase.codes)
    case 'query':
      return queryText(phrase)
    case 'it':
      return phrase.of.kind === 'element' ? phrase.of.path : 'it'
    case 'element':
      return ofReferent(phrase.path, phrase.of)
    case 'statement':
      return statementText(phrase)
    case 'aggregate':
      return aggregateText(phrase)
    case 'offset':
      return `${phraseText(phrase.time)} ${phrase.side} ${phraseText(phrase.base)}`
    case 'arithmetic':
      return `${phraseText(phrase.left)} ${phrase.sign} ${phraseText(phrase.right)}`
    case 'duration':
      return durationText(phrase)
    case 'all':
      return phrase.parts.map(phraseText).join(' and ')
    case 'any':
      return phrase.parts.map(phraseText).join(' or ')
    case 'union':
      return listed(phrase.parts.map(phraseText))
    case 'condition':
      return m.thenIfCondition(phraseText(phrase.then), phraseText(phrase.condition))
    case 'not':
      return negationText(phrase.of)
    case 'none':
      return `no ${phraseText(phrase.of)}`
    case 'interval':
      return intervalText(phrase.position, phraseText)
    case 'evidence': {
      const text = `${phraseText(phrase.records)}, ${evidenceTexts[phrase.evidence]}`
      return phrase.within === undefined ? text : `${text} ${phraseText(phrase.within)}`
    }
    case 'asked':
      return `${phraseText(phrase.records)}, ${phrase.name} ${phraseText(phrase.within)}`
    case 'operator':
      return phrase.name
  }
}
