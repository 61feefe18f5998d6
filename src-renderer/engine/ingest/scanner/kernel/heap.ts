// Memory. The host lays out the fixed areas; what grows with a chunk stands behind them and is forgotten with it.

/** First free byte of the growing part. */
let top: usize = 0

/** Room for vector loads that begin at the last byte of an allocation. */
const MARGIN: usize = 64

/** Forgets everything that was allocated and starts again at `base`. */
export function resetHeap(base: usize): void {
  top = base
}

/** Uninitialized room, aligned to 16 bytes. Traps when the machine has no more memory. */
export function alloc(bytes: usize): usize {
  const at = (top + 15) & ~15
  top = at + bytes
  const needed = top + MARGIN
  const present = <usize>memory.size() << 16
  if (needed > present && memory.grow(<i32>((needed - present + 0xffff) >> 16)) < 0) unreachable()
  return at
}

/** Room filled with zeros. */
export function allocZero(bytes: usize): usize {
  const at = alloc(bytes)
  memory.fill(at, 0, bytes)
  return at
}

/** Allocates a larger room and moves `used` bytes into it. */
export function regrow(old: usize, used: usize, bytes: usize): usize {
  const at = alloc(bytes)
  if (used > 0) memory.copy(at, old, used)
  return at
}

// Lists of fixed-size records: [address, count, capacity, capacity in the chunk before], 16 bytes.

/** Empties a list whose memory was given up. */
export function emptyList(list: usize): void {
  store<u64>(list, 0)
  store<u32>(list, max(load<u32>(list, 8), load<u32>(list, 12)), 12)
  store<u32>(list, 0, 8)
}

function growList(list: usize, size: usize): void {
  const count = load<u32>(list, 4)
  const larger = count == 0 ? max<u32>(load<u32>(list, 12), 64) : count * 2
  store<u32>(list, <u32>regrow(load<u32>(list), <usize>count * size, <usize>larger * size))
  store<u32>(list, larger, 8)
}

/** Address for one more record of a list. */
export function append(list: usize, size: usize): usize {
  const count = load<u32>(list, 4)
  if (count == load<u32>(list, 8)) growList(list, size)
  store<u32>(list, count + 1, 4)
  return <usize>load<u32>(list) + <usize>count * size
}

/**
 * Puts one field of all records of a list side by side.
 * @param size bytes of a record
 * @param field where it stands in the record
 * @param width its bytes: 1, 4, 8 or 16
 */
export function gather(list: usize, size: usize, field: usize, width: u32): usize {
  const count: usize = load<u32>(list, 4)
  const out = alloc(count * <usize>width)
  let p = <usize>load<u32>(list) + field
  let at = out
  const end = out + count * <usize>width
  if (width == 1) for (; at < end; at++, p += size) store<u8>(at, load<u8>(p))
  else if (width == 4) for (; at < end; at += 4, p += size) store<u32>(at, load<u32>(p))
  else if (width == 8) for (; at < end; at += 8, p += size) store<u64>(at, load<u64>(p))
  else for (; at < end; at += 16, p += size) v128.store(at, v128.load(p))
  return out
}
