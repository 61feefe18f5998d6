import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** A cell with the bare value of the figure that it shows, whatever may be shown of that. */
const bareCell = /\bvalue: (\w+)\.value,\s*figure(?:: \1)?\b/

describe('cells of tables', () => {
  it('take the value of a figure from the one place that knows whether it may leave', () => {
    const found = sourceFiles('src-renderer').filter((file) => bareCell.test(readSource(file)))
    expect(found).toEqual(['src-renderer/charts/parts/figure-lines.ts'])
  })
})
