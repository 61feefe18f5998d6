import { describe, expect, it } from 'vitest'
import { defaultLimits, startBudget } from '#engine/cql/elm/library/budget.ts'
import { matchesPattern, replaceMatches, splitOnMatches } from '#engine/cql/elm/operators/text-pattern.ts'
import { budgeted, fc } from '../../support/property.ts'

const atom = fc.constantFrom('a', 'b', '1', '.', '[ab]', '[^a]', '[a-c1-3]', '\\d', '\\w', '\\.', '\\-', 'é', '日')
const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc.tuple(atom, fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '*?', '+?')).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map(([first, other]) => `(?:${first}|${other})`),
    tie('pattern').map((inner) => `(${inner})`)
  )
}))
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '2', '.', '-', ' ', 'é', '日') })

describe('regular expressions', () => {
  it('match, replace and split as those of JavaScript do, where these are safe', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        startBudget(defaultLimits)
        expect(matchesPattern(subject, source)).toBe(new RegExp(`^(?:${source})$`, 's').test(subject))
        expect(replaceMatches(subject, source, '<$0>')).toBe(subject.replace(new RegExp(source, 'gs'), '<$&>'))
        if (!new RegExp(`^(?:${source})$`, 's').test('')) {
          // Groups are no parts.
          const separator = new RegExp(source.replace(/\((?!\?)/g, '(?:'), 's')
          expect(splitOnMatches(subject, source)).toEqual(subject.split(separator))
        }
      }),
      { numRuns: budgeted(500) }
    )
  })

  it.each([
    ['(a+)+', `${'a'.repeat(50_000)}!`],
    ['(a|a)*b', 'a'.repeat(50_000)],
    ['(.*)*x', 'y'.repeat(50_000)],
    ['([a-z]+)*\\d{1,20}$', 'z'.repeat(50_000)]
  ])('take linear time: %s', (source, subject) => {
    startBudget(defaultLimits)
    expect(matchesPattern(subject, source)).toBe(false)
    expect(replaceMatches(subject.slice(0, 2000), source, '')).toHaveLength(source === '(a+)+' ? 0 : 2000)
  })

  it.each([
    ['(?=a)b', 'looks around or back'],
    ['(a)\\1', 'looks around or back'],
    ['(', 'no regular expression'],
    ['a'.repeat(6000), 'longer than 5,000 characters'],
    ['(((a{1,100}){1,100}){1,100}){1,100}', /repeats too much|no regular expression/],
    ['('.repeat(4000), 'no regular expression']
  ])('that cannot be done in bounded time are refused with a sentence: %.20s', (source, sentence) => {
    startBudget(defaultLimits)
    expect(() => matchesPattern('a', source)).toThrow(sentence)
  })

  it('that look at the whole text for each match are stopped by the clock', () => {
    let now = 0
    startBudget({ ...defaultLimits, millis: 1000 }, () => (now += 100))
    expect(() => replaceMatches('a'.repeat(1000), 'a*b|a', '')).toThrow('stopped after 1 seconds')
    startBudget({ ...defaultLimits, millis: 1000 }, () => (now += 100))
    expect(() => splitOnMatches('a'.repeat(1000), 'a*b|a')).toThrow('stopped after 1 seconds')
  })

  it('make no endless text', () => {
    startBudget(defaultLimits)
    const long = 'a'.repeat(100_000)
    expect(() => replaceMatches(long, 'a', 'b'.repeat(1000))).toThrow('10,000,000 characters')
    expect(() => replaceMatches(long, 'a*', '$0'.repeat(1000))).toThrow('10,000,000 characters')
    expect(replaceMatches(long, 'a*', '\\$1')).toBe('$1$1')
    expect(() => replaceMatches('a', 'a', '$7')).toThrow('a group that the regular expression does not have')
  })

  it('yield a value or a sentence, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab(){}[]|*+?\\.^$-,:=!<>1d')) }),
        text,
        (source, subject) => {
          startBudget(defaultLimits)
          try {
            matchesPattern(subject, source)
            splitOnMatches(subject, source)
            replaceMatches(subject, source, '$0')
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/\.$/) as unknown })
          }
        }
      ),
      { numRuns: budgeted(2000) }
    )
  })
})
