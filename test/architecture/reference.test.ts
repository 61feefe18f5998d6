import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { referencePages } from '../../build/reference.ts'

it('the reference pages are those of this program', async () => {
  for (const [path, text] of await referencePages()) {
    const written = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
    expect(written === text, `${path} is out of date: run "npm run docs:reference"`).toBe(true)
  }
})
