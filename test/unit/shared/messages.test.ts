import { describe, expect, it } from 'vitest'
import { catalog } from '../../../src-renderer/shared/messages/catalog.ts'
import { activeLocale, nameInLocale } from '../../../src-renderer/shared/messages/locale.ts'
import { counted, nounFor, plural } from '../../../src-renderer/shared/messages/plural.ts'
import { pseudoMessage } from '../../../src-renderer/shared/messages/pseudo.ts'

describe('messages', () => {
  it('are English by default, and the names of workers need no language then', () => {
    const texts = { rows: 'Rows', rowsOf: (title: string) => `Rows of ${title}` }
    expect(activeLocale).toBe('en-US')
    expect(catalog(texts)).toBe(texts)
    expect(nameInLocale('store')).toBe('store')
  })

  it('choose the form that goes with a count', () => {
    expect([0, 1, 2, 1.5].map((count) => plural(count, 'row', 'rows'))).toEqual(['rows', 'row', 'rows', 'rows'])
    expect(nounFor(1, { one: 'person', other: 'people' })).toBe('person')
    expect([0, 1, 1200].map((count) => counted(count, 'row', 'rows'))).toEqual(['0 rows', '1 row', '1,200 rows'])
  })

  it('have accents in the pseudo-locale, but not the values that are put in', () => {
    const message = pseudoMessage(
      (title: string, count: number) => `${count} ${plural(count, 'row', 'rows')} of ${title}`
    )
    expect(typeof message === 'function' && (message as (...values: unknown[]) => string)('Asthma', 2)).toBe(
      '2 ŕóŵš óƒ Asthma'
    )
    expect(pseudoMessage('Rows')).toBe('Ŕóŵš')
    expect(pseudoMessage({ one: 'row', other: 'rows' })).toEqual({ one: 'ŕóŵ', other: 'ŕóŵš' })
  })
})
