import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publishedKey } from '#shared/governance/published-count.ts'
import { peopleCount, releaseOf, testRegister } from '../../support/published-register.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const all = peopleCount(100, {})
const north = peopleCount(93, { practice: 'north' })
const south = peopleCount(7, { practice: 'south' })

describe('the register of published counts', () => {
  it('withholds in a new release what would tell a small count together with an earlier one, also after a restart', async () => {
    const folder = temporaryFolder()
    const { register } = testRegister(folder)
    expect(await register.enter(releaseOf('Everybody', all))).toMatchObject({ entry: 1, withheld: [], small: 0 })
    const next = testRegister(folder).register
    // By itself nothing is small in it; everybody less the north is the south.
    expect(await next.enter(releaseOf('North', north))).toMatchObject({
      entry: 2,
      withheld: [publishedKey(north)],
      small: 0
    })
    expect(await next.enter(releaseOf('South', south))).toMatchObject({
      entry: 3,
      withheld: [publishedKey(south)],
      small: 1
    })
    const { state, entries } = await next.list()
    expect(state).toBe('open')
    expect(entries.map(({ title, counts, withheld, by }) => [title, counts, withheld, by])).toEqual([
      ['South', 1, 1, 'analyst'],
      ['North', 1, 1, 'analyst'],
      ['Everybody', 1, 0, 'analyst']
    ])
  })

  it('says of what is only shown what it would withhold, and enters nothing', async () => {
    const { register } = testRegister(temporaryFolder())
    expect(await register.compare(releaseOf('North', north))).toEqual({ withheld: [], small: 0 })
    expect((await register.list()).entries).toEqual([])
    await register.enter(releaseOf('Everybody', all))
    const shown = await register.compare(releaseOf('North', north))
    expect(shown).toEqual({ withheld: [publishedKey(north)], small: 0 })
    expect((await register.list()).entries).toHaveLength(1)
    expect(await register.enter(releaseOf('North', north))).toMatchObject({ entry: 2, ...shown })
  })

  it('finds a filter and its opposite', async () => {
    const { register } = testRegister(temporaryFolder())
    await register.enter(releaseOf('Everybody', all))
    const others = {
      ...peopleCount(95, {}),
      where: [{ dimension: 'practice', values: ['south'], exclude: true as const }]
    }
    expect((await register.enter(releaseOf('Not the south', others))).withheld).toEqual([publishedKey(others)])
  })

  it('withholds a count that changed by few people since another day of data', async () => {
    const { register } = testRegister(temporaryFolder())
    await register.enter(releaseOf('Monday', peopleCount(400, { sex: 'female' }), peopleCount(300, { sex: 'male' })))
    const female = peopleCount(404, { sex: 'female' }, 'tuesday')
    const male = peopleCount(360, { sex: 'male' }, 'tuesday')
    const { withheld } = await register.enter(releaseOf('Tuesday', female, male))
    expect(withheld).toEqual([publishedKey(female)])
    // A month later the difference is no group of people any more.
    const later = { ...peopleCount(406, { sex: 'female' }, 'spring'), asOf: 20_040 }
    expect((await register.enter(releaseOf('Spring', later))).withheld).toEqual([])
  })

  it('compares the days of a series that leaves at once, in their order', async () => {
    const { register } = testRegister(temporaryFolder())
    const on = (asOf: number, female: number, male: number) =>
      [
        { ...peopleCount(female, { sex: 'female' }), asOf },
        { ...peopleCount(male, { sex: 'male' }), asOf }
      ] as const
    const series = [...on(20_020, 404, 360), ...on(20_000, 400, 300), ...on(19_960, 395, 200)]
    const { withheld } = await register.enter(releaseOf('Series', ...series))
    // Five more within forty days are no group of people any more; four more within twenty are.
    expect(withheld).toEqual([publishedKey(series[0]!)])
  })

  it('compares only what is about the same people', async () => {
    const { register } = testRegister(temporaryFolder())
    await register.enter(releaseOf('Everybody', all))
    const elsewhere = { ...releaseOf('Another site', north), people: [7, 8, 9] }
    expect((await register.enter(elsewhere)).withheld).toEqual([])
  })

  it('refuses what confirms a small count that was told, and names what told it', async () => {
    const { register } = testRegister(temporaryFolder())
    // Nobody could tell then that the two are parts of one whole: the dimension was another one.
    await register.enter(releaseOf('All practices', all))
    const whole = { ...peopleCount(93, { practice: 'north' }), of: 'whole/rate' }
    await register.enter(releaseOf('Rates', whole))
    await register.enter(releaseOf('All rates', { ...all, of: 'whole/rate' })).catch(() => undefined)
    const told = { ...south, of: 'whole/rate' }
    const answer = await register.enter(releaseOf('South', told)).catch((error: unknown) => String(error))
    // It is withheld or refused, never shown.
    if (typeof answer === 'string') expect(answer).toMatch(/2026-11-25/)
    else expect(answer.withheld).toEqual([publishedKey(told)])
  })

  it('does not compare with what is forgotten, and keeps who forgot it and why', async () => {
    const { register } = testRegister(temporaryFolder())
    await register.enter(releaseOf('Everybody', all))
    await register.forget(1, 'The file was deleted before it was sent')
    expect((await register.enter(releaseOf('North', north))).withheld).toEqual([])
    const { entries } = await register.list()
    expect(entries[1]!.forgotten).toMatchObject({ by: 'analyst', reason: 'The file was deleted before it was sent' })
    await expect(register.forget(1, 'Again')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('records without withholding where small counts are shown', async () => {
    const folder = temporaryFolder()
    const open = testRegister(folder, undefined, 'keychain', 0).register
    expect(await open.enter(releaseOf('South', south))).toMatchObject({ entry: 1, withheld: [], small: 0 })
    // What was told cannot be untold, but a small count is not shown again.
    expect((await testRegister(folder).register.enter(releaseOf('South', south))).withheld).toEqual([
      publishedKey(south)
    ])
  })

  it('keeps what leaves before there is a key, and seals it when there is one', async () => {
    const folder = temporaryFolder()
    const { register, keyring } = testRegister(folder, undefined, 'passphrase')
    await register.enter(releaseOf('Everybody', all))
    expect((await register.list()).state).toBe('session')
    expect((await register.enter(releaseOf('North', north))).withheld).toEqual([publishedKey(north)])
    await keyring.create('correct horse battery')
    await register.enter(releaseOf('South', south))
    expect((await register.list()).entries.map(({ entry }) => entry)).toEqual([3, 2, 1])
    keyring.lock()
    expect(await register.list()).toEqual({ state: 'locked', entries: [] })
    await expect(register.enter(releaseOf('North', north))).rejects.toMatchObject({ reason: 'locked' })
    expect(readFileSync(join(folder, 'published', 'register.sealed')).includes('practice')).toBe(false)
  })

  it('lets two processes enter at once, each with what the other entered', async () => {
    const folder = temporaryFolder()
    await testRegister(folder).register.enter(releaseOf('First', peopleCount(50, { sex: 'other' })))
    const [left, right] = await Promise.all([
      testRegister(folder).register.enter(releaseOf('Everybody', all)),
      testRegister(folder).register.enter(releaseOf('North', north))
    ])
    // Whichever came second is kept back.
    expect([...left.withheld, ...right.withheld]).toHaveLength(1)
    expect((await testRegister(folder).register.list()).entries).toHaveLength(3)
  })
})
