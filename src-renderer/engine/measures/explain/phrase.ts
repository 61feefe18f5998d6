/** What an element or a trait is said of. */
export type Referent =
  /** The record that the sentence is about. */
  | { readonly kind: 'record' }
  /** The record that the one of the sentence was found through. */
  | { readonly kind: 'other' }
  /** An element that a query goes through, such as the codings of a category. */
  | { readonly kind: 'element'; readonly path: string }
  /** A definition of the measure. */
  | { readonly kind: 'definition'; readonly name: string }

/** What the names bound by queries stand for; a name that is not here is the record that a sentence is about. */
export type Names = ReadonlyMap<string, Referent>

/** Operators that ask where one value lies with regard to another. */
export type Relation =
  | 'is'
  | 'isNot'
  | 'above'
  | 'atLeast'
  | 'below'
  | 'atMost'
  | 'in'
  | 'within'
  | 'has'
  | 'holds'
  | 'overlaps'
  | 'before'
  | 'onOrBefore'
  | 'after'
  | 'onOrAfter'
  | 'sameAs'
  | 'hasCodeIn'

/** Where in an interval a value lies. `time` is a quantity of time. */
export type Position =
  | { readonly kind: 'known' }
  | { readonly kind: 'before' | 'upTo' | 'from'; readonly bound: Phrase }
  | { readonly kind: 'numbers'; readonly low: Phrase; readonly high: Phrase }
  | { readonly kind: 'inPeriod' }
  | { readonly kind: 'toEndOfPeriod' | 'beforePeriod'; readonly time: Phrase }
  | { readonly kind: 'after'; readonly from: Phrase; readonly to: Phrase; readonly base: Phrase }
  | { readonly kind: 'upToAfter'; readonly time: Phrase; readonly base: Phrase }
  | { readonly kind: 'between'; readonly low: Phrase; readonly high: Phrase; readonly open: boolean }

/** What a sentence says of its subject. */
export type Predicate =
  | { readonly kind: 'relation'; readonly relation: Relation; readonly object: Phrase }
  | { readonly kind: 'oneOf'; readonly values: readonly Phrase[] }
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'recorded' }

/** What is taken of several values, or of one that has several parts. */
export type Aggregate =
  | 'start'
  | 'end'
  | 'count'
  | 'sum'
  | 'first'
  | 'last'
  | 'greatest'
  | 'least'
  | 'earliest'
  | 'latest'

/** Functions of the shared libraries that ask for evidence in chart and claims, by name. */
export const evidenceFunctions = [
  'has',
  'has any',
  'had ever',
  'done ever',
  'confirmed in two years',
  'mentioned in period',
  'mentioned by end',
  'served by end',
  'served'
] as const

/** What is asked of records, in chart and claims. */
export type EvidenceFunction = (typeof evidenceFunctions)[number]

/** A clause that a query has for records found with others, or without. */
export interface RelatedPhrase {
  readonly without: boolean
  /** The other record is of the same kind, and another one. */
  readonly another: boolean
  readonly records: Phrase
  readonly conditions: readonly Phrase[]
}

/**
 * What a piece of a measure's logic says, before it is put into the words of a language: each node is a statement or a
 * thing, with its parts. `phraseOf` makes it of ELM, `phraseText` writes it.
 */
export type Phrase =
  /** A number or a code as it is written. */
  | { readonly kind: 'value'; readonly text: string }
  /** A number of something, such as `2 years`; the unit as the logic writes it, e.g. `year` or `mm[Hg]`. */
  | { readonly kind: 'quantity'; readonly value: string; readonly unit: string }
  /** Value sets and codes that something is compared with. */
  | { readonly kind: 'codes'; readonly names: readonly string[] }
  | { readonly kind: 'definition'; readonly name: string }
  /** The measurement period. */
  | { readonly kind: 'period' }
  | { readonly kind: 'age' }
  | { readonly kind: 'records'; readonly type: string; readonly codes: readonly string[] }
  | { readonly kind: 'claims'; readonly codes: string }
  | {
      readonly kind: 'query'
      readonly records: Phrase | undefined
      readonly related: readonly RelatedPhrase[]
      readonly where: Phrase | undefined
    }
  /** The record of the sentence itself, or the element that a query goes through. */
  | { readonly kind: 'it'; readonly of: Referent }
  /** An element of a record by its path, or what a function says of it by its name. */
  | {
      readonly kind: 'element'
      readonly path: string
      /** What happened, where the path names the day of it: `observed` for `observed on`. */
      readonly event?: string
      /** What the record is, where the path says so: `planned` for `is planned`. */
      readonly state?: string
      readonly of: Referent | undefined
    }
  | { readonly kind: 'statement'; readonly subject: Phrase; readonly predicate: Predicate; readonly negated: boolean }
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate; readonly of: Phrase }
  | { readonly kind: 'offset'; readonly time: Phrase; readonly side: 'before' | 'after'; readonly base: Phrase }
  | { readonly kind: 'arithmetic'; readonly sign: string; readonly left: Phrase; readonly right: Phrase }
  /** How long it is from one date to another. */
  | {
      readonly kind: 'duration'
      readonly unit: string
      readonly from: Phrase | undefined
      readonly to: Phrase | undefined
    }
  | { readonly kind: 'all' | 'any' | 'union'; readonly parts: readonly Phrase[] }
  | { readonly kind: 'condition'; readonly condition: Phrase; readonly then: Phrase }
  | { readonly kind: 'not'; readonly of: Phrase | undefined }
  /** There are no such records. */
  | { readonly kind: 'none'; readonly of: Phrase }
  | { readonly kind: 'interval'; readonly position: Position }
  | {
      readonly kind: 'evidence'
      readonly records: Phrase
      readonly evidence: EvidenceFunction
      readonly within: Phrase | undefined
    }
  /** What another function asks of records with regard to something else, by its name. */
  | { readonly kind: 'asked'; readonly records: Phrase; readonly name: string; readonly within: Phrase }
  /** An operator that has no words of its own, by its name. */
  | { readonly kind: 'operator'; readonly name: string }

/** Whether two phrases say the same. */
export function samePhrase(left: Phrase, right: Phrase): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
