import { engineCqlElmOperatorsMessages as m } from '#messages/engine/cql/elm/operators.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { RE2JS } from 're2js'
import { spend, spendElements, spendText, spendTime } from '../library/budget.ts'
import { runtimeError } from '../library/elm-error.ts'

/** Characters of a regular expression at most. */
const maxPatternLength = 5000
/** Instructions of a compiled regular expression at most: for each of them a character costs time. */
const largestProgram = 10_000
/** Compiled expressions that are held; logic has few, data may have any number. */
const maxPatterns = 256

const patterns = new Map<string, RE2JS>()

/** A regular expression of the content. @throws ElmError when it is none, or none that takes linear time */
function compiled(source: string): RE2JS {
  const known = patterns.get(source)
  if (known !== undefined) return known
  if (source.length > maxPatternLength) {
    throw runtimeError(m.aRegularExpressionIsLongerThan(maxPatternLength.toLocaleString(activeLocale)))
  }
  const pattern = parsed(source)
  if (pattern.programSize() > largestProgram) throw runtimeError(m.aRegularExpressionRepeatsTooMuch)
  if (patterns.size >= maxPatterns) patterns.clear()
  patterns.set(source, pattern)
  spend(pattern.programSize())
  return pattern
}

function parsed(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.DOTALL)
  } catch {
    if (/\\[1-9]|\(\?(?:[=!>]|<[=!])/.test(source)) {
      throw runtimeError(m.aRegularExpressionLooksAroundOr)
    }
    throw runtimeError(m.thisTextIsNoRegularExpression)
  }
}

/** Takes from the budget what an expression may cost over a text: each instruction may look at each character. */
function spendMatching(pattern: RE2JS, text: string): void {
  spend(1 + Math.ceil((text.length * pattern.programSize()) / 64))
}

/** CQL `Matches`: whether the whole text matches. @throws ElmError for no regular expression, and when it takes too much */
export function matchesPattern(text: string, source: string): boolean {
  const pattern = compiled(source)
  spendMatching(pattern, text)
  return pattern.matches(text)
}

/**
 * CQL `ReplaceMatches`: every match replaced; `$1` stands for a group and `\\$` for the sign, as in Java.
 * @throws ElmError for no regular expression, an unknown group, and when the result is too long
 */
export function replaceMatches(text: string, source: string, by: string): string {
  const pattern = compiled(source)
  spendMatching(pattern, text)
  const matcher = pattern.matcher(text)
  let matches = 0
  // A single match is found in linear time; all of them may take the square of it.
  for (; matcher.find(); matches++) spendTime()
  const references = by.split('$').length - 1
  spendText(text.length * (1 + references) + matches * by.length)
  try {
    return pattern.matcher(text).replaceAll(by, true)
  } catch {
    throw runtimeError(m.theReplacementNamesAGroupThat)
  }
}

/** CQL `SplitOnMatches`. @throws ElmError for no regular expression, and when it takes too much */
export function splitOnMatches(text: string, source: string): readonly string[] {
  const pattern = compiled(source)
  spendMatching(pattern, text)
  const matcher = pattern.matcher(text)
  const parts: string[] = []
  let from = 0
  while (matcher.find()) {
    spendTime()
    // Nothing is split off by a match of nothing at the start or end.
    const [start, end] = [matcher.start(), matcher.end()]
    if (end === start && (start === 0 || start === text.length)) continue
    parts.push(text.slice(from, start))
    from = end
    spendElements(1, parts.length)
  }
  parts.push(text.slice(from))
  return parts
}
