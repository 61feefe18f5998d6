import { sharedMessages as m } from '#messages/shared.ts'
import { defined } from './language/defined.ts'

/** Fewest characters of a passphrase. */
const minPassphraseLength = 12
/** Fewest different characters. */
const minDifferentSigns = 6
/** A passphrase made of one piece, repeated, is only as good as the piece; pieces up to this length are looked for. */
const maxPieceLength = 6
/** The first guesses of anybody; letters only, since digits and signs around them add nothing. */
const commonWords = ['password', 'passwort', 'passphrase', 'qwertyuiop', 'letmein', 'iloveyou', 'populus', 'changeme']

/** The rule in one sentence, to be shown before a passphrase is typed. */
export const passphraseRule = m.atLeastCharactersSeveralUnrelatedWords(minPassphraseLength)

/**
 * What is wrong with a new passphrase, in a sentence for the person who typed it.
 * @returns `undefined` for one that may be used
 */
export function passphraseProblem(passphrase: string): string | undefined {
  const signs = Array.from(passphrase.normalize('NFKC').toLowerCase())
  if (signs.length < minPassphraseLength) return m.thePassphraseNeedsAtLeastCharacters(minPassphraseLength)
  if (new Set(signs).size < minDifferentSigns || isOnePieceRepeated(signs))
    return m.thisPassphraseRepeatsTheSameCharacters
  if (isSequence(signs)) return m.thisPassphraseIsARowOf
  const letters = signs.filter((sign) => sign >= 'a' && sign <= 'z').join('')
  if (commonWords.some((word) => letters === word || letters === word + word)) return m.thisPassphraseIsOneOfThe
  return undefined
}

function isOnePieceRepeated(signs: readonly string[]): boolean {
  for (let length = 1; length <= maxPieceLength; length += 1)
    if (signs.every((sign, index) => sign === signs[index % length])) return true
  return false
}

/** `abcdefghijkl`, `123456789012`, `zyxwvutsrqpo`: each character follows the one before; 0 follows 9. */
function isSequence(signs: readonly string[]): boolean {
  return [1, -1].some((step) => signs.every((sign, index) => index === 0 || follows(signs[index - 1]!, sign, step)))
}

function follows(before: string, sign: string, step: number): boolean {
  const difference = defined(sign.codePointAt(0)) - defined(before.codePointAt(0))
  return difference === step || (difference === -9 * step && sign >= '0' && sign <= '9')
}
