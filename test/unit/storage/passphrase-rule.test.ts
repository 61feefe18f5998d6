import { describe, expect, it } from 'vitest'
import { passphraseProblem } from '#shared/passphrase-rule.ts'

describe('a new passphrase', () => {
  it.each(['four unlikely words together', 'Tr4ktor-Ampel-Zwei', 'größere Wörter', 'kX9#mP2$vL7q'])(
    'may be %s',
    (text) => {
      expect(passphraseProblem(text)).toBeUndefined()
    }
  )

  it.each([
    ['too short', /at least 12/],
    ['aaaaaaaaaaaa', /repeats/],
    ['abcabcabcabcabc', /repeats/],
    ['abcdefabcdef', /repeats/],
    ['aabbaabbaabbab', /repeats/],
    ['abcdefghijkl', /neighboring/],
    ['123456789012', /neighboring/],
    ['zyxwvutsrqpo', /neighboring/],
    ['Password1234!', /first that anybody/],
    ['populus-populus', /first that anybody/]
  ])('is not %s', (text, problem) => {
    expect(passphraseProblem(text)).toMatch(problem)
  })
})
