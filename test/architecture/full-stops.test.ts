import { describe, expect, it } from 'vitest'
import { readSource, sourceFiles } from './imports.ts'

/** A text that somebody else wrote, with a full stop of ours behind it: `${error.message}.`, `{issue.text}.` */
const stopped =
  /(?:\.(?:message|problem|sentence|todo|why|missing|cannotCompute|reason|server)|[{](?:message|problem|sentence|todo))(?:\(\))?\}\.(?=$|[ '"`<{])/gm

describe('full stops', () => {
  it('are put behind texts of others by asSentence, which sees whether there is one already', () => {
    const doubled = [...sourceFiles('src-renderer'), ...sourceFiles('src-main')].flatMap((file) =>
      [...readSource(file).matchAll(stopped)].map(([text]) => `${file}: ${text}`)
    )
    expect(doubled).toEqual([])
  })
})
