import { describe, expect, it } from 'vitest'
import { queryText } from '../../../src-renderer/ui/format/query-text.ts'

describe('the query behind a figure', () => {
  it('names the table, every test and every filter', () => {
    const text = queryText({
      table: 'encounter',
      asOf: 18262,
      filters: [{ dimension: 'sex', values: ['female'], exclude: true }],
      where: [{ column: 'class', in: ["a'b"] }, { column: '@day', from: 18000, to: 18262 }, { column: 'value' }]
    })
    expect(text.split('\n')).toEqual([
      'SELECT * FROM encounter',
      "WHERE class IN ('a''b')",
      "  AND @day BETWEEN '2019-04-14' AND '2020-01-01'",
      '  AND value IS NOT NULL',
      "  AND person.sex NOT IN ('female')",
      '-- as of 2020-01-01'
    ])
  })
})
