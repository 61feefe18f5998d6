import { describe, expect, it } from 'vitest'
import { asSentence } from '#shared/as-sentence.ts'

describe('a text as a sentence', () => {
  it.each([
    ['The disk is full', 'The disk is full.'],
    ['The disk is full.', 'The disk is full.'],
    ['The disk is full. ', 'The disk is full.'],
    ['Again?', 'Again?'],
    ['Loading…', 'Loading…'],
    ['The server said: “No such group.”', 'The server said: “No such group.”'],
    ['The server said: “No such group”', 'The server said: “No such group”.'],
    ['', '']
  ])('"%s"', (text, sentence) => {
    expect(asSentence(text)).toBe(sentence)
  })
})
