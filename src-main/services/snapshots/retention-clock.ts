import { join } from 'node:path'
import * as v from 'valibot'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { readText } from '../../storage/files/read-text.ts'

const Moment = v.pipe(v.number(), v.minValue(0))
const Seen = v.object({
  /** The latest time at which the clock was trusted. */
  trustedAt: Moment,
  /** The first time at which the clock was found to have jumped. */
  jumpedAt: v.optional(Moment)
})
type Seen = v.InferOutput<typeof Seen>

/** Whether snapshots may be deleted by their age now, and if not, by how much the clock is off. */
export type ClockTrust = { readonly trusted: true } | { readonly trusted: false; readonly daysOff: number }

const dayMs = 86_400_000
const maxStepMs = dayMs
/** A clock that jumped ahead and is still the same so much later is right: the computer was off, or it was set. */
const confirmMs = 20 * 3_600_000

/** Judges the clock of the computer by what the profile knows. */
export interface RetentionClock {
  /**
   * @param now milliseconds since 1970 by the clock of the computer
   * @param known times at which something was saved
   */
  judge(now: number, known: readonly number[]): Promise<ClockTrust>
}

/** @param folder absolute path of the snapshots */
export function createRetentionClock(folder: string): RetentionClock {
  const path = join(folder, 'clock.json')

  async function read(): Promise<Seen | undefined> {
    const text = await readText(path)
    const seen = v.safeParse(v.pipe(v.string(), v.parseJson(), Seen), text)
    return seen.success ? seen.output : undefined
  }

  return {
    async judge(now, known) {
      const seen = await read()
      // A snapshot that was saved since a jump says nothing about it, so these times count in a new profile only.
      const { trust, next } = judgeClock(now, seen?.trustedAt ?? Math.max(0, ...known), seen?.jumpedAt)
      await writeFileAtomically(path, `${JSON.stringify(next)}\n`)
      return trust
    }
  }
}

/**
 * One look at the clock decides nothing: a jump of more than a day, ahead or back, since the last time that is known is
 * believed when another look, the better part of a day later, agrees with it.
 * @param latest the last trusted time; 0 in a new profile
 */
function judgeClock(
  now: number,
  latest: number,
  jumpedAt: number | undefined
): { readonly trust: ClockTrust; readonly next: Seen } {
  const step = now - latest
  const sinceJump = jumpedAt === undefined ? -1 : now - jumpedAt
  const agrees = sinceJump >= 0 && sinceJump <= confirmMs + 3 * maxStepMs
  if (latest === 0 || Math.abs(step) <= maxStepMs || (agrees && sinceJump >= confirmMs))
    return { trust: { trusted: true }, next: { trustedAt: now } }
  return {
    trust: { trusted: false, daysOff: Math.round(step / dayMs) },
    next: { trustedAt: latest, jumpedAt: agrees && jumpedAt !== undefined ? jumpedAt : now }
  }
}
