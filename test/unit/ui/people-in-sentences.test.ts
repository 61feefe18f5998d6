import { describe, expect, it } from 'vitest'
import type { Noun } from '#shared/messages/message.ts'
import { nouns } from '#messages/nouns.ts'
import { createFormat } from '../../../src-renderer/ui/format/format.ts'

const format = (smallCellLimit: number) =>
  createFormat({
    locale: 'en-US',
    smallCellLimit: () => smallCellLimit,
    dimensions: () => [],
    label: () => '',
    notes: () => []
  })

describe('a number of people in a sentence', () => {
  it('is withheld where it is small, and counts withheld small counts', () => {
    const quantity = (value: number, noun: Noun): string => format(10).quantity(value, noun)
    expect([0, 1, 10, 11].map((people) => quantity(people, nouns.person))).toEqual([
      '0 people',
      '<11 people',
      '<11 people',
      '11 people'
    ])
    expect(quantity(1, nouns.personIs)).toBe('<11 people are')
    expect(quantity(4, nouns.memberIs)).toBe('<11 members are')
  })
  it('is told on a screen that withholds none', () => {
    expect([1, 4].map((people) => format(0).quantity(people, nouns.person))).toEqual(['1 person', '4 people'])
  })
  it('is no group of people on a list that is read, or where any of many reach a goal', () => {
    const quantity = (value: number, noun: Noun): string => format(10).quantity(value, noun)
    expect([quantity(4, nouns.personListed), quantity(4, nouns.personNeeded)]).toEqual(['4 people', '4 people'])
    expect(quantity(4, nouns.row)).toBe('4 rows')
  })
  it('has the rule with every noun for people', () => {
    const all: Readonly<Record<string, Noun>> = nouns
    const free = Object.entries(all).flatMap(([name, { other, people }]) =>
      /people|members|patients\b/i.test(other) && people !== true ? [name] : []
    )
    expect(free.toSorted()).toEqual(['personListed', 'personNeeded', 'syntheticPerson'])
  })
})
