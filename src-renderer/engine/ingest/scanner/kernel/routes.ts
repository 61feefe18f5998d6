// Follows paths through records.
//
// Source: [count, route …]. Route: [kind, context, two arguments], 16 bytes. Kinds: 0 the only value at the end of steps,
// 1 the first one; the argument is their address. Short ways: 2 the only, 3 the first value of a slot; 4 the only, 5 the first
// value of a slot of the first object in a slot; 6 the only value of a slot of the only object in a slot.
// Steps: 1 slot (objects), 2 (first so far), 3 condition, 4 slot (plain value), 0 (the record itself).
// Condition: [1 =, 2 !=, slot, text, length] [3 = boolean, slot, value] [4 empty, slot] [5 exists, steps] [6 and | 7 or, a, b].
import { FALSE, MORE, TEXT, TRUE } from './records'
import { sameText } from './text'

const OBJECTS: u32 = 1
const FIRST: u32 = 2
const WHERE: u32 = 3
const VALUE: u32 = 4

export const UNKNOWN: i32 = 2

/** Set when the line is not for this path. */
export let refused: bool = false
let stopped: bool = false
let contexts: usize = 0

export function beginRoutes(at: usize): void {
  contexts = at
  refused = false
}

export function refuse(): usize {
  refused = true
  return 0
}

export function setContext(index: u32, record: usize): void {
  store<u32>(contexts + (<usize>index << 2), <u32>record)
}

export function contextOf(index: u32): usize {
  return load<u32>(contexts + (<usize>index << 2))
}

/** The first value or record that a path reaches; values are given as their slot. 0 without. */
function firstOf(record: usize, step: usize): usize {
  while (true) {
    const kind = load<u32>(step)
    if (kind == VALUE) {
      const slot = record + <usize>load<u32>(step, 4)
      return load<u32>(slot) ? slot : 0
    }
    if (kind == OBJECTS) {
      let child: usize = load<u32>(record + <usize>load<u32>(step, 4))
      step += 8
      if (child == 0) return 0
      if (load<u32>(child) == 0) {
        record = child
        continue
      }
      while (child) {
        const found = firstOf(child, step)
        if (found || stopped) return found
        child = load<u32>(child)
      }
      return 0
    }
    if (kind == FIRST) {
      const found = firstOf(record, step + 4)
      stopped = true
      return found
    }
    if (kind != WHERE) return record
    if (holds(record, load<u32>(step, 4)) != 1) return 0
    step += 8
  }
}

/** The only value or record that a path reaches; several are refused. */
function onlyOf(record: usize, step: usize): usize {
  while (true) {
    const kind = load<u32>(step)
    if (kind == VALUE) {
      const slot = record + <usize>load<u32>(step, 4)
      if (load<u32>(slot) == 0) return 0
      return load<u32>(slot, 4) & MORE ? refuse() : slot
    }
    if (kind == OBJECTS) {
      record = load<u32>(record + <usize>load<u32>(step, 4))
      if (record == 0) return 0
      if (load<u32>(record) && load<u32>(step, 8) != FIRST) return refuse()
      step += 8
    } else if (kind == FIRST) step += 4
    else if (kind == WHERE) {
      if (holds(record, load<u32>(step, 4)) != 1) return 0
      step += 8
    } else return record
  }
}

/** Visits every record that a path reaches. */
export function eachRecord(record: usize, step: usize, visit: (record: usize) => void): void {
  while (true) {
    const kind = load<u32>(step)
    if (kind == 0) {
      visit(record)
      return
    }
    if (kind == WHERE) {
      if (holds(record, load<u32>(step, 4)) != 1) return
      step += 8
      continue
    }
    if (kind != OBJECTS) {
      refuse()
      return
    }
    let child: usize = load<u32>(record + <usize>load<u32>(step, 4))
    step += 8
    if (child == 0) return
    if (load<u32>(child) == 0) {
      record = child
      continue
    }
    while (child) {
      eachRecord(child, step, visit)
      if (refused) return
      child = load<u32>(child)
    }
    return
  }
}

/** What a route leads to. */
export function follow(route: usize): usize {
  const kind = load<u32>(route)
  const record = contextOf(load<u32>(route, 4))
  if (record == 0) return 0
  let slot = record + <usize>load<u32>(route, 8)
  if (kind > 1) {
    if (load<u32>(slot) == 0) return 0
    if (kind > 3) {
      const child: usize = load<u32>(slot)
      if (kind == 6 && load<u32>(child)) return refuse()
      slot = child + <usize>load<u32>(route, 12)
      if (load<u32>(slot) == 0) return 0
    }
    return load<u32>(slot, 4) & MORE && (kind & 1) == 0 ? refuse() : slot
  }
  if (kind == 0) return onlyOf(record, load<u32>(route, 8))
  stopped = false
  return firstOf(record, load<u32>(route, 8))
}

/** What the first route that leads anywhere leads to. */
export function find(source: usize): usize {
  const end = source + 4 + (<usize>load<u32>(source) << 4)
  for (let route = source + 4; route < end; route += 16) {
    const found = follow(route)
    if (found || refused) return found
  }
  return 0
}

/** 0 false, 1 true, 2 unknown. */
export function holds(record: usize, condition: usize): i32 {
  const kind = load<u32>(condition)
  if (kind >= 6) {
    const a = holds(record, load<u32>(condition, 4))
    const decided = kind == 6 ? 0 : 1
    if (a == decided) return decided
    const b = holds(record, load<u32>(condition, 8))
    return b == decided || a != UNKNOWN ? b : UNKNOWN
  }
  if (kind == 5) {
    const outer = stopped
    stopped = false
    const found = firstOf(record, load<u32>(condition, 4))
    stopped = outer
    return found ? 1 : 0
  }
  const slot = record + <usize>load<u32>(condition, 4)
  const text: usize = load<u32>(slot)
  if (kind == 4) return text ? 0 : 1
  if (text == 0) return UNKNOWN
  const what = load<u32>(slot, 4)
  if (kind == 3) {
    if (what & MORE || ((what & 7) != TRUE && (what & 7) != FALSE)) {
      refuse()
      return 0
    }
    return ((what & 7) == TRUE) == (load<u32>(condition, 8) == 1) ? 1 : 0
  }
  if ((what & 15) != TEXT) {
    refuse()
    return 0
  }
  const length = what >> 4
  const equal = length == load<u32>(condition, 12) && sameText(text, load<u32>(condition, 8), length)
  return equal == (kind == 1) ? 1 : 0
}
