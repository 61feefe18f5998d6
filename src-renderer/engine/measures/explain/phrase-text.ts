import { engineMeasuresExplainMessages as m } from '#messages/engine/measures/explain.ts'
import { recordLabel } from '../requirements/record-label.ts'
import { describeName, isPluralName, listed, subject as subjectName } from '../rates/describe-name.ts'
import {
  aggregateTexts,
  complementText,
  evidenceTexts,
  intervalText,
  placed,
  sentenceText,
  unitTexts,
  type Subject
} from './phrase-vocabulary.ts'
import type { Phrase, Referent, RelatedPhrase } from './phrase.ts'

type Element = Extract<Phrase, { kind: 'element' }>
type Statement = Extract<Phrase, { kind: 'statement' }>

/** An element that names the day of what happened, where it is one of the records at hand. */
function isDated(phrase: Phrase): phrase is Element & { readonly event: string } {
  const of = phrase.kind === 'element' ? phrase.of?.kind : undefined
  return (
    phrase.kind === 'element' && phrase.event !== undefined && (of === undefined || of === 'record' || of === 'other')
  )
}

/** What is said of something: `status`, `its status`, `code of category`, `“Last stay”: status`. */
function ofReferent(text: string, of: Referent | undefined): string {
  switch (of?.kind) {
    case 'other':
      return m.itsText(text)
    case 'element':
      return m.wordsOfPath(text, of.path)
    case 'definition':
      return m.definitionText(quoted(of.name), text)
    default:
      return text
  }
}

function elementText({ path, of }: Element): string {
  // The code of a category is the category.
  return of?.kind === 'element' && path === 'code' ? of.path : ofReferent(path, of)
}

function quoted(name: string): string {
  return m.quoted(describeName(name))
}

function subjectOf(subject: Phrase): Subject {
  if (subject.kind !== 'definition') return { text: phraseText(subject), plural: false }
  const text = subjectName(subject.name)
  return { text, plural: isPluralName(text) }
}

/** Whether a statement does without its verb: `observed in the period`, not `observed on is in the period`. */
function isShort({ subject, predicate, negated }: Statement): boolean {
  return !negated && isDated(subject) && placed(predicate)
}

function statementText(statement: Statement): string {
  const { subject, predicate, negated } = statement
  return isShort(statement) && isDated(subject)
    ? m.eventPlace(ofReferent(subject.event, subject.of), complementText(predicate, phraseText))
    : sentenceText(subjectOf(subject), predicate, negated, phraseText)
}

function relatedText({ without, another, records, conditions }: RelatedPhrase): string {
  return conditions
    .map(phraseText)
    .reduce(m.textCondition, m.withoutAnotherOfRecords(without, another, phraseText(records)))
}

/** Whether a condition begins with what happened on a day, which needs no "where". */
function beginsWithEvent(condition: Phrase): boolean {
  if (condition.kind === 'all' || condition.kind === 'any') return beginsWithEvent(condition.parts[0]!)
  if (condition.kind !== 'statement' || !isShort(condition) || !isDated(condition.subject)) return false
  return condition.subject.of?.kind !== 'other' && !condition.subject.event.includes(' ')
}

function queryText({ records, related, where }: Extract<Phrase, { kind: 'query' }>): string {
  const told = related.map(relatedText).reduce(m.textCondition, records === undefined ? m.records : phraseText(records))
  if (where === undefined) return told
  return m.textCondition(told, beginsWithEvent(where) ? phraseText(where) : m.whereCondition(phraseText(where)))
}

function aggregateText({ aggregate, of }: Extract<Phrase, { kind: 'aggregate' }>): string {
  const name = aggregateTexts[aggregate]
  if (of.kind === 'it' && of.of.kind !== 'element') return m.itsText(name)
  // The start of an event's period is the start of the event.
  if (of.kind === 'element' && of.path === 'period' && (of.of?.kind === 'record' || of.of?.kind === 'other'))
    return ofReferent(name, of.of)
  if (of.kind === 'period' && aggregate === 'start') return m.theFirstDayOfThePeriod
  if (of.kind === 'period' && aggregate === 'end') return m.theLastDayOfThePeriod
  return m.wordsOfPath(name, phraseText(of))
}

function durationText({ unit, from, to }: Extract<Phrase, { kind: 'duration' }>): string {
  const date = (phrase: Phrase): string =>
    isDated(phrase) ? m.datedDate(ofReferent(phrase.event, phrase.of)) : phraseText(phrase)
  const units = unitTexts.get(unit) ?? unit
  return from === undefined || to === undefined ? units : m.unitsFromTo(units, date(from), date(to))
}

/** "not positive", "is not planned", "“Last screening”: not positive". */
function negationText(of: Phrase | undefined): string {
  if (of === undefined) return m.not
  if (of.kind !== 'element') return m.notText(phraseText(of))
  return ofReferent(of.state === undefined ? m.notText(of.path) : m.isNotState(of.state), of.of)
}

function evidenceText({ records, evidence, within }: Extract<Phrase, { kind: 'evidence' }>): string {
  const text = phraseText(records)
  if (evidence !== 'served') return m.textCondition(text, evidenceTexts[evidence])
  return within === undefined ? text : m.textCondition(text, m.inObject(phraseText(within)))
}

/** Writes a phrase in the language of the program: short, without a capital letter at its beginning, for outlines. */
export function phraseText(phrase: Phrase): string {
  switch (phrase.kind) {
    case 'value':
      return phrase.text
    case 'quantity':
      return m.valueUnit(phrase.value, phrase.unit)
    case 'codes':
      return listed(phrase.names.map(m.quoted))
    case 'definition':
      return quoted(phrase.name)
    case 'period':
      return m.thePeriod
    case 'age':
      return m.age
    case 'records': {
      const label = recordLabel(phrase.type)
      return phrase.codes.length === 0 ? label : m.codesOfKind(phrase.codes.join(', '), label)
    }
    case 'claims':
      return m.codesClaims(phrase.codes)
    case 'query':
      return queryText(phrase)
    case 'it':
      return phrase.of.kind === 'element' ? phrase.of.path : m.it
    case 'element':
      return elementText(phrase)
    case 'statement':
      return statementText(phrase)
    case 'aggregate':
      return aggregateText(phrase)
    case 'offset':
      return m.timeBesideBase(phraseText(phrase.time), phrase.side === 'before', phraseText(phrase.base))
    case 'arithmetic':
      return m.leftSignRight(phraseText(phrase.left), phrase.sign, phraseText(phrase.right))
    case 'duration':
      return durationText(phrase)
    case 'all':
      return phrase.parts.map(phraseText).reduce(m.bothTexts)
    case 'any':
      return phrase.parts.map(phraseText).reduce(m.eitherText)
    case 'union':
      return listed(phrase.parts.map(phraseText))
    case 'condition':
      return m.thenIfCondition(phraseText(phrase.then), phraseText(phrase.condition))
    case 'not':
      return negationText(phrase.of)
    case 'none':
      return m.noText(phraseText(phrase.of))
    case 'interval':
      return intervalText(phrase.position, phraseText)
    case 'evidence':
      return evidenceText(phrase)
    case 'asked':
      return m.recordsAsked(phraseText(phrase.records), phrase.name, phraseText(phrase.within))
    case 'operator':
      return phrase.name
  }
}
