import type { Aggregate, Relation } from './phrase.ts'

/** Operators of ELM that compare two values. */
export const relations: Readonly<Record<string, Relation>> = {
  Equal: 'is',
  Equivalent: 'is',
  NotEqual: 'isNot',
  Greater: 'above',
  GreaterOrEqual: 'atLeast',
  Less: 'below',
  LessOrEqual: 'atMost',
  In: 'in',
  IncludedIn: 'within',
  ProperIncludedIn: 'within',
  Contains: 'has',
  Includes: 'holds',
  Overlaps: 'overlaps',
  Before: 'before',
  SameOrBefore: 'onOrBefore',
  After: 'after',
  SameOrAfter: 'onOrAfter',
  SameAs: 'sameAs',
  InValueSet: 'in',
  AnyInValueSet: 'hasCodeIn'
}

/** Operators of ELM that take one value of several. */
export const aggregates: Readonly<Record<string, Aggregate>> = {
  Start: 'start',
  End: 'end',
  Count: 'count',
  Sum: 'sum',
  First: 'first',
  Last: 'last',
  Max: 'greatest',
  Min: 'least'
}

/** The signs of operators that calculate. */
export const arithmetic: Readonly<Record<string, string>> = {
  Add: '+',
  Subtract: '−',
  Multiply: '×',
  Divide: '÷',
  TruncatedDivide: '÷'
}
