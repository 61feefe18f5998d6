import { describe, expect, it } from 'vitest'
import { rejectTexts } from '#engine/ingest/reject-texts.ts'
import { rejectReasons } from '#engine/store/model/store.ts'

describe('why a line or a file was not taken', () => {
  it.each(rejectReasons)('%s is explained, with what to do', (reason) => {
    const { title, meaning, remedy } = rejectTexts[reason]
    for (const text of [meaning, remedy]) expect(text).toMatch(/^[A-Z].*\.$/)
    expect(title).not.toBe('')
  })
})
