import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acknowledgedFacts, publishedKey } from '#shared/governance/published-count.ts'
import { vouchedRegister } from '../../support/vouched-register.ts'
import { peopleCount, releaseOf } from '../../support/published-register.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const all = releaseOf('Everybody', peopleCount(100, {}))
const female = releaseOf('Women', peopleCount(60, { sex: 'female' }))
const north = peopleCount(93, { practice: 'north' })

describe('a register that the audit log vouches for', () => {
  /** A register of two entries, and its folder as it was after the first. */
  async function two() {
    const folder = temporaryFolder()
    const [published, older] = [join(folder, 'published'), join(folder, 'older')]
    const made = await vouchedRegister(folder)
    await made.enter(all)
    cpSync(published, older, { recursive: true })
    await made.enter(female)
    return { folder, published, older, ...made }
  }

  it('is open as it was written, also with an entry that the log does not know of', async () => {
    const { folder, register } = await two()
    // As by a program that ends between the entry and its record.
    await register.enter(releaseOf('Men', peopleCount(40, { sex: 'male' })))
    const next = await vouchedRegister(folder)
    expect((await next.register.list()).state).toBe('open')
    expect((await next.enter(releaseOf('North', north))).withheld).toEqual([publishedKey(north)])
    await expect(next.register.acknowledge()).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is named as removed when its folder is gone with the key, and nothing leaves', async () => {
    const { folder, published } = await two()
    rmSync(published, { recursive: true })
    const { register, enter } = await vouchedRegister(folder)
    expect(await register.list()).toEqual({ state: 'removed', entries: [] })
    await expect(enter(releaseOf('North', north))).rejects.toThrow('removed outside Populus')
    // The refusal makes no new one in its place.
    expect((await register.list()).state).toBe('removed')
  })

  it('is named as removed when only the journal or only the key is gone', async () => {
    for (const name of ['register.sealed', 'key']) {
      const { folder, published } = await two()
      rmSync(join(published, name))
      const { register, enter } = await vouchedRegister(folder)
      expect((await register.list()).state).toBe('removed')
      await expect(enter(releaseOf('North', north))).rejects.toMatchObject({ code: 'not-allowed' })
    }
  })

  it('is named as cut when an older copy of all its files takes its place', async () => {
    const { folder, published, older } = await two()
    rmSync(published, { recursive: true })
    cpSync(older, published, { recursive: true })
    const { register, enter } = await vouchedRegister(folder)
    expect((await register.list()).state).toBe('truncated')
    await expect(enter(releaseOf('North', north))).rejects.toThrow('lacks its last entries')
    await expect(register.forget(1, 'Nobody has it')).rejects.toThrow('lacks its last entries')
  })

  it('is named as replaced when the older copy went on with other entries', async () => {
    const { folder, published, older } = await two()
    rmSync(published, { recursive: true })
    cpSync(older, published, { recursive: true })
    // By a program that knows of no audit log: as long as before, and with a head that fits.
    const stranger = await vouchedRegister(folder, { recorded: async () => undefined })
    await stranger.register.enter(releaseOf('Something else', peopleCount(70, { sex: 'other' })))
    const { register, enter } = await vouchedRegister(folder)
    expect((await register.list()).state).toBe('replaced')
    await expect(enter(releaseOf('North', north))).rejects.toThrow('replaced outside Populus')
  })

  it('stays named while small counts are shown, which are entered', async () => {
    const { folder, published, older } = await two()
    rmSync(published, { recursive: true })
    cpSync(older, published, { recursive: true })
    const shown = await vouchedRegister(folder, { limit: 0 })
    for (const title of ['North', 'North again', 'North for a third time'])
      expect(await shown.enter(releaseOf(title, north))).not.toHaveProperty('end')
    const { register } = await vouchedRegister(folder)
    const { state, entries } = await register.list()
    expect([state, entries.length]).toEqual(['replaced', 4])
  })

  it('goes on as it is when it was acknowledged, and is vouched for again', async () => {
    const { folder, published, audit } = await two()
    rmSync(published, { recursive: true })
    const { register, enter } = await vouchedRegister(folder)
    const found = await register.acknowledge()
    expect(found).toEqual({ problem: 'removed', expected: 2, end: { records: 0, digest: '' } })
    // The record decides, and not the question.
    await expect(enter(releaseOf('North', north))).rejects.toMatchObject({ code: 'not-allowed' })
    await audit.record({ action: 'published.acknowledged', outcome: 'success', facts: acknowledgedFacts(found) })
    expect((await enter(releaseOf('North', north))).withheld).toEqual([])
    expect((await register.list()).state).toBe('open')
    rmSync(published, { recursive: true })
    expect((await (await vouchedRegister(folder)).register.list()).state).toBe('removed')
  })

  it('is not missed by data that were given up', async () => {
    const { folder, published, audit } = await two()
    rmSync(published, { recursive: true })
    await audit.record({ action: 'incident.wiped', outcome: 'success', facts: {} })
    expect((await (await vouchedRegister(folder)).register.list()).state).toBe('open')
  })
})
