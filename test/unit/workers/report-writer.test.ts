import { describe, expect, it } from 'vitest'
import { ReportWriter, type ReportPart } from '../../../src-renderer/workers/measures/report-writer.ts'
import { context, input, params, write } from '../measures/written-reports.ts'

describe('the writer of reports about single people', () => {
  it('says first how many people there are, and hands over bytes that add up to the file', async () => {
    const calls: (number | ReportPart)[] = []
    const writer = new ReportWriter({
      reportBegins: (people) => void calls.push(people),
      reportPart: (part) => void calls.push(part)
    })
    expect(await writer.write(input, 'gaps-bundles', context, params)).toBe(19)
    const [first, ...parts] = calls as [number, ...ReportPart[]]
    expect(first).toBe(19)
    expect(parts.at(-1)!.people).toBe(19)
    const text = parts.map(({ bytes }) => new TextDecoder().decode(bytes)).join('')
    expect(text).toBe(await write('gaps-bundles'))
  })

  it('waits until a part is written before it makes the next', async () => {
    let waiting = 0
    const writer = new ReportWriter({
      reportBegins: () => undefined,
      reportPart: async () => {
        waiting++
        expect(waiting).toBe(1)
        await Promise.resolve()
        waiting--
      }
    })
    await writer.write(input, 'measure-report-individual', context, params)
    expect(waiting).toBe(0)
  })

  it('writes nothing when the export could not be recorded', async () => {
    const parts: ReportPart[] = []
    const writer = new ReportWriter({
      reportBegins: () => Promise.reject(new Error('no audit log')),
      reportPart: (part) => void parts.push(part)
    })
    await expect(writer.write(input, 'gaps-bundles', context, params)).rejects.toThrow('no audit log')
    expect(parts).toEqual([])
  })

  it('ends when it is cancelled, and takes one file at a time', async () => {
    const begun = Promise.withResolvers<void>()
    const writer = new ReportWriter({ reportBegins: () => begun.promise, reportPart: () => undefined })
    const writing = writer.write(input, 'gaps-bundles', context, params)
    await expect(writer.write(input, 'gaps-bundles', context, params)).rejects.toMatchObject({ code: 'not-allowed' })
    writer.cancel()
    begun.resolve()
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' })
    expect(await writer.write(input, 'gaps-bundles', context, params)).toBe(19)
  })
})
