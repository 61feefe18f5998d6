/** What operators that compare two values are called between them. */
export const comparisons: Readonly<Record<string, string>> = {
  Equal: 'is',
  Equivalent: 'is',
  NotEqual: 'is not',
  Greater: 'is above',
  GreaterOrEqual: 'is at least',
  Less: 'is below',
  LessOrEqual: 'is at most',
  In: 'is in',
  IncludedIn: 'lies in',
  ProperIncludedIn: 'lies in',
  Contains: 'has',
  Includes: 'holds',
  Overlaps: 'overlaps',
  Before: 'is before',
  SameOrBefore: 'is on or before',
  After: 'is after',
  SameOrAfter: 'is on or after',
  SameAs: 'is the same as',
  InValueSet: 'is in',
  AnyInValueSet: 'has a code in'
}

/** What operators with one operand are called before it. */
export const unaryPhrases: Readonly<Record<string, string>> = {
  Start: 'start of',
  End: 'end of',
  Count: 'number of',
  Sum: 'sum of',
  First: 'first of',
  Last: 'last of',
  Max: 'greatest of',
  Min: 'least of'
}

/** The signs of operators that calculate. */
export const arithmetic: Readonly<Record<string, string>> = {
  Add: '+',
  Subtract: '−',
  Multiply: '×',
  Divide: '÷',
  TruncatedDivide: '÷'
}

/** What functions of the shared libraries ask of the records that they are given, chart and claims, by name. */
export const evidencePhrases: Readonly<Record<string, string>> = {
  has: 'active in the period or confirmed by claims',
  'has any': 'active or on a claim in the period',
  'had ever': 'ever in the chart or on a claim',
  'done ever': 'ever done or on a claim',
  'confirmed in two years': 'confirmed in the period or the year before',
  'mentioned in period': 'in the period',
  'mentioned by end': 'up to the last day of the period',
  'served by end': 'up to the last day of the period',
  served: 'in'
}
