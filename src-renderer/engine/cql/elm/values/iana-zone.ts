import { engineCqlElmMessages as m } from '#messages/engine/cql/elm.ts'
import { AppError } from '#shared/app-error.ts'
import { machineLocale } from '#shared/messages/locale.ts'
import { civilMillis } from './temporal.ts'
import type { ZoneOffset } from './temporal-text.ts'

/** Offsets change at quarters of an hour at the finest. */
const quarter = 900_000
const offsetsKept = 200_000

/**
 * A time zone by its IANA name, e.g. `America/New_York`, with its daylight saving time. Of a civil time that occurs
 * twice the first is meant; one that is skipped is read with the offset before the change.
 * @throws AppError `invalid-input` when there is no such zone
 */
export function ianaZone(name: string): ZoneOffset {
  const format = formatFor(name)
  const offsets = new Map<number, number>()
  const atUtc = (millis: number): number => {
    const key = Math.floor(millis / quarter)
    let offset = offsets.get(key)
    if (offset === undefined) {
      offset = offsetAt(format, key * quarter)
      if (offsets.size < offsetsKept) offsets.set(key, offset)
    }
    return offset
  }
  return (millis, clock) => {
    if (clock === 'utc') return atUtc(millis)
    // The offsets a day before and after differ where a change is near; the one that fits is right.
    const before = atUtc(millis - 86_400_000)
    if (atUtc(millis - before * 60_000) === before) return before
    const after = atUtc(millis + 86_400_000)
    return atUtc(millis - after * 60_000) === after ? after : before
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(machineLocale, {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    })
  } catch (cause) {
    throw new AppError('invalid-input', m.isNoTimeZoneWriteIt(timeZone), {
      cause
    })
  }
}

function offsetAt(format: Intl.DateTimeFormat, utc: number): number {
  const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const civil = civilMillis(part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second'))
  return Math.round((civil - utc) / 60_000)
}
