import { describe, expect, it } from 'vitest'
import { whereText } from '#engine/explore/where-text.ts'
import { countColumns } from '#engine/tables/sql/count-columns.ts'
import { exploreCountStatement } from '../../../src-renderer/screens/explore/where-statement.ts'

const living = { dimension: 'living', label: 'Living', values: ['living', 'deceased'], chosen: ['living'] }

describe('a chart of Explore on a board', () => {
  it.each(['sex', 'payer', 'age', 'conditions', 'registry:diabetes', 'control:diabetes/a1c'])(
    'counts people by %s, and tells which column is a count, so that small ones can be hidden',
    (dimension) => {
      const statement = exploreCountStatement(whereText([living]), dimension, 'Label "x"')!
      expect(countColumns(statement, 2)).toEqual(['key', 'count'])
      expect(statement).toContain(`living = 'living'`)
    }
  )

  it('is not offered where SQL cannot say the dimension or a choice', () => {
    expect(exploreCountStatement(whereText([living]), 'cohort:abc', 'Cohort')).toBeUndefined()
    const city = { dimension: 'city', label: 'City', values: ['Here', 'There'], chosen: ['Here'] }
    expect(exploreCountStatement(whereText([living, city]), 'sex', 'Sex')).toBeUndefined()
  })
})
